import { formatUsd, Usd, type BudgetSettings, type PriceList } from '@colophon/domain'
import { operation } from '@colophon/runtime/http'
import { z } from 'zod'

const MS_PER_SECOND = 1000n

export const configOperation = (limits: BudgetSettings, prices: PriceList) =>
  operation({
    summary: 'Spending limits and the price list',
    response: z.object({
      max_cost_per_document_usd: Usd,
      daily_budget_usd: Usd,
      monthly_budget_usd: Usd,
      cost_alert_threshold: z.number(),
      compute_second_usd: Usd.describe('What a second of a model is charged at that nobody bills'),
      prices: z.array(z.record(z.string(), z.unknown())),
    }),
    handle: () => ({
      max_cost_per_document_usd: formatUsd(limits.perDocument),
      daily_budget_usd: formatUsd(limits.perDay),
      monthly_budget_usd: formatUsd(limits.perMonth),
      cost_alert_threshold: limits.cutoffPercent / 100,
      compute_second_usd: formatUsd((prices.computePicoPerMs ?? 0n) * MS_PER_SECOND),
      prices: [...prices.rows],
    }),
  })
