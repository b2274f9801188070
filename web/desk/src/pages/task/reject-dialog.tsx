import { useState, type SubmitEvent } from 'react'
import { Dialog } from '@colophon/web-shared'

export interface Rejection {
  reason: string
  requeue: boolean
  hints?: string
}

/** A document is rejected with a reason; on request it goes round again. */
export function RejectDialog({ open, onOpenChange, onReject }: RejectDialogProps) {
  const [reason, setReason] = useState('')
  const [requeue, setRequeue] = useState(false)
  const [hints, setHints] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onReject({
      reason: reason.trim(),
      requeue,
      ...(requeue && hints.trim() !== '' ? { hints: hints.trim() } : {}),
    })
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Reject this document">
      <form onSubmit={submit}>
        <Words title="Why" text={reason} onText={setReason} autoFocus />
        <label className="check">
          <input
            type="checkbox"
            checked={requeue}
            onChange={({ target }) => {
              setRequeue(target.checked)
            }}
          />{' '}
          Send it round again
        </label>
        {requeue ? (
          <Words title="What the next run should know" text={hints} onText={setHints} />
        ) : null}
        <div className="actions">
          <button
            type="button"
            onClick={() => {
              onOpenChange(false)
            }}
          >
            Leave it
          </button>
          <button className="main" disabled={reason.trim() === ''}>
            Reject and next
          </button>
        </div>
      </form>
    </Dialog>
  )
}
function Words({ title, text, onText, autoFocus = false }: WordsProps) {
  return (
    <label>
      {title}
      <textarea
        autoFocus={autoFocus}
        rows={3}
        maxLength={2_000}
        value={text}
        onChange={({ target }) => {
          onText(target.value)
        }}
      />
    </label>
  )
}
interface WordsProps {
  title: string
  text: string
  onText: (text: string) => void
  autoFocus?: boolean
}

interface RejectDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onReject: (rejection: Rejection) => void
}
