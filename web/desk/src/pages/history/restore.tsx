import { useState, type SubmitEvent } from 'react'
import type { TaskView } from '@colophon/domain'
import { ApiError, Dialog, type DialogProps, useNotices } from '@colophon/web-shared'
import { useRestore } from '../../api/history.ts'

export interface RestoreButtonProps {
  id: string
  to: number
  view: TaskView
}

/** Makes the record what it was: asked first, and undone as any other change. */
export function RestoreButton({ id, to, view }: RestoreButtonProps) {
  const [open, setOpen] = useState(false)
  const { tell } = useNotices()
  const restore = useRestore(id)
  const { status } = view.task
  const settled = status !== 'pending' && status !== 'in_progress'
  const send = (why: string): void => {
    const { revision } = view.document
    restore.mutate(
      { to, revision, why },
      {
        onSuccess: ({ undo }) => {
          tell({ text: `The record is what it was in version ${to}`, undo })
        },
        onError: (error) => {
          const fix = error instanceof ApiError ? ` ${error.fix}` : ''
          tell({ text: `${error.message}${fix}`, broken: true })
        },
        onSettled: () => {
          setOpen(false)
        },
      },
    )
  }
  return (
    <>
      <button
        disabled={settled}
        title={settled ? 'It is decided: open it again first' : undefined}
        onClick={() => {
          setOpen(true)
        }}
      >
        Restore …
      </button>
      <RestoreDialog
        {...{ open, to }}
        busy={restore.isPending}
        onOpenChange={setOpen}
        onRestore={send}
      />
    </>
  )
}

interface RestoreDialogProps extends Pick<DialogProps, 'open' | 'onOpenChange'> {
  to: number
  busy: boolean
  onRestore: (why: string) => void
}

function RestoreDialog({ open, onOpenChange, to, busy, onRestore }: RestoreDialogProps) {
  const [why, setWhy] = useState('')
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    onRestore(why.trim())
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={`Restore version ${to}`}>
      <form onSubmit={submit}>
        <p>
          Every field becomes what it was then. What was done since stays in the history, and the
          restoring itself can be undone.
        </p>
        <label className="why">
          Why, if you like to say
          <textarea
            rows={2}
            maxLength={2_000}
            value={why}
            onChange={({ target }) => {
              setWhy(target.value)
            }}
          />
        </label>
        <div className="actions">
          <button
            type="button"
            onClick={() => {
              onOpenChange(false)
            }}
          >
            Leave it
          </button>
          <button className="main" disabled={busy}>
            Restore it
          </button>
        </div>
      </form>
    </Dialog>
  )
}
