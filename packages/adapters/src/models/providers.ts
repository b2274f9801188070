import { ANTHROPIC } from './anthropic/declaration.ts'
import { OLLAMA } from './ollama/declaration.ts'
import { SCRIPTED } from './scripted/declaration.ts'

/** Everybody who can be asked; `open.ts` has an opener for each. */
export const PROVIDERS = [SCRIPTED, OLLAMA, ANTHROPIC] as const

export type ProviderName = (typeof PROVIDERS)[number]['name']
