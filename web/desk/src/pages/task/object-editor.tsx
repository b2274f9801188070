import type { Support } from '../../behaviour/decide.ts'
import { namingPart, type ObjectPart } from '../../behaviour/schema.ts'
import { parseObject, simpleParts, textsOf, type Texts } from '../../behaviour/typed-object.ts'
import { capital, spaced } from '../../behaviour/words.ts'
import { EditorForm, type EditedPlace } from './editor-form.tsx'
import { TypedInput } from './typed-input.tsx'

export interface ObjectEditorProps {
  place: EditedPlace
  parts: readonly ObjectPart[]
  onSave: (value: unknown, support: Support) => void
  onLeave: () => void
}

/** A value of several parts, such as a person: an input for each, what it is called by first. */
export function ObjectEditor({ place, parts, onSave, onLeave }: ObjectEditorProps) {
  const naming = namingPart(parts)
  const weight = ({ name, required }: ObjectPart): number =>
    name === naming ? 2 : Number(required)
  const ordered = simpleParts(parts).toSorted((a, b) => weight(b) - weight(a))
  const read = (text: string): Texts => JSON.parse(text) as Texts
  return (
    <EditorForm
      place={place}
      fresh={JSON.stringify(textsOf(place.value))}
      editor={{ kind: 'object', parts }}
      wordsOf={(text) => read(text)[naming ?? ''] ?? ''}
      parse={(text) => parseObject(parts, read(text), place.value)}
      onSave={onSave}
      onLeave={onLeave}
    >
      {(text, change) =>
        ordered.map(({ name, editor }, at) => (
          <label key={name}>
            {capital(spaced(name))}
            <TypedInput
              label={capital(spaced(name))}
              editor={editor}
              text={read(text)[name] ?? ''}
              autoFocus={at === 0}
              onText={(typed) => {
                change(JSON.stringify({ ...read(text), [name]: typed }))
              }}
            />
          </label>
        ))
      }
    </EditorForm>
  )
}
