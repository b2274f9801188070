import { useState, type SubmitEvent } from 'react'
import type { FieldDecision, FieldForm, ProfileForm } from '@colophon/domain'
import { batchDecision } from '../../behaviour/batch.ts'
import { editorOf, parseTyped, schemaAt } from '../../behaviour/schema.ts'

export interface CorrectionFormProps {
  profile: ProfileForm
  field: FieldForm
  onGiven: (decision: FieldDecision) => void
  onClose: () => void
}

/** The same value for all of them, and where it is known from. */
export function CorrectionForm({ profile, field, onGiven, onClose }: CorrectionFormProps) {
  const schema = schemaAt(profile.schema, field.path)
  const editor = editorOf(schema)
  const [typed, setTyped] = useState('')
  const [external, setExternal] = useState('')
  const [why, setWhy] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    const parsed = parseTyped(editor, typed, schema)
    if (!parsed.ok) {
      setWhy(parsed.why)
      return
    }
    const given = { value: parsed.value, external: external.trim() }
    onGiven(batchDecision('correct', field.path, given))
  }
  return (
    <form onSubmit={submit}>
      <label>
        {field.label} of all that are selected
        <input
          autoFocus
          dir="auto"
          value={typed}
          list={editor.kind === 'choice' ? 'batch-options' : undefined}
          onChange={({ target }) => {
            setTyped(target.value)
          }}
        />
      </label>
      {editor.kind === 'choice' ? (
        <datalist id="batch-options">
          {editor.options.map((option) => (
            <option key={option} value={option} />
          ))}
        </datalist>
      ) : null}
      <KnownFrom external={external} onExternal={setExternal} />
      {why === '' ? null : (
        <p className="fault" role="alert">
          {why}
        </p>
      )}
      <div className="actions">
        <button type="button" onClick={onClose}>
          Leave it
        </button>
        <button className="main" disabled={typed.trim() === '' || external.trim() === ''}>
          Show what it changes
        </button>
      </div>
    </form>
  )
}

interface KnownFromProps {
  external: string
  onExternal: (external: string) => void
}

function KnownFrom({ external, onExternal }: KnownFromProps) {
  return (
    <label>
      Known from
      <input
        value={external}
        maxLength={500}
        placeholder="the finding aid, the box, what I know"
        onChange={({ target }) => {
          onExternal(target.value)
        }}
      />
    </label>
  )
}
