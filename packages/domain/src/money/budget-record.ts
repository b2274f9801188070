import { z } from 'zod'
import { TenantId } from '../record/tenant.ts'

/** What a budget is of. Those of a day, a month and the tenant are of the tenant as a whole: its id is theirs. */
export const BudgetScope = z.enum(['collection', 'job', 'tenant', 'day', 'month'])
export type BudgetScope = z.infer<typeof BudgetScope>

/**
 * What becomes of documents that there is no money for. `local_only`: they go on with rules and models that cost nothing,
 * then to review. `defer`: they wait for the next period. `stop`: they fail, until a person sends them round again.
 */
export const AtLimit = z.enum(['local_only', 'defer', 'stop'])
export type AtLimit = z.infer<typeof AtLimit>

/** Scopes that start anew by themselves: only those can be waited for. */
export const PERIODS: ReadonlySet<string> = new Set<BudgetScope>(['day', 'month'])
/** Scopes whose budgets are of the whole tenant. */
export const OF_TENANT: ReadonlySet<BudgetScope> = new Set<BudgetScope>(['tenant', 'day', 'month'])

/** What one budget says. It never allows more than the settings of the deployment do. */
export const BudgetTerms = z.object({
  limit_usd: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a decimal of dollars below a million, such as 12.50')
    .describe('Most that may be spent, in dollars; 0: nothing'),
  at_limit: AtLimit.nullable()
    .default(null)
    .describe('What becomes of documents that there is no money for; null: as the settings say'),
  cutoff_percent: z
    .int()
    .min(1)
    .max(100)
    .nullable()
    .default(null)
    .describe(
      'Share from which on agents that only add are not paid for; null: as the settings say',
    ),
})
export type BudgetTerms = z.infer<typeof BudgetTerms>

/** One change of a budget; `to` is null where it was lifted. Chained by hash as audit events are. */
export const BudgetChange = z.object({
  n: z.int().min(1),
  at: z.string(),
  actor: z.string(),
  from: BudgetTerms.nullable(),
  to: BudgetTerms.nullable(),
  hash: z.string(),
})
export type BudgetChange = z.infer<typeof BudgetChange>

export const BudgetRecord = z.object({
  tenant_id: TenantId,
  scope: BudgetScope,
  id: z.string().min(1).max(200),
  /** Null: it was lifted, and says nothing. */
  terms: BudgetTerms.nullable(),
  revision: z.int().min(1),
  changes: z.array(BudgetChange),
  updated_at: z.string(),
})
export type BudgetRecord = z.infer<typeof BudgetRecord>

/** Budgets in force that a tenant may have: every worker keeps all of them in memory. */
export const MOST_BUDGETS = 500

/** Names a budget among those of a tenant. */
export type BudgetKey = Pick<BudgetRecord, 'scope' | 'id'>

/** What a change's hash is made over, beside the hash of the one before it. */
export const budgetContent = (
  tenantId: string,
  { scope, id }: BudgetKey,
  { n, at, actor, from, to }: Omit<BudgetChange, 'hash'>,
): string => JSON.stringify([tenantId, scope, id, n, at, actor, from, to])

/** Shares of a limit, in percent, that somebody is told of once in each period. */
export const THRESHOLDS = [50, 75, 80, 90, 100] as const

/** That so much of a budget was spent. There is one for each counter and threshold. */
export const BudgetCrossing = z.object({
  tenant_id: TenantId,
  /** Of the counter: it names the period too. */
  key: z.string(),
  threshold: z.int(),
  scope: BudgetScope,
  id: z.string(),
  limit_pico_usd: z.bigint(),
  spent_pico_usd: z.bigint(),
  at: z.string(),
})
export type BudgetCrossing = z.infer<typeof BudgetCrossing>
