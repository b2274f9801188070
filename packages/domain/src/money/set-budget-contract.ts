import { z } from 'zod'
import { BudgetChange, BudgetScope, BudgetTerms } from './budget-record.ts'
import { BudgetStanding, Usd } from './cost-contract.ts'

/** One budget as the cost API shows it. */
export const SetBudget = z.object({
  scope: BudgetScope,
  id: z.string(),
  terms: BudgetTerms.nullable().describe('Null: nobody has set one, or it was lifted'),
  revision: z.int().min(0).describe('0: nobody has ever set one'),
  resets_at: z.string().nullable().describe('When it starts anew (UTC); null: never'),
  standing: BudgetStanding.nullable().describe(
    'How what holds now stands, of budget and settings the lower one; null: nothing holds',
  ),
  changes: z.array(BudgetChange),
})
export type SetBudget = z.infer<typeof SetBudget>

export const SetBudgets = z.object({
  budgets: z.array(SetBudget),
  next_cursor: z.string().nullable(),
})
export type SetBudgets = z.infer<typeof SetBudgets>

export const BudgetEvent = z.object({
  scope: BudgetScope,
  id: z.string(),
  key: z.string().describe('Of the counter: it names the day or the month'),
  threshold: z.int().describe('Percent of the limit'),
  limit_usd: Usd,
  spent_usd: Usd,
  at: z.string(),
})
export type BudgetEvent = z.infer<typeof BudgetEvent>

export const BudgetEvents = z.object({
  events: z.array(BudgetEvent),
  next_cursor: z.string().nullable(),
})
export type BudgetEvents = z.infer<typeof BudgetEvents>
