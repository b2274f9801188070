import type { Support } from './decide.ts'
import { placeOf, type Span } from './spans.ts'
import type { Editor } from './schema.ts'

export interface SupportSubject {
  text: string
  value: string
  editor: Editor
  /** What the person has selected for this value. */
  selected: Span | null
  /** Words that supported the value before. */
  known: Span | null
  /** Where it is known from, as far as it was typed. */
  external: string
}

const isWords = ({ kind }: Editor): boolean =>
  kind === 'text' || kind === 'object' || kind === 'other'

/**
 * What supports a value that was typed: the words that were selected, else the place where the text has it, else, for
 * what is no text itself (a date, a number, a choice), the words that stood for it before, else what the person says.
 * Null: they have to say.
 */
export function supportOf(subject: SupportSubject): Support | null {
  const { text, value, editor, selected, known, external } = subject
  if (external.trim() !== '') return { external: external.trim() }
  if (selected !== null) return { evidence: selected }
  const place = isWords(editor) ? placeOf(text, value, known?.start ?? 0) : null
  if (place !== null) return { evidence: place }
  return known !== null && !isWords(editor) ? { evidence: known } : null
}
