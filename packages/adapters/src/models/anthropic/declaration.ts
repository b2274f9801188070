import type { ProviderDeclaration } from '../declaration.ts'
import prices from './prices.json' with { type: 'json' }

/** Claude, whose ids say themselves whose they are. */
export const ANTHROPIC = {
  name: 'anthropic',
  scheme: 'anthropic:',
  needs: 'ANTHROPIC_API_KEY',
  paid: true,
  prices,
  sourceOf: (model) => model,
} as const satisfies ProviderDeclaration
