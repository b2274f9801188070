import { useEffect, useRef, useState, type SubmitEvent } from 'react'
import type { BulkAnswer, FieldDecision, FieldForm, ProfileForm } from '@colophon/domain'
import { ApiError } from '../../api/client.ts'
import { useBatchChange } from '../../api/batch.ts'
import { batchDecision, batchDone, batchVerb, type BatchAction } from '../../behaviour/batch.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useNotices } from '../../parts/notices.tsx'
import { BatchPreview } from './batch-preview.tsx'
import { CorrectionForm } from './correction-form.tsx'

export interface BatchDialogProps {
  action: BatchAction
  ids: readonly string[]
  profile: ProfileForm
  field: FieldForm
  onClose: () => void
  onDone: () => void
}

const wordsOf = (error: unknown): string =>
  error instanceof ApiError ? `${error.message} ${error.fix}` : (error as Error).message

/** Shows what it would do to all of them before it does it. */
export function BatchDialog({ action, ids, profile, field, onClose, onDone }: BatchDialogProps) {
  const { path, label } = field
  const plain = action === 'correct' ? null : batchDecision(action, path, NOTHING)
  const [decision, setDecision] = useState<FieldDecision | null>(plain)
  const { preview, apply } = useBatchChange()
  const { tell } = useNotices()
  const { mutate } = preview
  useEffect(() => {
    if (decision !== null) mutate({ ids, decision })
    // What is selected does not change while the dialog is open.
  }, [decision, mutate])
  const button = useRef<HTMLButtonElement>(null)
  const { data } = preview
  useEffect(() => {
    // It could not have the focus before there was something to decide on.
    if (data !== undefined) button.current?.focus()
  }, [data])
  const send = (event: SubmitEvent): void => {
    event.preventDefault()
    if (decision === null) return
    apply.mutate(
      { ids, decision },
      {
        onSuccess: (answer: BulkAnswer) => {
          tell({ text: batchDone(answer, label), undo: answer.undo })
          onDone()
        },
      },
    )
  }
  const error = apply.error ?? preview.error
  return (
    <Dialog open onOpenChange={onClose} title={`${label}: ${batchVerb(action).toLowerCase()}`} wide>
      {decision === null ? (
        <CorrectionForm {...{ profile, field, onClose }} onGiven={setDecision} />
      ) : (
        <form onSubmit={send}>
          {data === undefined ? null : <BatchPreview answer={data} path={path} />}
          {error === null ? null : (
            <p className="fault" role="alert">
              {wordsOf(error)}
            </p>
          )}
          <div className="actions">
            <button type="button" onClick={onClose}>
              Leave it
            </button>
            <button
              className="main"
              ref={button}
              disabled={apply.isPending || (data?.count ?? 0) === 0}
            >
              {apply.isPending ? 'Deciding …' : 'Decide so'}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

const NOTHING = { value: undefined, external: '' }
