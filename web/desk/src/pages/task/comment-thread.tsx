import { useState, type SubmitEvent } from 'react'
import type { CommentView } from '@colophon/domain'
import { useNotices } from '@colophon/web-shared'
import { useCommenting } from '../../api/commenting.ts'
import type { Thread } from '../../behaviour/comments.ts'
import { agoInWords, momentInWords } from '@colophon/web-shared/time'
import { shortened, sourceInWords } from '../../behaviour/words.ts'
import { useTaskId, useTaskState } from './context.ts'

export interface CommentThreadProps {
  thread: Thread
  nameOf: (path: string) => string
}

/** A comment, what was answered, and what can be done about it. */
export function CommentThread({ thread: { comment, answers }, nameOf }: CommentThreadProps) {
  const [answering, setAnswering] = useState(false)
  const { settle } = useCommenting(useTaskId())
  const { tell } = useNotices()
  const resolved = comment.resolved_at !== null
  const turn = (): void => {
    settle.mutate(
      { commentId: comment.comment_id, resolved: !resolved },
      {
        onError: (error) => {
          tell({ text: error.message, broken: true })
        },
      },
    )
  }
  return (
    <li className="thread">
      <Anchor comment={comment} nameOf={nameOf} />
      <Said comment={comment} />
      {answers.map((answer) => (
        <div className="answer" key={answer.comment_id}>
          <Said comment={answer} />
        </div>
      ))}
      <p className="thread-actions">
        {resolved ? (
          <span className="hint">✓ resolved by {sourceInWords(comment.resolved_by ?? '')} </span>
        ) : (
          <button
            onClick={() => {
              setAnswering(!answering)
            }}
          >
            Answer
          </button>
        )}
        <button disabled={settle.isPending} onClick={turn}>
          {resolved ? 'Open again' : 'Resolve'}
        </button>
      </p>
      {answering ? (
        <Answer
          to={comment}
          onSaid={() => {
            setAnswering(false)
          }}
        />
      ) : null}
    </li>
  )
}

function Said({ comment: { by, at, text } }: { comment: CommentView }) {
  return (
    <>
      <p className="hint">
        <b>{sourceInWords(by)}</b>{' '}
        <span title={momentInWords(at)}>{agoInWords(Date.parse(at), Date.now())}</span>
      </p>
      <p className="said" dir="auto">
        {text}
      </p>
    </>
  )
}

interface AnchorProps {
  comment: CommentView
  nameOf: (path: string) => string
}

/** What a comment is about, and the way there. */
function Anchor({ comment: { path, span }, nameOf }: AnchorProps) {
  const { view, profile, setFocus, show } = useTaskState()
  const field = profile.fields.find((one) => path === one.path || path?.startsWith(`${one.path}.`))
  const words = span === null ? '' : view.document.source.text.slice(span.start, span.end)
  if (field === undefined && span === null) return null
  return (
    <button
      className="anchor"
      onClick={() => {
        if (field !== undefined) setFocus(field.path)
        if (span !== null) show(span)
      }}
    >
      {path === null ? null : nameOf(path)}
      {span === null ? null : <q dir="auto">{shortened(words, 60)}</q>}
    </button>
  )
}

function Answer({ to, onSaid }: { to: CommentView; onSaid: () => void }) {
  const [text, setText] = useState('')
  const { add } = useCommenting(useTaskId())
  const { tell } = useNotices()
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    add.mutate(
      { text: text.trim(), answers: to.comment_id },
      {
        onSuccess: onSaid,
        onError: (error) => {
          tell({ text: error.message, broken: true })
        },
      },
    )
  }
  return (
    <form className="comment-form" onSubmit={submit}>
      <textarea
        rows={2}
        autoFocus
        maxLength={5_000}
        aria-label={`Answer to ${sourceInWords(to.by)}`}
        value={text}
        onChange={({ target }) => {
          setText(target.value)
        }}
      />
      <button className="main" disabled={text.trim() === '' || add.isPending}>
        Answer
      </button>
    </form>
  )
}
