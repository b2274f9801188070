import { sourceInWords } from '../../behaviour/words.ts'
import { momentInWords } from '../../behaviour/time.ts'
import { useTaskState } from './context.ts'

/** What people remarked on a field. */
export function Comments({ path }: { path: string }) {
  const { view } = useTaskState()
  const own = view.comments.filter(
    (comment) => comment.path === path && comment.resolved_at === null,
  )
  if (own.length === 0) return null
  return (
    <ul className="comments" aria-label="Comments">
      {own.map(({ comment_id: id, by, text, at }) => (
        <li key={id}>
          <b>{sourceInWords(by)}</b> <span title={momentInWords(at)}>{text}</span>
        </li>
      ))}
    </ul>
  )
}
