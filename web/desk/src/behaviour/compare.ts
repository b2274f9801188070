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

const isBlank = (text: string, at: number): boolean => /\s/.test(text.charAt(at))

/** Between words and what parts them, and at both ends. */
const isBoundary = (text: string, at: number): boolean =>
  at === 0 || at === text.length || isBlank(text, at - 1) !== isBlank(text, at)

/** Length of the words that both begin with. */
function commonHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let head = 0
  while (head < most && a[head] === b[head]) head++
  while (!(isBoundary(a, head) && isBoundary(b, head))) head--
  return head
}

/** Length of the words that both end with, without what they begin with. */
function commonTail(a: string, b: string, head: number): number {
  const most = Math.min(a.length, b.length) - head
  let tail = 0
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  while (!(isBoundary(a, a.length - tail) && isBoundary(b, b.length - tail))) tail--
  return tail
}

/** What two texts begin and end with is the same; what lies between is what changed, word by word. */
export function markedPair(older: string, newer: string): [Marked, Marked] {
  const head = commonHead(older, newer)
  const tail = commonTail(older, newer, head)
  const parts = (text: string): Marked => ({
    before: text.slice(0, head),
    changed: text.slice(head, text.length - tail),
    after: text.slice(text.length - tail),
  })
  return [parts(older), parts(newer)]
}

/** A text up to here is shown whole. */
const WHOLE = 4_000
/** Of a longer one: what changed, up to this, and this much of what stands around it. */
const CHANGED = 2_000
const AROUND = 400

/** Part of a text with a sign where it was cut, never within a character. */
function first(text: string, length: number): string {
  if (text.length <= length) return text
  return `${text.slice(0, length).replace(/[\ud800-\udbff]$/, '')}…`
}

function last(text: string, length: number): string {
  if (text.length <= length) return text
  return `…${text.slice(-length).replace(/^[\udc00-\udfff]/, '')}`
}

/** What is shown of a text, and how many of its characters are not. */
export function excerptOf(marked: Marked): Marked & { left: number } {
  const { before, changed, after } = marked
  const length = before.length + changed.length + after.length
  if (length <= WHOLE) return { before, changed, after, left: 0 }
  const shown = {
    before: last(before, AROUND),
    changed: first(changed, CHANGED),
    after: first(after, AROUND),
  }
  const kept = Math.min(before.length, AROUND) + Math.min(changed.length, CHANGED)
  return { ...shown, left: length - kept - Math.min(after.length, AROUND) }
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
