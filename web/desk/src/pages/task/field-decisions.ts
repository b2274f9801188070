import type { FieldDecision } from '@colophon/domain'
import type { Field } from '../../behaviour/field-list.ts'
import type { Span } from '../../behaviour/spans.ts'

export type FieldAction = 'accept' | 'edit' | 'reject' | 'not-there' | 'illegible' | 'uncertain'

/** What a key means for a field; null where it means nothing, such as accepting no value. */
export function decisionFor(
  action: FieldAction,
  { path, value }: Pick<Field, 'path' | 'value'>,
  selected: Span | null,
): FieldDecision | null {
  const hasValue = value !== undefined && value !== null
  switch (action) {
    case 'accept':
      return hasValue ? { action: 'accept', path } : null
    case 'reject':
      return hasValue ? { action: 'reject', path } : null
    case 'uncertain':
      return hasValue ? { action: 'uncertain', path } : null
    case 'not-there':
      return { action: 'not_in_document', path }
    case 'illegible':
      return { action: 'illegible', path, ...(selected === null ? {} : { evidence: selected }) }
    case 'edit':
      return null
  }
}
