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
  /** All that fit what is asked for, also those that are not in the table yet. */
  fitting: Fitting
}

export interface Fitting {
  total: number
  filter: Record<string, string>
}

/** The table, what is selected in it, and what is done to that. */
export function BatchDesk({ rows, profile, field, onMore, fitting }: BatchDeskProps) {
  const { selected, setSelected, ids, all, setAll } = useSelected(rows, fitting)
  const [asked, setAsked] = useState<BatchAction>()
  const list = useRef<HTMLTableSectionElement>(null)
  useWalk(list, 'input')
  const isTyped = TYPED.has(editorOf(schemaAt(profile.schema, field.path)).kind)
  const count = all === null ? ids.length : all.total
  const may = (action: BatchAction): boolean => count > 0 && (action !== 'correct' || isTyped)
  const ask = (action: BatchAction) => (): void => {
    if (may(action)) setAsked(action)
  }
  const takeAll = (): void => {
    setAll(all === null)
  }
  const keys = KEYS.map(([action, key]) => [key, ask(action)] as const)
  useKeys({ ...Object.fromEntries(keys), fitting: takeAll })
  const map = keyMap()
  return (
    <>
      <BatchTable {...{ rows, profile, field, list, onMore, selected }} onSelect={setSelected} />
      <footer className="action-bar">
        <span role="status">
          {all !== null
            ? `All ${counted(all.total, 'document')} that fit`
            : ids.length === 0
              ? 'Select documents to decide on'
              : `${counted(ids.length, 'document')} selected`}
        </span>
        <button aria-pressed={all !== null} onClick={takeAll}>
          All that fit <kbd>{keyInWords(map.fitting)}</kbd>
        </button>
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
          select={all === null ? { review_ids: ids } : { filter: all.filter }}
          {...{ profile, field }}
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

/** What is decided on: rows that were chosen, or all that fit. To choose a row says that not all are meant. */
function useSelected(rows: readonly BatchRow[], fitting: Fitting) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [all, setAll] = useState(false)
  return {
    selected: all ? new Set(rows.map(({ id }) => id)) : selected,
    setSelected: (chosen: ReadonlySet<string>): void => {
      setAll(false)
      setSelected(chosen)
    },
    // What has left the table is not decided on.
    ids: rows.map(({ id }) => id).filter((id) => selected.has(id)),
    all: all ? fitting : null,
    setAll,
  }
}
