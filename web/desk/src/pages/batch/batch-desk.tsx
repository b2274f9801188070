import { useRef, useState } from 'react'
import type { FieldForm, ProfileForm } from '@colophon/domain'
import { batchVerb, type BatchAction, type BatchRow } from '../../behaviour/batch.ts'
import { keyInWords, type Action } from '../../behaviour/keys.ts'
import { editorOf, schemaAt } from '../../behaviour/schema.ts'
import { counted } from '../../behaviour/words.ts'
import { keyMap, useKeys } from '../../parts/use-keys.ts'
import { useWalk } from '../../parts/use-walk.ts'
import { BatchDialog } from './batch-dialog.tsx'
import { BatchTable } from './batch-table.tsx'

/** The same keys as on the page of one document. */
const KEYS: readonly (readonly [BatchAction, Action])[] = [
  ['accept', 'accept'],
  ['correct', 'edit'],
  ['reject', 'reject'],
  ['not_in_document', 'not-there'],
  ['illegible', 'illegible'],
  ['uncertain', 'uncertain'],
]
const TYPED = new Set(['text', 'date', 'number', 'choice'])

export interface BatchDeskProps {
  rows: readonly BatchRow[]
  profile: ProfileForm
  field: FieldForm
  onMore: (() => void) | undefined
}

/** The table, what is selected in it, and what is done to that. */
export function BatchDesk({ rows, profile, field, onMore }: BatchDeskProps) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<BatchAction>()
  const list = useRef<HTMLTableSectionElement>(null)
  useWalk(list, 'input')
  // What has left the table is not decided on.
  const ids = rows.map(({ id }) => id).filter((id) => selected.has(id))
  const isTyped = TYPED.has(editorOf(schemaAt(profile.schema, field.path)).kind)
  const may = (action: BatchAction): boolean => ids.length > 0 && (action !== 'correct' || isTyped)
  const ask = (action: BatchAction) => (): void => {
    if (may(action)) setAsked(action)
  }
  useKeys(Object.fromEntries(KEYS.map(([action, key]) => [key, ask(action)])))
  const map = keyMap()
  return (
    <>
      <BatchTable {...{ rows, profile, field, list, onMore, selected }} onSelect={setSelected} />
      <footer className="action-bar">
        <span role="status">
          {ids.length === 0
            ? 'Select documents to decide on'
            : `${counted(ids.length, 'document')} selected`}
        </span>
        <span className="spring" />
        {KEYS.map(([action, key]) => (
          <button key={action} disabled={!may(action)} onClick={ask(action)}>
            {batchVerb(action)} <kbd>{keyInWords(map[key])}</kbd>
          </button>
        ))}
      </footer>
      {asked === undefined ? null : (
        <BatchDialog
          key={asked}
          action={asked}
          {...{ ids, profile, field }}
          onClose={() => {
            setAsked(undefined)
          }}
          onDone={() => {
            setAsked(undefined)
            setSelected(new Set())
          }}
        />
      )}
    </>
  )
}
