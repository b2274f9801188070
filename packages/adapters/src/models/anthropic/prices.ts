import type { PriceRow } from '@colophon/domain'

const SOURCE = 'platform.claude.com/docs'
const CHECKED = '2026-11-20'

type Prices = [input: string, output: string, write5m: string, write1h: string, read: string]

const claude = (
  model: string,
  from: string,
  prices: Prices,
  at: { page: string; fromPromptTokens?: number },
): PriceRow => {
  const { page, fromPromptTokens = 0 } = at
  const [input, output, cacheWrite5m, cacheWrite1h, cacheRead] = prices
  const tier = fromPromptTokens === 0 ? '' : `+${fromPromptTokens}`
  return {
    id: `${model}@${from}${tier}`,
    provider: 'anthropic',
    model,
    from,
    fromPromptTokens,
    input,
    output,
    cacheWrite5m,
    cacheWrite1h,
    cacheRead,
    source: `${SOURCE}/${page}`,
    checked: CHECKED,
  }
}

const OPUS: Prices = ['5', '25', '6.25', '10', '0.50']
const PRICING = 'about-claude/pricing'

/** USD per million tokens. */
export const CLAUDE_PRICES: readonly PriceRow[] = [
  claude('claude-haiku-5-5', '2026-10-07', ['0.10', '0.50', '0.125', '0.20', '0.01'], {
    page: 'models/haiku-5-5/overview',
  }),
  claude('claude-haiku-5-5', '2026-10-07', ['0.50', '2.50', '0.625', '1.00', '0.05'], {
    page: 'models/haiku-5-5/overview',
    fromPromptTokens: 100_001,
  }),
  claude('claude-sonnet-5-5', '2026-01-01', ['2', '10', '2.50', '4', '0.20'], {
    page: 'models/sonnet-5-5/overview',
  }),
  claude('claude-sonnet-5-5', '2026-10-07', ['2', '10', '2.50', '4', '0.10'], {
    page: 'models/sonnet-5-5/overview',
  }),
  claude('claude-sonnet-5', '2026-01-01', ['2', '10', '2.50', '4', '0.20'], {
    page: 'models/sonnet-5/overview',
  }),
  claude('claude-opus-5-5', '2026-01-01', ['4', '20', '5', '8', '0.20'], {
    page: 'models/opus-5-5/overview',
  }),
  claude('claude-opus-5', '2026-01-01', OPUS, { page: PRICING }),
  claude('claude-opus-4-8', '2026-01-01', OPUS, { page: PRICING }),
  claude('claude-haiku-4-5', '2026-01-01', ['1', '5', '1.25', '2', '0.10'], { page: PRICING }),
  claude('claude-sonnet-4-6', '2026-01-01', ['3', '15', '3.75', '6', '0.30'], { page: PRICING }),
]
