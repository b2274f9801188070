import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CommentView, TaskView, TextSpan } from '@colophon/domain'
import { call } from '@colophon/web-shared/client'

export interface NewComment {
  text: string
  path?: string
  span?: TextSpan
  /** The comment that this one answers. */
  answers?: string
}

const at = (id: string): string => `/api/review/${encodeURIComponent(id)}/comments`

/** Says something about a document, and settles what was said. What comes back stands with the task at once. */
export function useCommenting(id: string) {
  const client = useQueryClient()
  const put = (comment: CommentView): void => {
    client.setQueryData<TaskView>(['task', id], (view) => {
      if (view === undefined) return view
      const known = view.comments.some((each) => each.comment_id === comment.comment_id)
      const comments = known
        ? view.comments.map((each) => (each.comment_id === comment.comment_id ? comment : each))
        : [...view.comments, comment]
      return { ...view, comments }
    })
  }
  const add = useMutation({
    mutationFn: (body: NewComment) => call<CommentView>('POST', at(id), { body }),
    onSuccess: put,
  })
  const settle = useMutation({
    mutationFn: ({ commentId, resolved }: { commentId: string; resolved: boolean }) =>
      call<CommentView>('PATCH', `${at(id)}/${encodeURIComponent(commentId)}`, {
        body: { resolved },
      }),
    onSuccess: put,
  })
  return { add, settle }
}
