import { foldWords, type FieldValue, type Provenance } from '@colophon/domain'
import { holdsName } from './support/index.ts'

/** A list as it was and what joins it. */
export class Items {
  /** It had items before the model was asked. */
  readonly given: boolean
  joined = false
  readonly #values: unknown[]
  readonly #entries: Provenance[]
  readonly #own: Provenance | undefined

  constructor(current: FieldValue | undefined) {
    const values = Array.isArray(current?.value) ? (current.value as unknown[]) : []
    this.given = values.length > 0
    this.#values = [...values]
    this.#own = this.given ? current?.provenance : undefined
    this.#entries = values.flatMap(
      (_, index) => current?.items?.[index] ?? current?.provenance ?? [],
    )
  }

  has(value: unknown): boolean {
    return this.#values.some((known) => isSameItem(known, value))
  }

  join({ value, provenance }: { value: unknown; provenance: Provenance }): void {
    this.#values.push(value)
    this.#entries.push(provenance)
    this.joined = true
  }

  field(path: string): FieldValue {
    const list = listOf(path, this.#values, this.#entries)
    const provenance = { ...(this.#own ?? list.provenance), confidence: list.provenance.confidence }
    return { ...list, provenance }
  }
}

/** A list's confidence is the share of its items expected to be right; it stands where its first item does. */
export function listOf(path: string, value: unknown[], items: Provenance[]): FieldValue {
  const mean = items.reduce((sum, { confidence }) => sum + confidence, 0) / items.length
  const [first] = items as [Provenance, ...Provenance[]]
  return { path, value, provenance: { ...first, confidence: rounded(mean) }, items }
}

/** Rounded down: a share is never made more of than it is. */
export const rounded = (share: number): number => Math.floor(share * 1_000) / 1_000

export const isSame = (a: unknown, b: unknown): boolean =>
  typeof a === 'string' && typeof b === 'string'
    ? foldWords(a).join(' ') === foldWords(b).join(' ')
    : JSON.stringify(a) === JSON.stringify(b)

/** The name of an item, or of a value. */
export const nameIn = (item: unknown): string | null => {
  const name: unknown =
    typeof item === 'object' && item !== null && 'name' in item ? item.name : item
  return typeof name === 'string' ? name : null
}

/** Shorter and longer names of one and the same are one item. */
function isSameItem(a: unknown, b: unknown): boolean {
  const [one, other] = [nameIn(a), nameIn(b)]
  if (one === null || other === null) return isSame(a, b)
  return isSame(one, other) || holdsName(one, other) || holdsName(other, one)
}
