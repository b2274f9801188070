import type { ProviderDeclaration } from '../declaration.ts'

/** Models on machines of our own. */
export const OLLAMA = {
  name: 'ollama',
  scheme: 'ollama:',
  needs: null,
  paid: false,
  prices: null,
  sourceOf: (model) => `ollama:${model}`,
} as const satisfies ProviderDeclaration
