import {
  ColophonError,
  periodsOf,
  Usd,
  type Clock,
  type CostField,
  type CostSums,
  type Store,
} from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import {
  AgentTotals,
  amountOf,
  byAgent,
  byModel,
  ModelTotals,
  perUnit,
  Totals,
  totalsOf,
} from './totals.ts'

const Params = z.object({ id: z.string() })
const BY = ['tier', 'provider', 'model', 'agent'] as const satisfies CostField[]
const DAY_MS = 86_400_000

export function reportRoutes(store: Pick<Store, 'ledger' | 'jobs' | 'documents'>, clock: Clock) {
  const job = operation({
    summary: 'What a job has cost, by model and by agent',
    params: Params,
    response: Totals.extend({
      enrichment_job_id: z.string(),
      num_documents: z.int(),
      cost_per_document_usd: Usd.nullable(),
      breakdown_by_model: z.array(ModelTotals),
      breakdown_by_agent: z.array(AgentTotals),
    }),
    errors: { 404: 'job.not_found' },
    async handle({ tenant, params: { id } }) {
      if ((await store.jobs.get(tenant, id)) === null) {
        throw new ColophonError('job.not_found', `There is no job ${id}`)
      }
      const [rows, counts] = await Promise.all([
        store.ledger.sums(tenant, { jobId: id }, BY),
        store.jobs.counts(tenant, id),
      ])
      return {
        enrichment_job_id: id,
        num_documents: counts.total,
        cost_per_document_usd: perUnit(amountOf(rows), counts.total),
        ...totalsOf(rows),
        ...breakdowns(rows),
      }
    },
  })

  const document = operation({
    summary: 'What a document has cost over all its runs, by model and by agent',
    params: Params,
    response: Totals.extend({
      document_id: z.string(),
      breakdown_by_model: z.array(ModelTotals),
      breakdown_by_agent: z.array(AgentTotals),
    }),
    errors: { 404: 'document.not_found' },
    async handle({ tenant, params: { id } }) {
      if ((await store.documents.get(tenant, id)) === null) {
        throw new ColophonError('document.not_found', `There is no document ${id}`)
      }
      const rows = await store.ledger.sums(tenant, { documentId: id }, BY)
      return { document_id: id, ...totalsOf(rows), ...breakdowns(rows) }
    },
  })

  return { job, document, models: modelReport(store, clock) }
}

function modelReport(store: Pick<Store, 'ledger'>, clock: Clock) {
  return operation({
    summary: 'Cost, calls and tokens of every model over the last days',
    query: z.object({
      days: z.coerce.number().int().min(1).max(3660).default(30).describe('UTC days, with today'),
    }),
    response: z.object({
      from_day: z.string(),
      to_day: z.string(),
      by_model: z.array(
        ModelTotals.extend({
          agents: z.array(z.string()),
          avg_cost_per_call_usd: Usd.nullable(),
          avg_tokens_per_call: z.number().nullable(),
        }),
      ),
      totals: Totals,
    }),
    async handle({ tenant, query: { days } }) {
      const fromDay = periodsOf(new Date(clock.now() - (days - 1) * DAY_MS)).day
      const toDay = periodsOf(new Date(clock.now())).day
      const rows = await store.ledger.sums(tenant, { fromDay, toDay }, BY)
      return {
        from_day: fromDay,
        to_day: toDay,
        by_model: byModel(rows).map(({ rows: group, ...model }) => {
          const totals = totalsOf(group)
          const { api_calls: calls, total_tokens: tokens } = totals
          return {
            ...model,
            ...totals,
            agents: agentsOf(rows, model),
            avg_cost_per_call_usd: perUnit(amountOf(group), calls),
            avg_tokens_per_call: calls === 0 ? null : Math.round(tokens / calls),
          }
        }),
        totals: totalsOf(rows),
      }
    },
  })
}

const agentsOf = (rows: readonly CostSums[], model: Record<string, string>): string[] => {
  const own = rows.filter(({ key }) =>
    (['tier', 'provider', 'model'] as const).every((field) => key[field] === model[field]),
  )
  return [...new Set(own.map(({ key }) => key.agent ?? ''))].sort()
}

const breakdowns = (rows: readonly CostSums[]) => ({
  breakdown_by_model: byModel(rows).map(({ rows: group, ...model }) => ({
    ...model,
    ...totalsOf(group),
  })),
  breakdown_by_agent: byAgent(rows).map(({ rows: group, ...agent }) => ({
    ...agent,
    ...totalsOf(group),
  })),
})
