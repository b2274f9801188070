import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

interface MessageEvent {
  topic: string
  outcome: 'confirmed' | 'unknown' | 'failed' | 'finished' | 'requeued'
  messages: number
}

/** Trouble that the bus gets over by itself: all of it counted and logged. Fits the events the bus adapters tell. */
export function busEvents(metrics: Metrics, log: Logger) {
  return {
    onEvent(event: { kind: string }): void {
      metrics.busEvents.inc({ kind: event.kind })
      // One for each message that somebody was too slow for: after an outage there are thousands.
      if (event.kind === 'answer_late') log.debug({ ...event }, 'bus event')
      else log.info({ ...event }, 'bus event')
    },
    onMessages({ topic, outcome, messages }: MessageEvent): void {
      const isTaken = outcome === 'finished' || outcome === 'requeued'
      if (isTaken) metrics.busMessages.inc({ topic, outcome }, messages)
      else metrics.busPublishes.inc({ topic, outcome }, messages)
    },
  }
}
