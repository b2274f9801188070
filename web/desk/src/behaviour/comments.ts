import type { CommentView } from '@colophon/domain'

/** A comment with what was answered to it, oldest first. */
export interface Thread {
  comment: CommentView
  answers: CommentView[]
}

/** Threads, those that are open first, each in the order in which they were begun. */
export function threadsOf(comments: readonly CommentView[]): Thread[] {
  const byAge = comments.toSorted((a, b) => a.at.localeCompare(b.at))
  const known = new Map(byAge.map((comment) => [comment.comment_id, comment]))
  // An answer to an answer belongs to what began it.
  const rootOf = (comment: CommentView): CommentView => {
    let at = comment
    for (let left = byAge.length; at.answers !== null && left > 0; left--)
      at = known.get(at.answers) ?? { ...at, answers: null }
    return at
  }
  const groups = Map.groupBy(byAge, (comment) => rootOf(comment).comment_id)
  const threads = [...groups.values()].flatMap((of) => {
    const comment = of.find((each) => rootOf(each) === each) ?? of[0]
    if (comment === undefined) return []
    return { comment, answers: of.filter((each) => each !== comment) }
  })
  const isSettled = ({ comment }: Thread): number => (comment.resolved_at === null ? 0 : 1)
  return threads.toSorted((a, b) => isSettled(a) - isSettled(b))
}

export const openThreads = (threads: readonly Thread[]): Thread[] =>
  threads.filter(({ comment }) => comment.resolved_at === null)
