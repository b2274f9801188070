import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode, type SubmitEvent } from 'react'
import type { BulkAnswer } from '@colophon/domain'
import { ApiError, useNotices, Waiting } from '@colophon/web-shared'
import { ManyPreview, type ManyPreviewProps } from './preview.tsx'

export interface ManyFormProps<A extends BulkAnswer> extends Pick<ManyPreviewProps, 'wordsOf'> {
  /** Changes many documents, of those that were shown only these; or says what that would do. */
  send: (ask: { dryRun: boolean; only?: readonly string[] }) => Promise<A>
  /** What the button says. */
  verb: string
  /** What was done, for the notice with the undo. */
  toldOf: (answer: A) => string
  /** What else there is to say of what it would change. */
  more?: (answer: A) => ReactNode
  /** One can choose among them, where all are shown. @default false */
  choosable?: boolean
  onClose: () => void
  onDone: () => void
}

const wordsOfError = (error: unknown): string =>
  error instanceof ApiError ? `${error.message} ${error.fix}` : (error as Error).message

/** Looks at first, and does with the second press. What is meant does not change while it is shown. */
function useLookThenAct<A extends BulkAnswer>({ send, toldOf, onDone }: ManyFormProps<A>) {
  const client = useQueryClient()
  const { tell } = useNotices()
  const look = useMutation({ mutationFn: () => send({ dryRun: true }) })
  const act = useMutation({
    mutationFn: (only: readonly string[] | undefined) =>
      send({ dryRun: false, ...(only === undefined ? {} : { only }) }),
    onSuccess: (answer) => {
      // Whoever has decided on many looks at what became of them before the way back is gone.
      tell({ text: toldOf(answer), undo: answer.undo, stays: true })
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

/** Shows what it would do to all of them before it does it. */
export function ManyForm<A extends BulkAnswer>(props: ManyFormProps<A>) {
  const { wordsOf, verb, more, choosable = false, onClose } = props
  const { look, act } = useLookThenAct(props)
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const button = useRef<HTMLButtonElement>(null)
  const { data } = look
  useEffect(() => {
    // It could not have the focus before there was something to decide on.
    if (data !== undefined) button.current?.focus()
  }, [data])
  const all = data?.sample.map(({ document_id: id }) => id) ?? []
  const isChosen = choosable && data !== undefined && all.length === data.count
  const only = isChosen ? all.filter((id) => !without.has(id)) : undefined
  const left = only?.length ?? data?.count ?? 0
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (left > 0) act.mutate(only)
  }
  const error = act.error ?? look.error
  return (
    <form onSubmit={submit}>
      {data === undefined ? (
        error === null ? (
          <Waiting what="what it changes" />
        ) : null
      ) : (
        <>
          <ManyPreview
            {...{ answer: data, wordsOf, without: isChosen ? without : undefined }}
            onWithout={setWithout}
          />
          {more?.(data)}
        </>
      )}
      {error === null ? null : (
        <p className="fault" role="alert">
          {wordsOfError(error)}
        </p>
      )}
      <div className="actions">
        <button type="button" onClick={onClose}>
          Leave it
        </button>
        <button className="main" ref={button} disabled={act.isPending || left === 0}>
          {act.isPending ? 'Deciding …' : verb}
        </button>
      </div>
    </form>
  )
}
