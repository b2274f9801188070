import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PropagateAnswer } from '@colophon/domain'
import { aProvenance } from '@colophon/testkit'
import { aWorld, corrected, expectOk, said, TEXT, type World } from './world.ts'

const SENDER = 'document.correspondence.sender.name'
const RIGHT = 'John Aldersey'

const propagate = async ({ ask }: World, body: unknown): Promise<PropagateAnswer> =>
  (await expectOk(
    ask({ method: 'POST', path: '/api/review/propagate', body }),
  )) as unknown as PropagateAnswer

const letterOf = (name: string, quote: string, source = 'rules') => {
  const start = TEXT.toLowerCase().indexOf(quote.toLowerCase())
  const evidence = { quote, start, end: start + quote.length, match: 'exact' as const }
  return {
    data: { document: { correspondence: { sender: { name } } } },
    provenance: { [SENDER]: aProvenance({ source, evidence }) },
  }
}

test('a correction is offered to the records with the same value by the same words, and taken back as one', async (t) => {
  const world = await aWorld(t)
  const { review, store } = world
  const first = await review(letterOf('John', 'John'))
  const same = await review(letterOf('John', 'JOHN'))
  const unasked = await review({ ...letterOf('John', 'John'), approved: true })
  const human = await review(letterOf('John', 'John', 'human:eva'))
  await review(letterOf('Mary', 'Mary'))
  await review(letterOf('John', 'Yours'))
  const held = await review(letterOf('John', 'John'))
  const assign = { method: 'POST', path: `${held.at}/assign`, body: {} }
  await expectOk(world.ask(assign, { sub: 'eva' }))
  await corrected(world, first, SENDER, RIGHT)

  const body = { document_id: first.id, path: SENDER }
  const preview = await propagate(world, body)
  assert.deepEqual([preview.count, preview.done, preview.searched], [2, 0, 7])
  assert.ok(preview.complete)
  const offered = preview.sample.map(({ document_id, from, to }) => [document_id, from, to])
  assert.deepEqual(
    offered.toSorted(),
    [same, unasked].map(({ id }) => [id, 'John', RIGHT]).toSorted(),
  )
  const left = preview.skipped.map(({ document_id, code }) => [document_id, code])
  assert.deepEqual(
    left.toSorted(),
    [
      [human.id, 'review.conflict'],
      [held.id, 'review.held'],
    ].toSorted(),
  )

  const before = await store.documents.get('museum', same.id)
  const done = await propagate(world, { ...body, dry_run: false })
  assert.equal(done.done, 2)
  const after = await store.documents.get('museum', same.id)
  const { source, evidence, tool } = after?.provenance[SENDER] ?? {}
  // It rests on the words of its own document.
  assert.deepEqual([source, tool, evidence?.quote], ['human:mary', 'correct', 'John'])
  const { items } = await store.audit.list('museum', unasked.id, { limit: 50 })
  assert.match(items.at(-1)?.why ?? '', new RegExp(`as in ${first.id}`))
  assert.equal((await store.documents.get('museum', unasked.id))?.review_status, 'not_required')

  const path = `/api/review/undo/${done.undo ?? ''}`
  const undone = await expectOk(world.ask({ method: 'POST', path, body: {} }))
  assert.deepEqual([undone['done'], undone['conflicts']], [2, []])
  const back = await store.documents.get('museum', same.id)
  const record = (of: typeof back) =>
    JSON.stringify([of?.enriched_data, of?.provenance, of?.rivals])
  assert.equal(record(back), record(before))
})

test('only those that are chosen of a preview are changed', async (t) => {
  const world = await aWorld(t)
  const [first, one, two] = [
    await world.review(letterOf('John', 'John')),
    await world.review(letterOf('John', 'John')),
    await world.review(letterOf('John', 'John')),
  ]
  await corrected(world, first, SENDER, RIGHT)
  const body = { document_id: first.id, path: SENDER, only: [two.id], dry_run: false }
  assert.equal((await propagate(world, body)).done, 1)
  const nameIn = async (id: string) =>
    JSON.stringify((await world.store.documents.get('museum', id))?.enriched_data)
  assert.match(await nameIn(two.id), /Aldersey/)
  assert.ok(!(await nameIn(one.id)).includes('Aldersey'))
})

test('what nobody has corrected is offered to nobody', async (t) => {
  const world = await aWorld(t)
  const { id } = await world.review()
  const body = { document_id: id, path: SENDER }
  const answer = await world.ask({ method: 'POST', path: '/api/review/propagate', body })
  assert.deepEqual(
    [answer.status, answer.body['code']],
    [422, 'review.invalid_decision'],
    said(answer),
  )
})
