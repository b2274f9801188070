import type { CostField } from './cost-sums.ts'

/** The names of groups in a query, and the field of a row that each tells apart. */
export const COST_GROUPS = {
  day: 'day',
  month: 'month',
  tier: 'tier',
  provider: 'provider',
  model: 'model',
  agent: 'agent',
  tool: 'tool',
  collection: 'collection_id',
  job: 'enrichment_job_id',
  document: 'document_id',
  state: 'state',
  price: 'price_id',
} as const satisfies Record<string, CostField>
export type CostGroupName = keyof typeof COST_GROUPS
export const COST_GROUP_NAMES = Object.keys(COST_GROUPS) as CostGroupName[]
