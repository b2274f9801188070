import { useState, type SubmitEvent } from 'react'
import { Dialog } from '@colophon/web-shared'
import { bulk } from '../../api/bulk.ts'
import {
  bulkDone,
  filterInWords,
  selectionOf,
  standingOf,
  wholeVerb,
  type WholeAction,
} from '../../behaviour/bulk.ts'
import type { Filter } from '../../behaviour/filters.ts'
import { counted } from '../../behaviour/words.ts'
import { ManyForm } from '../../parts/many/form.tsx'

export interface BulkDialogProps {
  filter: Filter
  total: number
  onClose: () => void
}

/** One decision on all documents that the filter shows: which, then what it would change, then the change. */
export function BulkDialog({ filter, total, onClose }: BulkDialogProps) {
  const [action, setAction] = useState<WholeAction>()
  const title = `All ${counted(total, 'document')} that fit`
  return (
    <Dialog open onOpenChange={onClose} title={title} wide>
      <p className="hint">{filterInWords(filter)}</p>
      {action === undefined ? (
        <ActionForm onGiven={setAction} onClose={onClose} />
      ) : (
        <ManyForm
          send={({ dryRun }) => bulk({ filter: selectionOf(filter) }, action, dryRun)}
          wordsOf={(sample) => standingOf(action, sample)}
          verb={`${wholeVerb(action)} them`}
          toldOf={(answer) => bulkDone(action, answer)}
          more={() => <Caution kind={action.kind} />}
          onClose={onClose}
          onDone={onClose}
        />
      )}
    </Dialog>
  )
}

const CAUTIONS = {
  approve: 'No value becomes accepted by it: nobody has looked at each. One undo takes it back.',
  reject: 'One undo takes it back, but for what went round again meanwhile.',
  assign: 'They stay in the queue. To change it, assign them again.',
} as const

function Caution({ kind }: { kind: WholeAction['kind'] }) {
  return (
    <p className="hint">{CAUTIONS[kind]} What fits when you press the button is what is meant.</p>
  )
}

const KINDS = [
  ['assign', 'Assign to somebody'],
  ['approve', 'Approve'],
  ['reject', 'Reject'],
] as const
type Kind = WholeAction['kind']

interface ActionFormProps {
  onGiven: (action: WholeAction) => void
  onClose: () => void
}

function ActionForm({ onGiven, onClose }: ActionFormProps) {
  const [kind, setKind] = useState<Kind>('assign')
  const [words, setWords] = useState('')
  const [requeue, setRequeue] = useState(false)
  const said = words.trim()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (kind === 'approve') onGiven({ kind })
    else if (kind === 'assign') onGiven({ kind, to: said === '' ? null : said })
    else onGiven({ kind, reason: said, requeue })
  }
  return (
    <form onSubmit={submit}>
      <fieldset className="kinds">
        <legend>What becomes of them</legend>
        {KINDS.map(([each, label]) => (
          <label key={each} className="check">
            <input
              type="radio"
              name="kind"
              checked={kind === each}
              autoFocus={each === 'assign'}
              onChange={() => {
                setKind(each)
              }}
            />{' '}
            {label}
          </label>
        ))}
      </fieldset>
      {kind === 'assign' ? (
        <label>
          To whom; nobody where it is empty
          <input
            value={words}
            maxLength={200}
            onChange={({ target }) => {
              setWords(target.value)
            }}
          />
        </label>
      ) : null}
      {kind === 'reject' ? (
        <Rejecting {...{ words, requeue }} onWords={setWords} onRequeue={setRequeue} />
      ) : null}
      <div className="actions">
        <button type="button" onClick={onClose}>
          Leave it
        </button>
        <button className="main" disabled={kind === 'reject' && said === ''}>
          Show what it changes
        </button>
      </div>
    </form>
  )
}

interface RejectingProps {
  words: string
  requeue: boolean
  onWords: (words: string) => void
  onRequeue: (requeue: boolean) => void
}

function Rejecting({ words, requeue, onWords, onRequeue }: RejectingProps) {
  return (
    <>
      <label>
        Why
        <textarea
          rows={3}
          maxLength={2_000}
          value={words}
          onChange={({ target }) => {
            onWords(target.value)
          }}
        />
      </label>
      <label className="check">
        <input
          type="checkbox"
          checked={requeue}
          onChange={({ target }) => {
            onRequeue(target.checked)
          }}
        />{' '}
        Send them round again
      </label>
    </>
  )
}
