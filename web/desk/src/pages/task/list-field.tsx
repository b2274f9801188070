import { useState } from 'react'
import type { FieldDecision } from '@colophon/domain'
import type { Support } from '../../behaviour/decide.ts'
import type { Field } from '../../behaviour/field-list.ts'
import type { Editor, Schema } from '../../behaviour/schema.ts'
import { valueInWords } from '../../behaviour/words.ts'
import { useTaskState } from './context.ts'
import type { EditedPlace } from './editor-form.tsx'
import { ObjectEditor } from './object-editor.tsx'
import { ValueEditor } from './value-editor.tsx'

export interface ListFieldProps {
  field: Field
  item: Editor
  schema: Schema | undefined
}

/** A list: each item with what can be done to it, and a place for one more. */
export function ListField({ field, item, schema }: ListFieldProps) {
  const { editing, setEditing, readOnly, decide, view } = useTaskState()
  const [edited, setEdited] = useState<number>()
  const items = Array.isArray(field.value) ? (field.value as unknown[]) : []
  const { path, label } = field
  const onLeave = (): void => {
    setEdited(undefined)
    setEditing(false)
  }
  const send = (decision: FieldDecision): void => {
    decide(decision, field, { stay: true })
    onLeave()
  }
  /** An item, or with none the place for one more. */
  const edit = (at?: number) => {
    const own = at === undefined ? `${path}.+` : `${path}.${at}`
    const place: EditedPlace = {
      path: own,
      label: at === undefined ? `One more: ${label}` : `${label} ${at + 1}`,
      value: at === undefined ? undefined : items[at],
      evidence: view.document.provenance[own]?.evidence ?? null,
    }
    const onSave = (value: unknown, support: Support): void => {
      send(
        at === undefined
          ? { action: 'add', path, value, ...support }
          : { action: 'correct', path: own, value, ...support },
      )
    }
    return <ItemEditor {...{ place, item, schema, onSave, onLeave }} />
  }
  const adding = editing && edited === undefined && !readOnly
  return (
    <div className="list-field">
      {items.length === 0 ? <p className="value nothing">Nothing found</p> : null}
      <ol>
        {items.map((value, at) => (
          <li key={at}>
            {edited === at ? (
              edit(at)
            ) : (
              <Item
                {...{ field, at, value, last: at === items.length - 1, onSend: send }}
                onEdit={() => {
                  setEdited(at)
                }}
              />
            )}
          </li>
        ))}
      </ol>
      {adding ? edit() : null}
    </div>
  )
}

interface ItemEditorProps {
  place: EditedPlace
  item: Editor
  schema: Schema | undefined
  onSave: (value: unknown, support: Support) => void
  onLeave: () => void
}

function ItemEditor({ place, item, schema, onSave, onLeave }: ItemEditorProps) {
  return item.kind === 'object' ? (
    <ObjectEditor place={place} parts={item.parts} onSave={onSave} onLeave={onLeave} />
  ) : (
    <ValueEditor place={place} editor={item} schema={schema} onSave={onSave} onLeave={onLeave} />
  )
}

interface ItemProps {
  field: Field
  at: number
  value: unknown
  last: boolean
  onEdit: () => void
  onSend: (decision: FieldDecision) => void
}

function Item({ field, at, value, last, onEdit, onSend }: ItemProps) {
  const { view, show, readOnly } = useTaskState()
  const path = `${field.path}.${at}`
  const words = valueInWords(value)
  const evidence = view.document.provenance[path]?.evidence ?? null
  const move = (by: number): void => {
    onSend({ action: 'move', path, to: at + by })
  }
  return (
    <div className="item">
      <button
        className="quiet words"
        disabled={evidence === null || evidence.match === 'none'}
        title={evidence?.quote}
        onClick={() => {
          if (evidence !== null) show(evidence)
        }}
      >
        <span dir="auto">{words}</span>
      </button>
      {readOnly ? null : (
        <span className="item-actions">
          <button aria-label={`Correct ${words}`} onClick={onEdit}>
            ✎
          </button>
          <button
            aria-label={`Move ${words} up`}
            disabled={at === 0}
            onClick={() => {
              move(-1)
            }}
          >
            ↑
          </button>
          <button
            aria-label={`Move ${words} down`}
            disabled={last}
            onClick={() => {
              move(1)
            }}
          >
            ↓
          </button>
          <button
            aria-label={`Remove ${words}`}
            onClick={() => {
              onSend({ action: 'remove', path })
            }}
          >
            ×
          </button>
        </span>
      )}
    </div>
  )
}
