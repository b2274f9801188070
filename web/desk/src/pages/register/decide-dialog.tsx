import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, type SubmitEvent } from 'react'
import type { PrecedentAnswer } from '@colophon/domain'
import { ApiError, Dialog, useNotices, Waiting } from '@colophon/web-shared'
import { useProfiles } from '../../api/profiles.ts'
import { tokenOf } from '../../api/register.ts'
import { labelOf } from '../../behaviour/labels.ts'
import { placeOfDocument } from '../../behaviour/places.ts'
import { changeInWords } from '../../behaviour/register.ts'
import { counted } from '../../behaviour/words.ts'

export interface DecideDialogProps {
  title: string
  /** What the button says. */
  verb: string
  /** What was done, for the notice. */
  told: string
  canBeUndone: boolean
  /** Decides, or says what that would change. */
  send: (dryRun: boolean) => Promise<PrecedentAnswer>
  onClose: () => void
  onDone: () => void
}

/** A decision on names: what it would change first, then the decision. */
export function DecideDialog(props: DecideDialogProps) {
  const { title, verb, onClose } = props
  const { look, act } = useLookThenDecide(props)
  const button = useRef<HTMLButtonElement>(null)
  const { data } = look
  useEffect(() => {
    // It could not have the focus before there was something to decide on.
    if (data !== undefined) button.current?.focus()
  }, [data])
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    act.mutate()
  }
  const error = act.error ?? look.error
  return (
    <Dialog open onOpenChange={onClose} title={title} wide>
      <form onSubmit={submit}>
        {data !== undefined ? (
          <Effect answer={data} />
        ) : error === null ? (
          <Waiting what="what it changes" />
        ) : null}
        {error === null ? null : (
          <p className="fault" role="alert">
            {error.message} {error instanceof ApiError ? error.fix : ''}
          </p>
        )}
        <div className="actions">
          <button type="button" onClick={onClose}>
            Leave it
          </button>
          <button className="main" ref={button} disabled={data === undefined || act.isPending}>
            {act.isPending ? 'Deciding …' : verb}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function useLookThenDecide({ send, told, canBeUndone, onDone }: DecideDialogProps) {
  const client = useQueryClient()
  const { tell } = useNotices()
  const look = useMutation({ mutationFn: () => send(true) })
  const act = useMutation({
    mutationFn: () => send(false),
    onSuccess: ({ precedent }) => {
      const undo = canBeUndone && precedent !== null ? tokenOf(precedent) : null
      tell({ text: told, undo })
      onDone()
    },
    onSettled: () => client.invalidateQueries(),
  })
  const { mutate } = look
  useEffect(() => {
    mutate()
  }, [mutate])
  return { look, act }
}

/** How many records it changes, and some of them as they would be. */
function Effect({ answer: { count, sample } }: { answer: PrecedentAnswer }) {
  const profiles = useProfiles().data ?? []
  return (
    <>
      <p>
        {count === 0
          ? 'No record changes by it now; it holds for those that come.'
          : `It changes ${counted(count, 'record')}, some seconds from now.`}{' '}
        What a person has decided on stays as it is.
      </p>
      {sample.length === 0 ? null : (
        <div className="sample">
          <table className="table">
            <thead>
              <tr>
                {['Document', 'Field', 'Is', 'Becomes'].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sample.map((one) => {
                const { document_id: id, title, path } = one
                const { from, to } = changeInWords(one)
                return (
                  <tr key={`${id}/${path}`}>
                    <th scope="row" dir="auto">
                      {/* Beside this page: what is chosen here stays. */}
                      <a href={placeOfDocument(id)} target="_blank" title="Look at it in a new tab">
                        {title === '' ? id : title}
                      </a>
                    </th>
                    <td>{labelOf(profiles, path)}</td>
                    <td dir="auto">{from}</td>
                    <td dir="auto">{to}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
