import type { ProviderDeclaration } from '../declaration.ts'
import { CLAUDE_PRICES } from './prices.ts'

/** Claude, whose ids say themselves whose they are. */
export const ANTHROPIC = {
  name: 'anthropic',
  scheme: 'anthropic:',
  needs: 'ANTHROPIC_API_KEY',
  paid: true,
  prices: CLAUDE_PRICES,
  sourceOf: (model) => model,
} as const satisfies ProviderDeclaration
