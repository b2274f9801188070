import { useState, type KeyboardEvent } from 'react'
import { useComments } from '../../api/comments.ts'
import { momentInWords } from '@colophon/web-shared/time'
import { sourceInWords } from '../../behaviour/words.ts'
import { useTaskId, useTaskState } from './context.ts'

/** What people remarked on a field, and a place for one more. */
export function Comments({ path, label }: { path: string; label: string }) {
  const { view, show, commenting } = useTaskState()
  const { resolve } = useComments(useTaskId())
  const own = view.comments.filter(
    (comment) => comment.path === path && comment.resolved_at === null,
  )
  return (
    <>
      {own.length === 0 ? null : (
        <ul className="comments" aria-label="Comments">
          {own.map(({ comment_id: id, by, text, at, span }) => (
            <li key={id}>
              <b title={momentInWords(at)}>{sourceInWords(by)}</b> <span dir="auto">{text}</span>
              {span === null ? null : (
                <button
                  className="quiet"
                  onClick={() => {
                    show(span)
                  }}
                >
                  Show the words
                </button>
              )}
              <button
                className="quiet"
                onClick={() => {
                  resolve.mutate(id)
                }}
              >
                Resolve
              </button>
            </li>
          ))}
        </ul>
      )}
      {commenting ? <CommentBox path={path} label={label} /> : null}
    </>
  )
}

function CommentBox({ path, label }: { path: string; label: string }) {
  const { selected, setCommenting } = useTaskState()
  const { add } = useComments(useTaskId())
  const [text, setText] = useState('')
  const close = (): void => {
    setCommenting(false)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') close()
    if (event.key !== 'Enter' || event.shiftKey || text.trim() === '') return
    event.preventDefault()
    add.mutate({ text: text.trim(), path, span: selected }, { onSuccess: close })
  }
  return (
    <label className="comment-box">
      Comment on {label}
      <textarea
        autoFocus
        rows={2}
        maxLength={5_000}
        value={text}
        onKeyDown={press}
        onChange={({ target }) => {
          setText(target.value)
        }}
      />
      <span className="hint">
        <kbd>↵</kbd> save <kbd>Esc</kbd> leave {add.error === null ? '' : add.error.message}
      </span>
    </label>
  )
}
