import type { Field } from './field-list.ts'
import type { Span } from './spans.ts'

/** A mark under half of the text would say nothing. */
const LONGEST_MARK = 80

/** The words that support the value of a field. */
export function evidenceOf(field: Field | undefined): Span | undefined {
  const evidence = field?.provenance?.evidence
  if (evidence === null || evidence === undefined || evidence.match === 'none') return undefined
  return { start: evidence.start, end: evidence.end }
}

/** The words that support all of them, to be marked lightly. */
export const evidencesOf = (fields: readonly Field[]): Span[] =>
  fields
    .flatMap((field) => evidenceOf(field) ?? [])
    .filter(({ start, end }) => end - start <= LONGEST_MARK)
