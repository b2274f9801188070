import { useState, type SubmitEvent } from 'react'
import { ApiError, Dialog, type DialogProps, useNotices } from '@colophon/web-shared'
import { useSend } from '../../api/document.ts'

export interface SendDialogProps extends Pick<DialogProps, 'open' | 'onOpenChange'> {
  id: string
  /** Of the document. */
  title: string
}

/** Somebody is to look at what was taken over without a look; why stands in the history. */
export function SendDialog({ id, title, open, onOpenChange }: SendDialogProps) {
  const { tell } = useNotices()
  const [why, setWhy] = useState('')
  const send = useSend(id)
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    send.mutate(why.trim(), {
      onSuccess: ({ created }) => {
        tell({ text: created ? `In the queue now: ${title}` : `It was in the queue: ${title}` })
        setWhy('')
        onOpenChange(false)
      },
    })
  }
  const { error } = send
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Send it to a person">
      <form onSubmit={submit}>
        <p>
          It goes into the queue, and whoever takes it reads it as any other. Nothing in it changes.
        </p>
        <label className="why">
          Why, if you like to say
          <textarea
            autoFocus
            rows={3}
            maxLength={2_000}
            value={why}
            onChange={({ target }) => {
              setWhy(target.value)
            }}
          />
        </label>
        {error === null ? null : (
          <p className="fault" role="alert">
            {error.message} {error instanceof ApiError ? error.fix : 'What you typed is kept.'}
          </p>
        )}
        <div className="actions">
          <button
            type="button"
            onClick={() => {
              onOpenChange(false)
            }}
          >
            Leave it
          </button>
          <button className="main" disabled={send.isPending}>
            Send it
          </button>
        </div>
      </form>
    </Dialog>
  )
}
