import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

/** Rules that did not come to their end: each counted and logged, with the document but none of its words. */
export function rulesEvents(metrics: Metrics, log: Logger) {
  return (ended: { agent: string; documentId: string; part: string | null; why: string }): void => {
    metrics.rulesEnded.inc({ agent: ended.agent, why: ended.why })
    log.warn({ ...ended }, 'rules ended')
  }
}
