import { rulesInThisThread, type RulesRunner } from '../rules-runner.ts'
import { RulesPool, type RulesPoolOptions } from './pool.ts'

export type { RulesEnded, RulesModules, RulesPoolOptions } from './pool.ts'

/** Where rules run, until it is closed. */
export interface OpenRules extends RulesRunner, AsyncDisposable {}

const inThisThread: OpenRules = {
  ...rulesInThisThread,
  [Symbol.asyncDispose]: () => Promise.resolve(),
}

/**
 * Runs rules in threads of their own, so that the event loop stays free and a rule that never ends costs one document.
 * The first thread is being started when this returns. Without threads rules run here, and nothing ends them.
 */
export const openRules = (options: RulesPoolOptions): OpenRules =>
  options.threads === 0 ? inThisThread : new RulesPool(options)
