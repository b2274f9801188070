import { hash } from 'node:crypto'
import type { NewDocument } from '@colophon/domain'

/** Two numbers of the id, one of the text. */
const ENTRY = 3
const FIRST_ROOM = 1_024

type Key = readonly [a: number, b: number]

/**
 * The ids of one request, so that the second of two equal ones is found however long the request is: for each document
 * twelve bytes of hashes in a table at most half full, not its id and not its text.
 */
export class KnownIds {
  #table = new Uint32Array(FIRST_ROOM * ENTRY)
  #count = 0

  /** `same`: the id came before, with this text. `other`: with another one. */
  add({ document_id, source_hash }: NewDocument): 'new' | 'same' | 'other' {
    const id = hash('sha256', document_id, 'buffer')
    const key: Key = [id.readUInt32LE(0), id.readUInt32LE(4)]
    // Zero stands for an empty place.
    const text = Number.parseInt(source_hash.slice(0, 8), 16) || 1
    const at = this.#find(key)
    const known = this.#table[at + 2]
    if (known !== 0) return known === text ? 'same' : 'other'
    this.#put(at, key, text)
    this.#count += 1
    if (this.#count * 2 * ENTRY > this.#table.length) this.#grow()
    return 'new'
  }

  /** Where the id is, or would be. */
  #find([a, b]: Key): number {
    const places = this.#table.length / ENTRY
    for (let place = a % places; ; place = (place + 1) % places) {
      const at = place * ENTRY
      if (this.#table[at + 2] === 0 || (this.#table[at] === a && this.#table[at + 1] === b)) {
        return at
      }
    }
  }

  #put(at: number, key: Key, text: number): void {
    this.#table.set([...key, text], at)
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += ENTRY) {
      const [a = 0, b = 0, text = 0] = old.subarray(at, at + ENTRY)
      if (text !== 0) this.#put(this.#find([a, b]), [a, b], text)
    }
  }
}
