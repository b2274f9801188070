import type { Expected } from './spec.ts'

/** What of a field was expected, found, and right. */
export interface Counts {
  expected: number
  found: number
  right: number
}

export interface Held {
  counts: Counts
  missed: readonly Expected[]
  /** Values that are none of those expected, as the record has them. */
  wrong: readonly string[]
  right: readonly string[]
}

const MARKS = /\p{M}+/gu
const NOT_WORD = /[^\p{L}\p{N}]+/gu

/** In a number the marks are what it says. */
const NUMBER = /^-?\d+(?:\.\d+)?$/u

/** A value without case, accents, marks and blanks: forms with the same key are the same value by any rule. */
export const keyOf = (form: string): string => (NUMBER.test(form) ? form : plainKey(form))

const plainKey = (form: string): string =>
  form
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .replaceAll('ſ', 's')
    .replaceAll('&', 'and')
    .replaceAll(NOT_WORD, '')

interface Form {
  text: string
  key: string
}

const formsOf = (forms: readonly string[]): Form[] =>
  forms.map((text) => ({ text, key: keyOf(text) })).filter(({ key }) => key !== '')

/** Values that say something, each once. */
function distinct(found: readonly (readonly string[])[]): Form[][] {
  const values = new Map<string, Form[]>()
  for (const value of found) {
    const forms = formsOf(value)
    const id = forms
      .map(({ key }) => key)
      .sort()
      .join('\n')
    if (forms.length > 0 && !values.has(id)) values.set(id, forms)
  }
  return [...values.values()]
}

type Same = (found: string, expected: string) => boolean

/**
 * Holds what a record says of a field against what it should say. Each expected value is met by one found value at
 * most; one of the same characters goes before one that is merely the same. What is optional is not counted.
 */
export function hold(
  expected: readonly Expected[],
  found: readonly (readonly string[])[],
  same: Same,
): Held {
  const wanted = expected
    .map((one) => ({ one, forms: formsOf(one.forms), demanded: one.optional !== true }))
    .filter(({ forms }) => forms.length > 0)
  const met = new Set<(typeof wanted)[number]>()
  const [wrong, right]: [string[], string[]] = [[], []]
  const meeting = (value: readonly Form[], rule: (a: Form, b: Form) => boolean) =>
    wanted.filter(({ forms }) => forms.some((b) => value.some((a) => rule(a, b))))
  const isFree = (one: (typeof wanted)[number]) => one.demanded && !met.has(one)
  for (const value of distinct(found)) {
    const exact = meeting(value, (a, b) => a.key === b.key)
    const all = exact.some(isFree)
      ? exact
      : [...exact, ...meeting(value, (a, b) => same(a.text, b.text))]
    const name = value[0]?.text ?? ''
    const free = all.find(isFree)
    if (all.length === 0) wrong.push(name)
    else if (free !== undefined) {
      met.add(free)
      right.push(name)
    }
  }
  const demanded = wanted.filter((one) => one.demanded)
  return {
    counts: { expected: demanded.length, found: right.length + wrong.length, right: right.length },
    missed: demanded.filter((one) => !met.has(one)).map(({ one }) => one),
    wrong,
    right,
  }
}
