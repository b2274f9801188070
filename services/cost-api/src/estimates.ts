import {
  correctionOf,
  Estimate,
  estimateOf,
  Estimates,
  formatUsd,
  readCostHistory,
  readPastEstimates,
  type BudgetSettings,
  type Clock,
  type CostHistory,
  type PastEstimate,
  type Store,
} from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'

export interface EstimateDeps {
  store: Pick<Store, 'ledger' | 'jobs'>
  limits: BudgetSettings
  clock: Clock
}

const MOST = 1_000_000_000
const Bytes = z.int().min(0).max(MOST)
const Document = z.strictObject({ bytes: Bytes.describe('Of its text, in UTF-8') })
const Task = Document.extend({ agent: z.string().min(1).max(512) })
const Collection = z.strictObject({
  documents: z.int().min(1).max(MOST),
  bytes: Bytes.describe('Of all their texts'),
})

const viewOf = ({
  job_id,
  made_at,
  documents,
  ...past
}: PastEstimate): Estimates['jobs'][number] => ({
  job_id,
  made_at,
  documents,
  likely_usd: formatUsd(past.likely),
  low_usd: formatUsd(past.low),
  high_usd: formatUsd(past.high),
  cost_usd: formatUsd(past.actual),
  error_ratio: past.likely === 0n ? null : Number(past.actual) / Number(past.likely) - 1,
  within: past.low <= past.actual && past.actual <= past.high,
})

/** What documents will cost, and what jobs did cost that it was said of. */
export function estimateRoutes({ store, limits, clock }: EstimateDeps) {
  const historyOf = (tenant: string): Promise<CostHistory> =>
    readCostHistory(store, tenant, {
      now: new Date(clock.now()),
      perDocument: limits.perDocument,
    })
  const shared = { response: Estimate, status: 200 } as const
  return {
    task: operation({
      ...shared,
      summary: 'What one agent will cost for a document of this size',
      body: Task,
      async handle({ tenant, body: { agent, bytes } }) {
        const history = await historyOf(tenant)
        const rows = history.rows.filter(({ key }) => key.agent === agent)
        // Past estimates are of whole documents; what they were wrong by is that of each agent too.
        return estimateOf({ documents: 1, bytes }, { ...history, rows })
      },
    }),
    document: operation({
      ...shared,
      summary: 'What a document of this size will cost',
      body: Document,
      handle: async ({ tenant, body: { bytes } }) =>
        estimateOf({ documents: 1, bytes }, await historyOf(tenant)),
    }),
    collection: operation({
      ...shared,
      summary: 'What so many documents will cost',
      description: 'Of documents that are at hand, `dry_run` of the job API says it of just these.',
      body: Collection,
      handle: async ({ tenant, body }) => estimateOf(body, await historyOf(tenant)),
    }),
    past: operation({
      summary: 'Estimates of jobs that have ended, beside what these cost',
      response: Estimates,
      async handle({ tenant }) {
        const past = await readPastEstimates(store, tenant)
        const jobs = past.map(viewOf)
        return {
          jobs,
          within_ratio:
            jobs.length === 0 ? null : jobs.filter(({ within }) => within).length / jobs.length,
          correction: correctionOf(past),
        }
      },
    }),
  }
}
