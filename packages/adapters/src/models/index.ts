export type { ProviderDeclaration } from './declaration.ts'
export type { CallEvent, HeadroomKind, ModelEvents, ModelName } from './events.ts'
export type { BreakerState } from './guard/breaker.ts'
export { openModels, type ModelUrls, type OpenModelsOptions } from './open.ts'
export { probeModels, type ProbeOptions, type ProbeResult } from './probe.ts'
export { PROVIDERS } from './providers.ts'
export { MODEL_RULES, type ModelVariables } from './rules.ts'
export {
  createScriptedModels,
  letterOf,
  type BillLine,
  type ScriptedOptions,
} from './scripted/scripted.ts'
