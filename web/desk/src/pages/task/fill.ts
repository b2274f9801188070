import type { FieldDecision, ProfileForm, TaskView } from '@colophon/domain'
import { correction } from '../../behaviour/decide.ts'
import type { Field } from '../../behaviour/field-list.ts'
import { editorOf, namingPart, schemaAt, type Editor } from '../../behaviour/schema.ts'
import { wordsOf, type Span } from '../../behaviour/spans.ts'

export interface FillSubject {
  view: TaskView
  profile: ProfileForm
  selected: Span
}

/** The decision that puts selected words into a field; null where they are no value of its kind: then they support one. */
export function fillDecision(
  { path }: Field,
  { view, profile, selected }: FillSubject,
): FieldDecision | null {
  const words = wordsOf(view.document.source.text, selected)
  const editor = editorOf(schemaAt(profile.schema, path))
  if (editor.kind === 'text') return correction(path, words, { evidence: selected })
  if (editor.kind !== 'list') return null
  const value = itemOf(editor.item, words)
  return value === null ? null : { action: 'add', path, value, evidence: selected }
}

/** An item that is made of words alone; null where it needs more. */
function itemOf(item: Editor, words: string): unknown {
  if (item.kind === 'text') return words
  if (item.kind !== 'object') return null
  const needed = item.parts.filter(({ required }) => required).map(({ name }) => name)
  const naming = namingPart(item.parts)
  return naming !== undefined && needed.every((name) => name === naming)
    ? { [naming]: words }
    : null
}
