import { z } from 'zod'
import { COST_GROUP_NAMES } from './cost-groups.ts'
import { TOKEN_KINDS, type Tokens } from './usage.ts'

/** What the cost API answers: for its page, and for whoever reads it. Amounts are exact decimal dollars, days UTC. */
export const Usd = z.string().regex(/^-?\d+\.\d{2,12}$/)

const Count = z.int().min(0)

export const CostAmounts = z.object({
  cost_usd: Usd,
  cost_shown: Usd.nullable().describe('In the currency that was asked for'),
  unsettled_usd: Usd.describe('The part that is charged at bounds, since answers were lost'),
  calls: Count.describe('Rows of the ledger; runs of the rules are rows of the tier rules'),
  unsettled_calls: Count,
  unpriced_calls: Count.describe('Calls no price fits: the cost is too low by theirs'),
  tokens: z.object(
    Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, Count])) as Record<
      keyof Tokens,
      typeof Count
    >,
  ),
  compute_ms: Count.describe('How long the calls took'),
})
export type CostAmounts = z.infer<typeof CostAmounts>

const Key = z.object(
  Object.fromEntries(COST_GROUP_NAMES.map((name) => [name, z.string().nullable().optional()])),
)

export const SpendRow = CostAmounts.extend({ key: Key })
export type SpendRow = z.infer<typeof SpendRow>

export const CostPeriod = z.object({ from: z.string(), to: z.string(), zone: z.literal('UTC') })

export const Spend = z.object({
  period: CostPeriod,
  currency: z.object({ code: z.string(), rate: z.string() }).nullable(),
  rows: z.array(SpendRow),
  others: CostAmounts.extend({ groups: Count }).nullable().describe('Groups beyond the limit'),
  totals: CostAmounts,
})
export type Spend = z.infer<typeof Spend>

export const BudgetForecast = z.object({
  projected_usd: Usd,
  low_usd: Usd,
  high_usd: Usd,
  reaches_limit_on: z.string().nullable().describe('UTC day; null: not in this period'),
  days: z.int().describe('Whole days that it rests on'),
})

/** A limit, and what is counted under it. */
export const BudgetStanding = z.object({
  limit_usd: Usd,
  spent_usd: Usd,
  reserved_usd: Usd.describe('Held back for calls under way'),
  left_usd: Usd,
  used_ratio: z.number().describe('Spent and reserved, of the limit'),
  state: z.enum(['open', 'extras_held_back', 'exhausted']),
  at_cutoff: z.string().describe('What happens from the cut-off on'),
  at_limit: z.string().describe('What happens when nothing is left'),
})
export type BudgetStanding = z.infer<typeof BudgetStanding>

export const BudgetAnswer = z.object({
  scope: z.enum(['day', 'month']),
  period: z.string().describe('2026-11-30, or 2026-11'),
  zone: z.literal('UTC'),
  starts_at: z.string(),
  resets_at: z.string(),
  ...BudgetStanding.shape,
  spent_shown: Usd.nullable(),
  ledger_usd: Usd.describe('The same, added up from the rows of the ledger'),
  forecast: BudgetForecast.nullable().describe('Null while there are too few whole days to go by'),
})
export type BudgetAnswer = z.infer<typeof BudgetAnswer>

export const BudgetStatus = z.object({
  per_document_limit_usd: Usd,
  budgets: z.array(BudgetAnswer),
  unsettled_usd: Usd.describe('Charged at bounds in this month, since answers were lost'),
  unsettled_calls: Count,
  unpriced_calls: Count,
})
export type BudgetStatus = z.infer<typeof BudgetStatus>

export const CostTrends = z.object({
  period: CostPeriod,
  days: z.array(
    z.object({
      day: z.string(),
      cost_usd: Usd,
      cost_shown: Usd.nullable(),
      total_usd: Usd.describe('From the first day to this one'),
    }),
  ),
  total_usd: Usd,
  average_usd_per_day: Usd,
  before: z.object({
    from: z.string(),
    to: z.string(),
    total_usd: Usd,
    change_ratio: z.number().nullable().describe('Null: nothing was spent before'),
  }),
  month: z.object({
    period: z.string(),
    last_day: z.string(),
    spent_usd: Usd,
    limit_usd: Usd.describe('Of all that is spent, whatever the filter'),
    projected_usd: Usd.nullable().describe('Null while there are too few whole days to go by'),
    low_usd: Usd.nullable(),
    high_usd: Usd.nullable(),
    reaches_limit_on: z.string().nullable(),
  }),
})
export type CostTrends = z.infer<typeof CostTrends>

export const SavingRow = z.object({
  kind: z.enum(['local_models', 'prompt_cache', 'rules', 'cheaper_tier']),
  agent: z.string(),
  model: z.string(),
  calls: Count,
  amount_usd: Usd,
  basis: z.string().describe('What it was reckoned with'),
})
export type SavingRow = z.infer<typeof SavingRow>

export const CostOpportunity = z.object({
  kind: z.enum(['lost_answers', 'unpriced_calls', 'cheaper_tier', 'dear_documents', 'dear_agent']),
  says: z.string(),
  amount_usd: Usd.describe('The money that it is about; for cheaper_tier, what would be saved'),
  agents: z.array(z.string()),
  documents: z.array(z.object({ document_id: z.string(), cost_usd: Usd })),
})
export type CostOpportunity = z.infer<typeof CostOpportunity>

export const CostOpportunities = z.object({
  opportunities: z.array(CostOpportunity),
  savings: z.array(SavingRow),
  saved_usd: Usd,
})
export type CostOpportunities = z.infer<typeof CostOpportunities>

/** Estimates of jobs that have ended, the newest first. */
export const Estimates = z.object({
  jobs: z.array(
    z.object({
      job_id: z.string(),
      made_at: z.string(),
      documents: Count,
      likely_usd: Usd,
      low_usd: Usd,
      high_usd: Usd,
      cost_usd: Usd.describe('What the job has cost'),
      error_ratio: z.number().nullable().describe('0.1: it cost a tenth more; null: of nothing'),
      within: z.boolean().describe('It cost no less than the lower and no more than the upper end'),
    }),
  ),
  within_ratio: z.number().nullable().describe('Four of five should be'),
  correction: z.number().describe('What the next estimates are multiplied with'),
})
export type Estimates = z.infer<typeof Estimates>

export const MonthReport = z.object({
  tenant: z.string(),
  month: z.string(),
  zone: z.literal('UTC'),
  from: z.string(),
  to: z.string(),
  made_at: z.string(),
  limit_usd: Usd,
  cost_usd: Usd,
  unsettled_usd: Usd.describe('The part that is charged at bounds, since answers were lost'),
  calls: z.int(),
  unpriced_calls: z.int(),
  days: z.array(z.object({ day: z.string(), cost_usd: Usd })),
  by_model: z.array(SpendRow),
  by_agent: z.array(SpendRow),
  by_collection: z.array(SpendRow),
  by_job: z.array(SpendRow),
  found: CostOpportunities,
})
export type MonthReport = z.infer<typeof MonthReport>
