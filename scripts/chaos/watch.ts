import { setTimeout as delay } from 'node:timers/promises'
import { isTerminal, type DocumentStatus } from '@colophon/domain'
import type { StoredRecords } from '@colophon/testkit'
import type { Outages } from './outages.ts'

/** What became of the work after something was killed. */
export interface Recovery {
  fault: string
  /** What had to go on. */
  what: string
  /** Null: it had not by the time everything had ended. */
  tookMs: number | null
  /** Of that time, how long something else was away that it needed. */
  awayMs: number
}

/** As much of a document as says who works on it. */
export interface Claimed {
  document_id: string
  status: DocumentStatus
  lease: { owner: string; token: string } | null
}

/** Not through the ports, which would send every text along, several times a second. */
const claimsIn = (records: StoredRecords): Promise<Claimed[]> =>
  records.all('enriched_documents', { _id: 0, document_id: 1, status: 1, lease: 1 })

interface Noted extends Pick<Recovery, 'fault' | 'what'> {
  back?: AbortSignal | undefined
}

/** Looks at the store again and again, whether or not it is there. */
export class Watch {
  readonly #records: StoredRecords
  readonly #outages: Outages
  readonly #everyMs: number
  readonly recoveries: Recovery[] = []
  readonly #running = new Set<Promise<void>>()
  #over = false

  constructor(records: StoredRecords, outages: Outages, everyMs: number) {
    this.#records = records
    this.#outages = outages
    this.#everyMs = everyMs
  }

  /** The documents whose leases a process holds, by its id; none when the store is away. */
  async heldBy(pid: number): Promise<Claimed[]> {
    const all = await claimsIn(this.#records).catch(() => [])
    return all.filter(
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
    let before: Map<string, string> | null = null
    const stateOf = ({ status, lease }: Claimed): string => `${status} ${lease?.token ?? ''}`
    this.#note({ fault, what: 'documents move again' }, (documents) => {
      const known = before
      before ??= new Map(documents.map((each) => [each.document_id, stateOf(each)]))
      if (documents.every(({ status }) => isTerminal(status))) return true
      return (
        known !== null &&
        documents.some(
          (each) => each.status !== 'queued' && known.get(each.document_id) !== stateOf(each),
        )
      )
    })
  }

  /** How many documents have ended; null while the store is away. */
  async ended(): Promise<number | null> {
    const documents = await this.#look().catch(() => null)
    return documents?.filter(({ status }) => isTerminal(status)).length ?? null
  }

  /** Ends the looking; what has not recovered by now has not. */
  async end(): Promise<void> {
    this.#over = true
    await Promise.all(this.#running)
  }

  #note({ fault, what, back }: Noted, recovered: (documents: readonly Claimed[]) => boolean): void {
    const from = performance.now()
    const look = async (): Promise<void> => {
      let tookMs: number | null = null
      while (tookMs === null && !this.#over) {
        if (back?.aborted === true) return
        await delay(this.#everyMs)
        const documents = await this.#look().catch(() => null)
        if (documents !== null && recovered(documents)) tookMs = performance.now() - from
      }
      const awayMs = this.#outages.within(from, performance.now())
      this.recoveries.push({ fault, what, tookMs, awayMs })
    }
    const running = look()
    this.#running.add(running)
  }

  #latest: { at: number; documents: Promise<Claimed[]> } | null = null

  /** One look serves all who watch: the servers have enough to do. */
  #look(): Promise<Claimed[]> {
    const now = performance.now()
    if (this.#latest === null || now - this.#latest.at > this.#everyMs / 2)
      this.#latest = { at: now, documents: claimsIn(this.#records) }
    return this.#latest.documents
  }
}
