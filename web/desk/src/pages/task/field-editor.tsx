import type { Field } from '../../behaviour/field-list.ts'
import type { Editor, Schema } from '../../behaviour/schema.ts'
import { useTaskState } from './context.ts'
import { ObjectEditor } from './object-editor.tsx'
import { ValueEditor } from './value-editor.tsx'
import { correction } from '../../behaviour/decide.ts'

export interface FieldEditorProps {
  field: Field
  editor: Editor
  schema: Schema | undefined
}

/** Corrects the value of a field, in the way that its kind asks for. */
export function FieldEditor({ field, editor, schema }: FieldEditorProps) {
  const { decide, setEditing } = useTaskState()
  const leave = (): void => {
    setEditing(false)
  }
  const place = {
    path: field.path,
    label: field.label,
    value: field.value,
    evidence: field.provenance?.evidence ?? null,
  }
  return editor.kind === 'object' ? (
    <ObjectEditor
      place={place}
      parts={editor.parts}
      onLeave={leave}
      onSave={(value, support) => {
        decide(correction(field.path, value, support), field)
      }}
    />
  ) : (
    <ValueEditor
      place={place}
      editor={editor}
      schema={schema}
      onLeave={leave}
      onSave={(value, support) => {
        decide(correction(field.path, value, support), field)
      }}
    />
  )
}
