import { formatUsd, type BudgetSettings, type PriceRow } from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { Usd } from './totals.ts'

export const configOperation = (limits: BudgetSettings, prices: readonly PriceRow[]) =>
  operation({
    summary: 'Spending limits and the price list',
    response: z.object({
      max_cost_per_document_usd: Usd,
      daily_budget_usd: Usd,
      monthly_budget_usd: Usd,
      cost_alert_threshold: z.number(),
      prices: z.array(z.record(z.string(), z.unknown())),
    }),
    handle: () => ({
      max_cost_per_document_usd: formatUsd(limits.perDocument),
      daily_budget_usd: formatUsd(limits.perDay),
      monthly_budget_usd: formatUsd(limits.perMonth),
      cost_alert_threshold: limits.cutoffPercent / 100,
      prices,
    }),
  })
