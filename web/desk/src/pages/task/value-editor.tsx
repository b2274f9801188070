import type { Support } from '../../behaviour/decide.ts'
import { parseTyped, type Editor, type Parsed, type Schema } from '../../behaviour/schema.ts'
import { EditorForm, type EditedPlace } from './editor-form.tsx'
import { TypedInput } from './typed-input.tsx'

export interface ValueEditorProps {
  place: EditedPlace
  editor: Editor
  schema: Schema | undefined
  onSave: (value: unknown, support: Support) => void
  onLeave: () => void
}

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''

/** One value: a text, a date, a number, a choice. */
export function ValueEditor({ place, editor, schema, onSave, onLeave }: ValueEditorProps) {
  const parse = (text: string): Parsed => {
    const parsed = parseTyped(editor, text, schema)
    return parsed.ok && editor.kind === 'boolean'
      ? { ok: true, value: parsed.value === 'true' }
      : parsed
  }
  return (
    <EditorForm
      place={place}
      fresh={asText(place.value)}
      editor={editor}
      wordsOf={(text) => text}
      parse={parse}
      onSave={onSave}
      onLeave={onLeave}
    >
      {(text, change) => (
        <TypedInput label={place.label} editor={editor} text={text} onText={change} />
      )}
    </EditorForm>
  )
}
