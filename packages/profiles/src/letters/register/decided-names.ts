import type { Precedent } from '@colophon/domain'
import { keyOf, readForm } from './name-form.ts'

/** Two forms of a name, by their keys, that a person said are one person's, or two people's. */
interface Pair {
  precedent_id: string
  keys: readonly [string, string]
}

/** What people decided of the forms of names. */
export interface DecidedNames {
  merged: readonly Pair[]
  apart: readonly Pair[]
}

function pairOf(precedent_id: string, forms: readonly string[]): Pair[] {
  const [a, b] = forms.map((form) => {
    const read = readForm(form)
    return read === null ? null : keyOf(read)
  })
  return a == null || b == null ? [] : [{ precedent_id, keys: [a, b] }]
}

export function decidedNames(precedents: readonly Precedent[]): DecidedNames {
  const pairs = (kind: 'merge' | 'split') =>
    precedents.flatMap(({ precedent_id, decision }) =>
      decision.kind === kind ? pairOf(precedent_id, decision.forms) : [],
    )
  return { merged: pairs('merge'), apart: pairs('split') }
}

/** The pair that has this key and one of those. */
export const pairWith = (
  pairs: readonly Pair[],
  key: string,
  others: ReadonlySet<string>,
): Pair | undefined =>
  pairs.find(({ keys: [a, b] }) => (a === key && others.has(b)) || (b === key && others.has(a)))
