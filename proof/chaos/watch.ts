import { setTimeout as delay } from 'node:timers/promises'
import { isTerminal, type DocumentStatus } from '@colophon/domain'
import { readFerretDbFields } from '@colophon/testkit'
import type { Outages } from './outages.ts'

const POLL_MS = 1_000

/** How work recovered after something was killed. */
export interface Recovery {
  fault: string
  /** The work that had to go on. */
  what: string
  /** Null: it had not by the time everything had ended. */
  tookMs: number | null
  /** How much of that time something else was away that it needed. */
  awayMs: number
}

/** The part of a document that says who works on it. */
export interface Claimed {
  document_id: string
  status: DocumentStatus
  lease: { owner: string; token: string } | null
}

type Look = () => readonly Claimed[]

/** Beside the server, which would have enough to do with being looked at several times a second. */
export function lookInto(databaseFolder: string): readonly Claimed[] {
  const paths = ['document_id', 'status', 'lease.owner', 'lease.token']
  const found = readFerretDbFields(databaseFolder, 'enriched_documents', paths) as [
    string,
    DocumentStatus,
    string | null,
    string | null,
  ][]
  return found.map(([document_id, status, owner, token]) => ({
    document_id,
    status,
    lease: owner === null || token === null ? null : { owner, token },
  }))
}

interface Noted extends Pick<Recovery, 'fault' | 'what'> {
  back?: AbortSignal | undefined
}

/** Looks at the documents again and again. */
export class Watch {
  readonly #look: Look
  readonly #outages: Outages
  readonly recoveries: Recovery[] = []
  readonly #running = new Set<Promise<void>>()
  #latest: readonly Claimed[] = []
  #over = false

  constructor(look: Look, outages: Outages) {
    this.#look = look
    this.#outages = outages
  }

  /** The documents whose leases a process holds, by its id. */
  heldBy(pid: number): Claimed[] {
    return this.#seen().filter(
      ({ status, lease }) =>
        status === 'processing' && (lease?.owner.split('/').includes(String(pid)) ?? false),
    )
  }

  /**
   * Notes how long it takes until somebody else works on one of these documents, and until nobody holds the old leases.
   * `back`: their holder goes on by itself from then on, and whatever it still held was its own.
   */
  recoveryOf(fault: string, held: readonly Claimed[], back?: AbortSignal): void {
    if (held.length === 0) return
    const tokens = new Map(held.map(({ document_id: id, lease }) => [id, lease?.token]))
    const changed = (document: Claimed): boolean =>
      tokens.has(document.document_id) && document.lease?.token !== tokens.get(document.document_id)
    this.#note({ fault, what: 'work goes on', back }, (documents) =>
      documents.some(
        (each) => changed(each) && (each.status === 'processing' || isTerminal(each.status)),
      ),
    )
    this.#note(
      { fault, what: `${held.length} leases taken back`, back },
      (documents) => documents.filter(changed).length === held.length,
    )
  }

  /** Notes how long it takes, from now, until one more document is taken up or has ended. */
  goesOn(fault: string): void {
    const stateOf = ({ status, lease }: Claimed): string => `${status} ${lease?.token ?? ''}`
    const before = new Map(this.#seen().map((each) => [each.document_id, stateOf(each)]))
    this.#note(
      { fault, what: 'documents move again' },
      (documents) =>
        documents.every(({ status }) => isTerminal(status)) ||
        documents.some(
          (each) => each.status !== 'queued' && before.get(each.document_id) !== stateOf(each),
        ),
    )
  }

  /** How many documents have ended. */
  ended(): number {
    return this.#seen().filter(({ status }) => isTerminal(status)).length
  }

  /** Ends the looking; what has not recovered by now has not. */
  async end(): Promise<void> {
    this.#over = true
    await Promise.all(this.#running)
  }

  /** The latest look stands where the files cannot be read for a moment, as while the server opens them. */
  #seen(): readonly Claimed[] {
    try {
      this.#latest = this.#look()
    } catch {
      // Looked at again soon.
    }
    return this.#latest
  }

  #note({ fault, what, back }: Noted, recovered: (documents: readonly Claimed[]) => boolean): void {
    const from = performance.now()
    const look = async (): Promise<void> => {
      let tookMs: number | null = null
      while (tookMs === null && !this.#over) {
        if (back?.aborted === true) return
        await delay(POLL_MS)
        if (recovered(this.#seen())) tookMs = performance.now() - from
      }
      const awayMs = this.#outages.within(from, performance.now())
      this.recoveries.push({ fault, what, tookMs, awayMs })
    }
    const running = look()
    this.#running.add(running)
  }
}
