import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { getPath } from '@colophon/domain'
import { manualClock, skipWithout, startFerretDb, temporaryFolder } from '@colophon/testkit'
import { codeOf, documentOf, startRig, SUMMARY, taken, type Rig } from './rig.ts'

/** All that a decision could have changed. */
const kept = async ({ store }: Rig, documentId: string, reviewId: string): Promise<unknown> => [
  await store.documents.get('default', documentId),
  await store.reviews.get('default', reviewId),
  await store.audit.list('default', documentId, { limit: 100 }),
  await store.outbox.unshared(100),
]

test('what is saved while the store is away is refused whole, and is saved when it is sent again', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const clock = manualClock()
  const store = await openStore(`sqlite:${file}`, { clock, busyMs: 50 })
  t.after(() => store[Symbol.asyncDispose]())
  const rig = await startRig(t, { store, clock })
  const { documentId, reviewId } = await rig.letter()
  const eva = rig.actor('eva')
  const task = await taken(eva, reviewId)
  const decision = { action: 'correct', path: SUMMARY, value: 'By Eva', external: 'the envelope' }
  const save = () => task.fields([decision as Parameters<typeof task.fields>[0][number]])
  const before = await kept(rig, documentId, reviewId)

  using other = new DatabaseSync(file)
  other.exec('BEGIN EXCLUSIVE')
  const refused = await Promise.all([save(), save(), task.approve(), task.reject()])
  for (const answer of refused) {
    assert.deepEqual(codeOf(answer), [503, 'store.unavailable'])
    assert.ok(Number(answer.retryAfter) >= 1, String(answer.retryAfter))
  }
  // What is read is there all the same.
  assert.equal((await eva.ask('GET', task.path)).status, 200)
  other.exec('COMMIT')

  assert.deepEqual(await kept(rig, documentId, reviewId), before)
  const saved = await save()
  assert.equal(saved.status, 200, JSON.stringify(saved.body))
  assert.equal(documentOf(saved).revision, task.revision + 1)
  const { items } = await store.audit.list('default', documentId, { limit: 100 })
  assert.deepEqual(
    items.filter(({ actor }) => actor === 'human:eva').map(({ action, path }) => [action, path]),
    [['field.correct', SUMMARY]],
  )
  // Sent once more, as by a page that did not hear of it, it is not done twice.
  assert.deepEqual(codeOf(await save()), [409, 'review.revision_conflict'])
})

test(
  'a server that dies in the middle of a save keeps what it said it kept, and takes the rest when it is back',
  { skip: skipWithout('ferretdb') },
  async (t) => {
    const server = await startFerretDb(t)
    const clock = manualClock()
    const store = await openStore(server.url('review'), { clock })
    t.after(() => store[Symbol.asyncDispose]())
    const rig = await startRig(t, { store, clock })
    const { documentId, reviewId } = await rig.letter()
    const task = await taken(rig.actor('eva'), reviewId)
    const decision = { action: 'correct', path: SUMMARY, value: 'By Eva', external: 'the envelope' }
    const save = () => task.fields([decision as Parameters<typeof task.fields>[0][number]])

    const begun = save()
    await server.kill()
    const first = await begun
    assert.deepEqual(codeOf(await save()), [503, 'store.unavailable'])
    await server.restart()

    // What the page does with an answer that it did not get: it sends the same again.
    if (first.status === 503) {
      const again = await save()
      if (again.status !== 200) assert.deepEqual(codeOf(again), [409, 'review.revision_conflict'])
    }
    const document = await store.documents.get('default', documentId)
    assert.equal(getPath(document?.enriched_data, SUMMARY), 'By Eva')
    assert.equal(document?.revision, task.revision + 1)
    const { items } = await store.audit.list('default', documentId, { limit: 100 })
    assert.deepEqual(
      items.filter(({ actor }) => actor === 'human:eva').map(({ action, path }) => [action, path]),
      [['field.correct', SUMMARY]],
    )
  },
)
