import type { Socket } from 'node:net'
import { Reader, Writer, type Message } from 'nsqjs'
import { addressOf, type NsqdNode } from './node.ts'
import type { NsqSettings } from './settings.ts'
import { Supervision, type Connection, type ConnectionEvents } from './supervision.ts'

// The only file that knows nsqjs. docs/decisions/0006-nsq-adapter.md lists what is worked around, and why.

export type NsqMessage = Pick<
  Message,
  'attempts' | 'body' | 'finish' | 'requeue' | 'touch' | 'timeUntilTimeout'
>

/** The connection inside a Reader or Writer: not in the published types. */
interface InnerConnection {
  /** Null until the tick after `connect`. */
  conn: Socket | null
  /** The clock's time; compare for change only. */
  lastReceivedTimestamp: number | null
  clearIdentifyTimeout(): void
  close(): void
}

interface ReaderInside {
  readerRdy: { maxInFlight: number; balance(): void }
  registerConnectionListeners(connection: InnerConnection): void
}

interface WriterInside {
  conn?: InnerConnection
}

const OpenReader = Reader as unknown as new (
  ...parameters: ConstructorParameters<typeof Reader>
) => Reader & ReaderInside

/** A Reader keeps no hold of a connection that is not ready yet; without one it could not be ended. */
class HeldReader extends OpenReader {
  inner: InnerConnection | null = null

  override registerConnectionListeners(connection: InnerConnection): void {
    this.inner = connection
    super.registerConnectionListeners(connection)
  }
}

const optionsOf = (settings: NsqSettings) => ({
  heartbeatInterval: settings.heartbeatSeconds,
  idleTimeout: settings.idleMs / 1000,
  messageTimeout: settings.messageTimeoutMs,
  outputBufferTimeout: settings.outputBufferMs,
})

/** Closes a connection in whatever state; nsqjs' own `close` throws before there is a socket. */
function shut(inner: InnerConnection | null | undefined): void {
  if (inner === null || inner === undefined) return
  // Left alone it keeps the process alive for five seconds.
  inner.clearIdentifyTimeout()
  if (inner.conn === null) {
    setImmediate(() => {
      shut(inner)
    })
  } else inner.close()
}

interface SuperviseOptions {
  settings: NsqSettings
  events: ConnectionEvents
  inner: () => InnerConnection | null | undefined
  destroy: () => void
}

const supervise = ({ settings, events, inner, destroy }: SuperviseOptions): Supervision =>
  new Supervision({
    connectTimeoutMs: settings.connectTimeoutMs,
    idleMs: settings.idleMs,
    events,
    lastReceived: () => inner()?.lastReceivedTimestamp,
    destroy,
  })

export interface ReaderConnection extends Connection {
  /** RDY 0. */
  pause: () => void
  setMaxInFlight: (count: number) => void
}

export interface ReaderOptions {
  node: NsqdNode
  topic: string
  channel: string
  settings: NsqSettings
  events: ConnectionEvents
  onMessage: (message: NsqMessage) => void
}

/** Connects to one nsqd and takes one message at a time until told to take more. */
export function openReader(options: ReaderOptions): ReaderConnection {
  const { node, settings, events } = options
  const reader = new HeldReader(options.topic, options.channel, {
    ...optionsOf(settings),
    // Only to satisfy its check: `connect`, which would poll, is never called.
    nsqdTCPAddresses: [addressOf(node)],
    maxInFlight: 1,
    maxAttempts: 0,
    maxBackoffDuration: 0,
  })
  const supervision = supervise({
    settings,
    events,
    inner: () => reader.inner,
    destroy: () => {
      reader.close()
      shut(reader.inner)
    },
  })
  reader.on('ready', () => {
    supervision.ready()
  })
  reader.on('error', (error) => {
    supervision.failed(error)
  })
  reader.on('nsqd_closed', () => {
    supervision.end('nsqd closed the connection')
  })
  reader.on('message', options.onMessage)
  reader.connectToNSQD(node.host, node.tcpPort)
  return {
    get ended() {
      return supervision.ended
    },
    end: (reason) => {
      supervision.end(reason)
    },
    pause: () => {
      reader.pause()
    },
    setMaxInFlight: (count) => {
      reader.readerRdy.maxInFlight = count
      // Balancing a paused reader starts a timer that never ends.
      if (!reader.isPaused()) reader.readerRdy.balance()
    },
  }
}

export interface WriterConnection extends Connection {
  readonly address: string
  /** Rejects when the outcome is unknown; the connection is then gone, with its other unconfirmed publishes. */
  publish: (topic: string, messages: Buffer[]) => Promise<void>
}

export interface WriterOptions {
  node: NsqdNode
  settings: NsqSettings
  events: ConnectionEvents
}

export function openWriter({ node, settings, events }: WriterOptions): WriterConnection {
  const writer = new Writer(node.host, node.tcpPort, optionsOf(settings)) as Writer & WriterInside
  const supervision = supervise({
    settings,
    events,
    inner: () => writer.conn,
    destroy: () => {
      shut(writer.conn)
    },
  })
  writer.on('ready', () => {
    supervision.ready()
  })
  writer.on('error', (error) => {
    supervision.failed(error)
  })
  writer.on('closed', () => {
    supervision.end('nsqd closed the connection')
  })
  writer.connect()
  return {
    address: addressOf(node),
    get ended() {
      return supervision.ended
    },
    end: (reason) => {
      supervision.end(reason)
    },
    publish: (topic, messages) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          const reason = `no confirmation within ${settings.confirmTimeoutMs} ms`
          reject(new Error(reason))
          // Confirmations carry no number: a late one would be taken for the next publish's.
          supervision.end(reason)
        }, settings.confirmTimeoutMs)
        writer.publish(topic, messages, (error?: Error | null) => {
          clearTimeout(timer)
          if (error) reject(error)
          else resolve()
        })
      }),
  }
}
