import { hash } from 'node:crypto'
import type { NewDocument } from '@colophon/domain'

/** Two numbers of the id, one of the text, and where it is wanted which document it was. */
const ENTRY = { plain: 3, numbered: 4 } as const
const FIRST_ROOM = 1_024

type Key = readonly [a: number, b: number]

export interface Seen {
  as: 'new' | 'same' | 'other'
  /** With the how-manyth new one it came, from 0; 0 for all where they are not numbered. */
  first: number
}

/**
 * The ids of one request, so that the second of two equal ones is found however long the request is: for each document
 * twelve bytes in a table at most half full, not its id and not its text.
 */
export class KnownIds {
  readonly #entry: number
  #table: Uint32Array
  #count = 0

  /** `numbered`: it is told which document it was, for four bytes more. */
  constructor(kind: keyof typeof ENTRY = 'plain') {
    this.#entry = ENTRY[kind]
    this.#table = new Uint32Array(FIRST_ROOM * this.#entry)
  }

  /** Whether the id came before, with this content or with another. */
  add({ document_id, source_hash }: NewDocument): Seen {
    const id = hash('sha256', document_id, 'buffer')
    const key: Key = [id.readUInt32LE(0), id.readUInt32LE(4)]
    // Zero stands for an empty place.
    const text = Number.parseInt(source_hash.slice(0, 8), 16) || 1
    const at = this.#find(key)
    const known = this.#table[at + 2]
    if (known !== 0) {
      return { as: known === text ? 'same' : 'other', first: this.#firstOf(at) }
    }
    const first = this.#count
    this.#put(at, key, text, first)
    this.#count += 1
    if (this.#count * 2 * this.#entry > this.#table.length) this.#grow()
    return { as: 'new', first }
  }

  /** Where the id is, or would be. */
  #find([a, b]: Key): number {
    const places = this.#table.length / this.#entry
    for (let place = a % places; ; place = (place + 1) % places) {
      const at = place * this.#entry
      if (this.#table[at + 2] === 0 || (this.#table[at] === a && this.#table[at + 1] === b)) {
        return at
      }
    }
  }

  #firstOf(at: number): number {
    return this.#entry === ENTRY.numbered ? (this.#table[at + 3] ?? 0) : 0
  }

  #put(at: number, [a, b]: Key, text: number, first: number): void {
    this.#table.set(this.#entry === ENTRY.numbered ? [a, b, text, first] : [a, b, text], at)
  }

  #grow(): void {
    const old = this.#table
    this.#table = new Uint32Array(old.length * 2)
    for (let at = 0; at < old.length; at += this.#entry) {
      const [a = 0, b = 0, text = 0, first = 0] = old.subarray(at, at + this.#entry)
      if (text !== 0) this.#put(this.#find([a, b]), [a, b], text, first)
    }
  }
}
