import type { Collection, Db } from 'mongodb'

/** A record as it is stored; conversions in records.ts give it its shape back. */
export type Stored = Record<string, unknown> & { _id: string }
export type Records = Collection<Stored>

/** The names are part of the interface: finance and archivists query them. */
const NAMES = {
  ocrJobs: 'ocr_jobs',
  jobs: 'enrichment_jobs',
  memberships: 'job_documents',
  documents: 'enriched_documents',
  revisions: 'document_revisions',
  answers: 'step_results',
  reviews: 'review_queue',
  comments: 'review_comments',
  settings: 'collections',
  outbox: 'outbox_events',
  costs: 'cost_records',
  budgets: 'budgets',
  budgetRecords: 'budget_records',
  crossings: 'budget_crossings',
  registers: 'registers',
  readings: 'register_readings',
  precedents: 'precedents',
  audit: 'audit_events',
  deadMessages: 'dead_messages',
  deliveries: 'webhook_deliveries',
  leaders: 'leaders',
  locks: 'locks',
} as const

export type CollectionName = keyof typeof NAMES
export type Collections = Readonly<Record<CollectionName, Records>>

export function collectionsOf(db: Db): Collections {
  const entries = Object.entries(NAMES).map(([key, name]) => [key, db.collection<Stored>(name)])
  return Object.fromEntries(entries) as Collections
}

/** Ids of records: a tenant holds no slash, so that two pairs never meet. */
export const recordId = (tenantId: string, id: string): string => `${tenantId}/${id}`

/** Behind all ids of records of this tenant: `0` follows the slash. */
export const afterTenant = (tenantId: string): string => `${tenantId}0`
