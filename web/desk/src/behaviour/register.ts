import type {
  PersonView,
  PrecedentDecision,
  PrecedentView,
  RegisterChange,
  RegisterView,
} from '@colophon/domain'
import { counted, spaced, valueInWords } from './words.ts'

/** The two people that are to be one; a third takes the place of the first. */
export function chosenWith(chosen: readonly string[], id: string): string[] {
  if (chosen.includes(id)) return chosen.filter((one) => one !== id)
  return [...chosen, id].slice(-2)
}

/** That two people are one; null while there are not two. The first is the one with more documents. */
export function mergeOf(people: readonly PersonView[]): PrecedentDecision | null {
  const [one, other] = people.toSorted((a, b) => b.documents - a.documents)
  if (one === undefined || other === undefined) return null
  return { kind: 'merge', forms: [one.name, other.name] }
}

/** That a form is not of this person. */
export const splitOf = ({ name }: Pick<PersonView, 'name'>, form: string): PrecedentDecision => ({
  kind: 'split',
  forms: [name, form],
})

/** What a decision says, in a sentence. */
export function decisionInWords(decision: PrecedentDecision): string {
  switch (decision.kind) {
    case 'merge':
      return `“${decision.forms[0]}” and “${decision.forms[1]}” are one person`
    case 'split':
      return `“${decision.forms[0]}” and “${decision.forms[1]}” are not one person`
    case 'is':
      return `“${decision.value}” in ${decision.document_id}`
    case 'is_not':
      return `Not “${decision.value}” in ${decision.document_id}`
  }
}

/** What a decision is to be called on a button. */
export const verbOf = ({ kind }: PrecedentDecision): string =>
  kind === 'merge' ? 'They are one person' : kind === 'split' ? 'Keep them apart' : 'Decide'

/** What has become of a decision; nothing while it holds without an end. */
export function standingInWords({ undone, until }: PrecedentView, now: string): string {
  if (undone !== null) return 'undone'
  if (until === null) return ''
  return until <= now ? 'over' : `until ${until.slice(0, 10)}`
}

/** How many people and documents there are, and what comes next. */
export function registerInWords({ count, documents, pending }: RegisterView): string {
  const people = `${counted(count, 'person', 'people')} in ${counted(documents, 'document')}`
  return pending === 0 ? people : `${people}; ${counted(pending, 'record')} about to change`
}

/** What part a person has, the commonest first, as the profile names it: `writer 12 · named 3`. */
export const rolesInWords = ({ roles }: Pick<PersonView, 'roles'>): string =>
  Object.entries(roles)
    .toSorted(([, a], [, b]) => b - a)
    .map(([role, n]) => `${spaced(role)} ${n}`)
    .join(' · ')

/** A value as it is and as it becomes. */
export const changeInWords = ({ from, to }: RegisterChange): { from: string; to: string } => ({
  from: valueInWords(from),
  to: valueInWords(to),
})
