import { useState } from 'react'
import type { FieldDecision, ProfileForm, TaskView } from '@colophon/domain'
import { valueAt } from '../../behaviour/record.ts'
import { editorOf, schemaAt } from '../../behaviour/schema.ts'
import type { Field } from '../../behaviour/field-list.ts'

/** A correction of this document that others may need too. */
export interface Elsewhere {
  /** Path of the one that is looked for in others now. */
  path: string | undefined
  look: (path: string) => void
  close: () => void
  /** The one that a key means: that of the field in focus, else the last one. */
  meant: (field: Field | undefined) => string | undefined
  /** Takes note of a correction. Says whether to offer it: names and places come again, most dates do not. */
  note: (decision: FieldDecision) => boolean
}

const CORRECTING = new Set(['correct', 'choose'])
const COMES_AGAIN = new Set(['text', 'object'])

export function useElsewhere(view: TaskView, { schema }: ProfileForm): Elsewhere {
  const [path, look] = useState<string>()
  const [last, setLast] = useState<string>()
  return {
    path,
    look,
    close() {
      look(undefined)
    },
    meant(field) {
      if (field?.standing !== 'corrected') return last
      return last?.startsWith(`${field.path}.`) === true ? last : field.path
    },
    note({ action, path: of }) {
      const former = valueAt(view.document.enriched_data, of)
      // Where nothing stood, there is nothing that others could have too.
      if (!CORRECTING.has(action) || former === undefined || former === null) return false
      setLast(of)
      return COMES_AGAIN.has(editorOf(schemaAt(schema, of)).kind)
    },
  }
}
