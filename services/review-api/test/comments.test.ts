import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CommentView } from '@colophon/domain'
import { aWorld, expectOk, TEXT, type Caller, type World } from './world.ts'

const say = async (
  { ask }: World,
  at: string,
  body: unknown,
  caller?: Caller,
): Promise<CommentView> => {
  const call = { method: 'POST', path: `${at}/comments`, body }
  return (await expectOk(ask(call, caller), 201)) as unknown as CommentView
}

const commentsAt = async ({ ask }: World, at: string): Promise<CommentView[]> =>
  (await expectOk(ask({ method: 'GET', path: `${at}/comments` })))['comments'] as CommentView[]

test('a comment keeps its place, is answered, resolved and opened again', async (t) => {
  const world = await aWorld(t)
  const { at, id, task } = await world.review()
  const start = TEXT.indexOf('Mary')
  const span = { start, end: start + 4 }
  const path = 'document.correspondence.recipient.name'
  const first = await say(world, at, { text: 'Mary who?', path, span })
  assert.deepEqual([first.by, first.path, first.span], ['mary', path, span])
  const answer = { text: 'Wetherby', answers: first.comment_id }
  const second = await say(world, at, answer, { sub: 'eva' })
  assert.deepEqual(await commentsAt(world, at), [first, second])
  const waiting = async () =>
    (await world.store.reviews.get('museum', task.review_id))?.open_comments
  assert.equal(await waiting(), 1)

  const settle = (resolved: boolean, sub: string) =>
    world.ask(
      { method: 'PATCH', path: `${at}/comments/${first.comment_id}`, body: { resolved } },
      { sub },
    )
  const resolved = (await expectOk(settle(true, 'eva'))) as unknown as CommentView
  assert.equal(resolved.resolved_by, 'eva')
  assert.equal(await waiting(), 0)
  // Said twice it is done once: who did it first stays.
  assert.deepEqual(await expectOk(settle(true, 'ann')), resolved)
  assert.deepEqual(await expectOk(settle(false, 'ann')), first)
  assert.equal(await waiting(), 1)

  const { items } = await world.store.audit.list('museum', id, { limit: 50 })
  const events = items.filter(({ actor }) => actor.startsWith('human:'))
  assert.deepEqual(
    events.map(({ actor, action, to }) => [actor, action, to]),
    [
      ['human:mary', 'commented', first.comment_id],
      ['human:eva', 'commented', second.comment_id],
      ['human:eva', 'comment_resolved', first.comment_id],
      ['human:ann', 'comment_reopened', first.comment_id],
    ],
  )
  assert.ok(!JSON.stringify(items).includes('Mary who?'))
})

test('a comment on nothing is refused', async (t) => {
  const world = await aWorld(t)
  const { at } = await world.review({ document: { text: 'A \u{1f600} word' } })
  const refused = [
    [{ text: 'Here', path: 'content.nothing' }, 422, 'review.invalid_path'],
    [{ text: 'Here', span: { start: 0, end: 5_000 } }, 422, 'review.invalid_evidence'],
    [{ text: 'Here', span: { start: 3, end: 5 } }, 422, 'review.invalid_evidence'],
    [{ text: 'Here', span: { start: 4, end: 4 } }, 422, 'review.invalid_evidence'],
    [{ text: 'Yes', answers: 'com_none' }, 404, 'review.comment_not_found'],
    [{ text: '' }, 400, 'request.invalid'],
    [{ text: 'x'.repeat(5_001) }, 400, 'request.invalid'],
  ] as const
  for (const [body, status, code] of refused) {
    const answer = await world.ask({ method: 'POST', path: `${at}/comments`, body })
    assert.deepEqual([answer.status, answer.body['code']], [status, code], JSON.stringify(body))
  }
  assert.deepEqual(await commentsAt(world, at), [])
})
