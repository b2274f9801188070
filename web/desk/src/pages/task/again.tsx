import { useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import { useLocation } from 'wouter'
import type { TaskView } from '@colophon/domain'
import { Dialog, useNotices } from '@colophon/web-shared'
import { reopen, retry } from '../../api/task.ts'
import { PLACES } from '../../behaviour/places.ts'

/** What an agent or the machine could not do, and the way round again. */
export function FailedBanner({ view, mine }: { view: TaskView; mine: boolean }) {
  const client = useQueryClient()
  const [, go] = useLocation()
  const { tell } = useNotices()
  const [sending, setSending] = useState(false)
  const { error, document_id } = view.document
  const again = async (): Promise<void> => {
    setSending(true)
    try {
      await retry(view.task.review_id)
      tell({ text: `Sent round again: ${document_id}` })
      await client.invalidateQueries({ queryKey: ['queue'] })
      go(PLACES.queue)
    } catch (thrown) {
      setSending(false)
      tell({ text: (thrown as Error).message, broken: true })
    }
  }
  return (
    <div className="banner needs" role="alert">
      <p>
        ✗ This document could not be read: {error?.message ?? 'nobody said why'}. There is nothing
        to decide until a run succeeds.
      </p>
      <button className="main" disabled={!mine || sending} onClick={() => void again()}>
        Send it round again
      </button>
    </div>
  )
}

/** Opens again what was decided; why stands in the history. */
export function Reopen({ view }: { view: TaskView }) {
  const client = useQueryClient()
  const { tell } = useNotices()
  const [asking, setAsking] = useState(false)
  const [why, setWhy] = useState('')
  const submit = async (): Promise<void> => {
    setAsking(false)
    try {
      await reopen(view.task.review_id, why.trim())
      tell({ text: 'Open again. Take it to decide.' })
    } catch (thrown) {
      tell({ text: (thrown as Error).message, broken: true })
    }
    await client.invalidateQueries({ queryKey: ['task', view.task.review_id] })
  }
  return (
    <>
      <button
        onClick={() => {
          setAsking(true)
        }}
      >
        Open it again
      </button>
      <Dialog open={asking} onOpenChange={setAsking} title="Open this document again">
        <form
          onSubmit={(event: SubmitEvent) => {
            event.preventDefault()
            void submit()
          }}
        >
          <label>
            Why
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
          <div className="actions">
            <button className="main" disabled={why.trim() === ''}>
              Open it again
            </button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
