import type { ProviderDeclaration } from '../declaration.ts'

/** Answers from a script, for tests, demos and benchmarks. */
export const SCRIPTED = {
  name: 'scripted',
  scheme: 'scripted:',
  needs: null,
  paid: false,
  prices: null,
  sourceOf: (model) => `scripted:${model}`,
} as const satisfies ProviderDeclaration
