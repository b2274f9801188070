import type { FieldDecision, TaskView } from '@colophon/domain'
import { withValue } from './record.ts'
import type { Span } from './spans.ts'
import { shortened, valueInWords } from './words.ts'

/** What supports a value that a person gives: words of the text, or where else it is known from. */
export type Support = { evidence: Span } | { external: string }

export const correction = (path: string, value: unknown, support: Support): FieldDecision => ({
  action: 'correct',
  path,
  value,
  ...support,
})

const STANDINGS = {
  accept: 'confirmed',
  correct: 'corrected',
  choose: 'corrected',
  reject: 'rejected',
  not_in_document: 'not_in_document',
  illegible: 'illegible',
  uncertain: 'uncertain',
  add: 'corrected',
  remove: 'corrected',
  move: 'corrected',
} as const

type Shown = Pick<TaskView, 'document' | 'fields'>

/** The value that a decision leaves, where the page can tell before the server says so. */
function valueAfter(decision: FieldDecision, document: Shown['document']): unknown {
  switch (decision.action) {
    case 'correct':
      return decision.value
    case 'choose': {
      const rivals = document.rivals.filter(({ path }) => path === decision.path)
      return rivals[decision.rival]?.value
    }
    default:
      return undefined
  }
}

const TAKES_VALUE = new Set(['reject', 'not_in_document', 'illegible'])

/** The task as it will be when these decisions have been kept: what is shown while they are on their way. */
export function withDecisions<S extends Shown>(view: S, decisions: readonly FieldDecision[]): S {
  return decisions.reduce((shown, decision) => withDecision(shown, decision), view)
}

function withDecision<S extends Shown>(view: S, decision: FieldDecision): S {
  const { document } = view
  const { action, path } = decision
  const isList = action === 'add' || action === 'remove' || action === 'move'
  const standing = STANDINGS[action]
  const value = valueAfter(decision, document)
  const changes = !isList && (value !== undefined || TAKES_VALUE.has(action))
  const known = view.fields.some((field) => field.path === path)
  const decided = { path, standing, issues: [] }
  return {
    ...view,
    document: changes
      ? {
          ...document,
          enriched_data: withValue(document.enriched_data, path.split('.'), value) as Record<
            string,
            unknown
          > | null,
        }
      : document,
    fields: known
      ? view.fields.map((field) =>
          field.path === path ? { ...field, standing, issues: [] } : field,
        )
      : [...view.fields, decided],
  }
}

/** What was done, in words, for the notice with the undo: `Place set to Penrith`. */
export function doneInWords(decision: FieldDecision, label: string): string {
  switch (decision.action) {
    case 'accept':
      return `${label} accepted`
    case 'correct':
      return `${label} set to ${shortened(valueInWords(decision.value), 60)}`
    case 'choose':
      return `${label} set to proposal ${decision.rival + 1}`
    case 'reject':
      return `${label} rejected`
    case 'not_in_document':
      return `${label}: not in the document`
    case 'illegible':
      return `${label}: illegible`
    case 'uncertain':
      return `${label} marked as uncertain`
    case 'add':
      return `Added to ${label}: ${shortened(valueInWords(decision.value), 60)}`
    case 'remove':
      return `Removed from ${label}`
    case 'move':
      return `Moved in ${label}`
  }
}
