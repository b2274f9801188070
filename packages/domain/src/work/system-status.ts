import { z } from 'zod'

const Count = z.int().min(0)
const Time = z.iso.datetime()
const Usd = z.string().describe('Dollars, exact')
/** Null: this process does not know. */
const Known = Count.nullable()

export const ProductLink = z.object({
  name: z.string().describe('Such as `Review desk`'),
  href: z.string(),
})
export type ProductLink = z.infer<typeof ProductLink>

const AgentStanding = z.object({
  agent: z.string(),
  available: z.boolean().nullable(),
  documents: Count.describe('Documents it was asked about in the last hour'),
  failed: Count.describe('Of these, those that it could not do its whole part for'),
  mean_seconds: z.number().nullable().describe('For one document, in the last hour'),
})

const ModelStanding = z.object({
  provider: z.string(),
  model: z.string(),
  requests: Count.describe('In the last hour'),
  failed: Count.describe('Of these, those without an answer'),
  mean_seconds: z.number().nullable(),
  running: Count,
  waiting: Count,
  breaker: z.enum(['closed', 'half_open', 'open']).nullable(),
  headroom: z.number().nullable().describe('Least share left of the limits of the provider'),
  present: z.boolean().nullable(),
})

const BudgetStanding = z.object({
  scope: z.enum(['day', 'month']),
  period: z.string().describe('UTC: `2026-11-30`, `2026-11`'),
  limit_usd: Usd,
  spent_usd: Usd,
  reserved_usd: Usd,
})

const AlertStanding = z.object({
  name: z.string(),
  state: z.enum(['pending', 'firing']).describe('Pending: it has not held for long enough yet'),
  severity: z.enum(['page', 'ticket']),
  owner: z.string(),
  since: Time,
  summary: z.string(),
  description: z.string().describe('What is felt, and the first thing to do'),
  runbook: z.string().describe('Path below the documentation of Colophon'),
  runbook_url: z.string().nullable(),
})

/** Figures of one kind, one for each time; null where nothing was measured. */
const Line = z.array(z.number().nullable())

/** How a deployment does: what waits, who works, what it costs, what is wrong. No text of documents, no names. */
export const SystemStatus = z.object({
  at: Time,
  version: z.string(),
  started_at: Time.nullable().describe('Null: read from the store, with no process to ask'),
  one_process: z.boolean().describe('Whether this process is the whole product'),
  queue: z.object({
    queued: Count,
    processing: Count,
    oldest_due_at: Time.nullable(),
    ended: z
      .object({ auto_approved: Count, review: Count, failed: Count, retried: Count })
      .nullable()
      .describe('Runs that have ended in the last hour'),
  }),
  workers: z.object({
    documents: Known.describe('In the hands of the workers'),
    capacity: Known,
    connected: Known.describe('Workers that listen to the bus'),
  }),
  agents: z.array(AgentStanding),
  models: z.array(ModelStanding),
  money: z.array(BudgetStanding),
  review: z.object({ pending: Count, in_progress: Count, oldest_at: Time.nullable() }),
  store: z.object({ bytes: z.number().nullable(), free_ratio: z.number().nullable() }),
  backup: z.object({ last_at: Time.nullable(), drill_ok: z.boolean().nullable() }),
  alerts: z.array(AlertStanding),
  judged: Count.describe('Alerts that this process can judge'),
  series: z.object({
    every_seconds: z.number(),
    at: z.array(z.int()).describe('Seconds since the epoch'),
    queued: Line,
    processing: Line,
    ended_per_minute: Line,
    failed_per_minute: Line,
    model_calls_per_minute: Line,
    spent_day_usd: Line,
    to_review: Line,
  }),
  links: z.array(ProductLink),
})
export type SystemStatus = z.infer<typeof SystemStatus>
