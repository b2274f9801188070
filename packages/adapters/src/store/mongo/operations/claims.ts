import { ColophonError, type ClaimRef } from '@colophon/domain'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import type { Condition } from '../updates/matches.ts'
import type { Change } from '../updates/updates.ts'

export const documentRecordId = (ref: ClaimRef): string => recordId(ref.tenant_id, ref.document_id)

const leaseLost = (ref: ClaimRef): ColophonError =>
  new ColophonError('lease.lost', `The claim of ${ref.document_id} is no longer valid`)

const fence = (ref: ClaimRef): Condition => ({ status: 'processing', 'lease.token': ref.token })

/** Reads and writes that need a claim. Each is refused with `lease.lost` when the claim is no longer the document's. */
export class Claims {
  readonly #connection: Connection
  /** Work that is under way, by claim. */
  readonly #running = new Map<string, Set<Promise<unknown>>>()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  async write(ref: ClaimRef, change: Change): Promise<Stored> {
    const { collections, updates } = this.#connection
    const id = documentRecordId(ref)
    const stored = await updates.one(collections.documents, id, fence(ref), change)
    if (stored === null) throw leaseLost(ref)
    return stored
  }

  async read(ref: ClaimRef, fields: readonly string[]): Promise<Stored> {
    const wanted = ['status', 'lease', ...fields]
    const projection = Object.fromEntries(wanted.map((field) => [field, 1]))
    const { documents } = this.#connection.collections
    const stored = await documents.findOne({ _id: documentRecordId(ref) }, { projection })
    const lease = stored?.['lease'] as { token: string } | null | undefined
    if (stored?.['status'] !== 'processing' || lease?.token !== ref.token) throw leaseLost(ref)
    return stored
  }

  /** Work of several steps: what ends the claim waits for it. */
  async during<T>({ token }: ClaimRef, work: () => Promise<T>): Promise<T> {
    const running = this.#running.get(token) ?? new Set()
    this.#running.set(token, running)
    const one = work()
    running.add(one)
    try {
      return await one
    } finally {
      running.delete(one)
      if (running.size === 0) this.#running.delete(token)
    }
  }

  /** As `end`, if the document still is as expected; null when it is not, or no longer the claim's. */
  async tryEnd(ref: ClaimRef, expected: Condition, change: Change): Promise<Stored | null> {
    await this.#settle(ref)
    const { collections, updates } = this.#connection
    const conditions = { ...fence(ref), ...expected }
    return updates.one(collections.documents, documentRecordId(ref), conditions, change)
  }

  /** The write that ends the claim, after all that was begun before it. */
  async end(ref: ClaimRef, change: Change): Promise<Stored> {
    await this.#settle(ref)
    return this.write(ref, change)
  }

  async #settle({ token }: ClaimRef): Promise<void> {
    await Promise.allSettled([...(this.#running.get(token) ?? [])])
  }
}
