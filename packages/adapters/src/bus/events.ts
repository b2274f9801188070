import type { Channel } from '@colophon/domain'
import type { MessageEvent } from './watched.ts'

/**
 * Trouble that a bus with servers gets over by itself. For logs and counters: nothing has to be done about
 * a single one of them. Addresses are `host:port`.
 */
export type BusEvent =
  /** A discovery service did not answer; what is known stays in use. */
  | { kind: 'lookup_failed'; address: string; reason: string }
  | { kind: 'connected'; address: string; role: ConnectionRole; again: boolean }
  /** A connection ended, or could not be made. It is tried again unless the bus is closing. */
  | { kind: 'disconnected'; address: string; role: ConnectionRole; reason: string }
  /** A topic or channel could not be made ahead of its first use; the first use makes it. */
  | { kind: 'create_failed'; address: string; reason: string }
  /** A publish whose outcome is unknown; another server was tried, or the caller was told. */
  | { kind: 'publish_uncertain'; address: string; reason: string }
  /** An answer that came after its message's time, or whose connection is gone: the message comes again. */
  | { kind: 'answer_late'; address: string; reason: string }

export type ConnectionRole = 'publisher' | 'consumer'

/** Called for each event, on no particular stack. Must not throw. */
export type BusEvents = (event: BusEvent) => void

export interface OpenBusOptions {
  /** Made on each server before anything is published there; a channel gets only what is published after it was made. */
  channels?: readonly Channel[]
  onEvent?: BusEvents
  /** Told what became of messages. */
  onMessages?: (event: MessageEvent) => void
}
