import { openThreads, threadsOf } from '../../behaviour/comments.ts'
import { labelOf } from '../../behaviour/labels.ts'
import { counted } from '../../behaviour/words.ts'
import { CommentForm } from './comment-form.tsx'
import { CommentThread } from './comment-thread.tsx'
import { useTaskState } from './context.ts'

/** Everything that people said about the document, with where it belongs, and a place to say more. */
export function CommentPane() {
  const { view, profile } = useTaskState()
  const threads = threadsOf(view.comments)
  const open = openThreads(threads)
  const settled = threads.filter((thread) => !open.includes(thread))
  const nameOf = (path: string): string => labelOf([profile], path)
  return (
    <section className="all-comments" aria-label="Comments on the document">
      <h2>{open.length === 0 ? 'Comments' : counted(open.length, 'open comment')}</h2>
      <ul className="comments">
        {open.map((thread) => (
          <CommentThread key={thread.comment.comment_id} thread={thread} nameOf={nameOf} />
        ))}
      </ul>
      <CommentForm nameOf={nameOf} />
      {settled.length === 0 ? null : (
        <details>
          <summary>{counted(settled.length, 'resolved one')}</summary>
          <ul className="comments">
            {settled.map((thread) => (
              <CommentThread key={thread.comment.comment_id} thread={thread} nameOf={nameOf} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
