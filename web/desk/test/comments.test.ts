import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommentView } from '@colophon/domain'
import { openThreads, threadsOf } from '../src/behaviour/comments.ts'

const comment = (id: string, of: Partial<CommentView> = {}): CommentView => ({
  ...{ comment_id: id, document_id: 'd', answers: null, path: null, span: null, text: id },
  ...{ by: 'anna', at: `1862-02-04T10:00:0${id}Z`, resolved_by: null, resolved_at: null },
  ...of,
})

test('answers stand under what they answer, also those to answers, and open threads come first', () => {
  const threads = threadsOf([
    comment('4', { answers: '2' }),
    comment('1', { resolved_by: 'bert', resolved_at: '1862-02-05T10:00:00Z' }),
    comment('2', { answers: '3' }),
    comment('3'),
  ])
  assert.deepEqual(
    threads.map((thread) => [thread.comment.comment_id, thread.answers.map((each) => each.text)]),
    [
      ['3', ['2', '4']],
      ['1', []],
    ],
  )
  assert.deepEqual(
    openThreads(threads).map((thread) => thread.comment.comment_id),
    ['3'],
  )
})

test('an answer to something that is not there, or that answers itself, is shown all the same', () => {
  const shown = (comments: CommentView[]): string[] =>
    threadsOf(comments).flatMap((thread) =>
      [thread.comment, ...thread.answers].map((each) => each.text),
    )
  assert.deepEqual(shown([comment('1', { answers: 'gone' })]), ['1'])
  assert.deepEqual(
    shown([comment('1', { answers: '2' }), comment('2', { answers: '1' })]).toSorted(),
    ['1', '2'],
  )
})
