import type { FieldForm, RecordVersion } from '@colophon/domain'
import { valueAt } from './record.ts'
import { valueInWords } from './words.ts'

/** A text with the part that the other one has not. */
export interface Marked {
  before: string
  changed: string
  after: string
}

export interface Side extends Marked {
  source: string | undefined
}

export interface Difference {
  path: string
  label: string
  differs: boolean
  /** Null: there was no value. */
  older: Side | null
  newer: Side | null
}

type Version = Pick<RecordVersion, 'enriched_data' | 'provenance'>

const WORDS = /\s+|[^\s]+/g

/** What two texts begin and end with is the same; what lies between is what changed, word by word. */
export function markedPair(older: string, newer: string): [Marked, Marked] {
  const [a, b] = [older.match(WORDS) ?? [], newer.match(WORDS) ?? []]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++
  const parts = (words: readonly string[]): Marked => ({
    before: words.slice(0, head).join(''),
    changed: words.slice(head, words.length - tail).join(''),
    after: words.slice(words.length - tail).join(''),
  })
  return [parts(a), parts(b)]
}

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(valueInWords).join('\n')
  return typeof value === 'string' ? value : valueInWords(value)
}

const isNothing = (value: unknown): boolean => value === undefined || value === null

/** Two versions of a record, field by field, in the order of its kind. */
export function compared(
  older: Version,
  newer: Version,
  fields: readonly Pick<FieldForm, 'path' | 'label'>[],
): Difference[] {
  return fields.flatMap(({ path, label }) => {
    const [was, is] = [valueAt(older.enriched_data, path), valueAt(newer.enriched_data, path)]
    const [wasOf, isOf] = [older.provenance[path], newer.provenance[path]]
    if (isNothing(was) && isNothing(is) && wasOf === undefined && isOf === undefined) return []
    const [left, right] = markedPair(textOf(was), textOf(is))
    const same = JSON.stringify(was) === JSON.stringify(is) && wasOf?.source === isOf?.source
    return {
      ...{ path, label, differs: !same },
      older: isNothing(was) ? null : { ...left, source: wasOf?.source },
      newer: isNothing(is) ? null : { ...right, source: isOf?.source },
    }
  })
}
