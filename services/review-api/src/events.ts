import type { QueueEvent } from '@colophon/domain'
import { operation, Reply } from '@colophon/runtime/http'
import { createQueueFeed, type FeedDeps } from './queue-feed.ts'

/** How long a client waits before it connects again. */
const RETRY_MS = 3_000
/** A page that does not read is cut off: it starts anew when it wakes up. */
const MOST_WAITING = 5_000

export interface EventDeps extends FeedDeps {
  heartbeatMs: number
  /** Streams end when it aborts. */
  stop: AbortSignal
}

interface StreamOptions {
  listen: (listener: (events: readonly QueueEvent[]) => void) => () => void
  signal: AbortSignal
  heartbeatMs: number
  /** Whether the client may still see what it sees. */
  mayGoOn: () => boolean
}

const written = (event: QueueEvent): string => `event: task\ndata: ${JSON.stringify(event)}\n\n`

async function* taskEvents(options: StreamOptions): AsyncGenerator<string> {
  const { listen, signal, heartbeatMs, mayGoOn } = options
  const waiting: QueueEvent[] = []
  let wake = (): void => undefined
  const stopListening = listen((events) => {
    waiting.push(...events)
    wake()
  })
  signal.addEventListener('abort', () => {
    wake()
  })
  try {
    yield `retry: ${RETRY_MS}\n\n`
    while (!signal.aborted && mayGoOn() && waiting.length < MOST_WAITING) {
      if (waiting.length > 0) yield waiting.splice(0).map(written).join('')
      else if (!(await woken((resume) => (wake = resume), heartbeatMs))) yield ': still here\n\n'
    }
  } finally {
    stopListening()
  }
}

/** False when nothing happened for as long as that. */
const woken = (onWake: (resume: () => void) => void, ms: number): Promise<boolean> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false)
    }, ms)
    onWake(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })

export function eventsOperation({ heartbeatMs, stop, ...deps }: EventDeps) {
  const feed = createQueueFeed(deps)
  return operation({
    summary: 'Server-sent events: `task` whenever a task has changed',
    description:
      'An event says which task it was and how that stands; what changed is asked for. A stream that was cut off ' +
      'missed something: load the queue again.',
    alsoProduces: ['text/event-stream'],
    handle({ tenant, principal, signal }) {
      const until = principal === undefined ? Infinity : principal.expiresAt * 1_000
      const stream = taskEvents({
        listen: (listener) => feed.listen(tenant, listener),
        signal: AbortSignal.any([signal, stop]),
        mayGoOn: () => deps.clock.now() < until,
        heartbeatMs,
      })
      return new Reply(stream, {
        contentType: 'text/event-stream',
        headers: { 'x-accel-buffering': 'no' },
      })
    },
  })
}
