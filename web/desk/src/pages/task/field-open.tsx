import { useEffect, useRef } from 'react'
import { isDecided, standingInWords, type Field } from '../../behaviour/field-list.ts'
import { keyInWords } from '../../behaviour/keys.ts'
import { editorOf, schemaAt } from '../../behaviour/schema.ts'
import { issueInWords, valueInWords } from '../../behaviour/words.ts'
import { keyMap } from '../../parts/use-keys.ts'
import { SourceChip, Sureness } from '../../parts/mark.tsx'
import { Comments } from './comments.tsx'
import { useTaskState } from './context.ts'
import { FieldActions } from './field-actions.tsx'
import { FieldEditor } from './field-editor.tsx'
import { Findings } from './findings.tsx'
import { ListField } from './list-field.tsx'
import { Quote } from './quote.tsx'
import { Rivals } from './rivals.tsx'

/** The field in focus: its value, the words behind it, what speaks against it, and what can be done. */
export function FieldOpen({ field }: { field: Field }) {
  const { profile, taskId, editing, readOnly } = useTaskState()
  const card = useRef<HTMLElement>(null)
  const { label, value, standing, provenance, path, issues } = field
  const schema = schemaAt(profile.schema, path)
  const editor = editorOf(schema)
  const says = issues.map(issueInWords).filter((words) => words !== '')
  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest' })
    if (
      document.activeElement === document.body ||
      document.activeElement?.closest('.fields') !== null
    )
      card.current?.focus({ preventScroll: true })
  }, [])
  return (
    <article className="field-open" ref={card} tabIndex={-1} aria-label={label}>
      <header>
        <h3>{label}</h3>
        {provenance === undefined ? null : (
          <SourceChip source={provenance.source} title={provenance.agent ?? undefined} />
        )}
        {isDecided(standing) ? (
          <span className="standing">✓ {standingInWords(standing)}</span>
        ) : (
          <Sureness
            confidence={value === undefined ? undefined : provenance?.confidence}
            enough={profile.confidence}
          />
        )}
      </header>
      {editor.kind === 'list' ? (
        <ListField field={field} item={editor.item} schema={schema?.items} />
      ) : editing && !readOnly ? (
        <FieldEditor field={field} editor={editor} schema={schema} />
      ) : (
        <p
          className={value === undefined ? 'value nothing' : 'value'}
          dir="auto"
          title={typeof value === 'string' ? value : undefined}
        >
          {value === undefined ? 'Nothing found' : valueInWords(value)}
        </p>
      )}
      {says.length === 0 ? null : <p className="needs">{says.join(' ')}</p>}
      <Findings path={path} />
      {value === undefined || editing ? null : <Quote provenance={provenance} />}
      <Rivals field={field} />
      {readOnly || editing ? null : <FieldActions field={field} />}
      {taskId !== null && standing === 'corrected' && editor.kind !== 'list' ? (
        <SameElsewhere path={path} />
      ) : null}
      {taskId === null ? null : <Comments path={path} label={label} />}
    </article>
  )
}

/** What was wrong here may be wrong in others by the same words. */
function SameElsewhere({ path }: { path: string }) {
  const { lookElsewhere } = useTaskState()
  return (
    <button
      className="quiet"
      onClick={() => {
        lookElsewhere(path)
      }}
    >
      <kbd>{keyInWords(keyMap().elsewhere)}</kbd> The same correction in other documents …
    </button>
  )
}
