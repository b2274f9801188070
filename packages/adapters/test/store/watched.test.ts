import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openStore, type StoreLook, type StoreOperation } from '@colophon/adapters/store'
import type { Store } from '@colophon/domain'
import { aDocument, aJob, anAnswer, temporaryFolder } from '@colophon/testkit'

/** Labels of `store_op_duration_seconds`. */
const KEPT_APART = 14

async function watched(t: TestContext) {
  const operations: StoreOperation[] = []
  const looked = Promise.withResolvers<StoreLook>()
  const path = join(temporaryFolder(t), 'c.db')
  const events = {
    operation: (event: StoreOperation) => operations.push(event),
    look: looked.resolve,
  }
  const store = await openStore(`sqlite:${path}`, { events })
  t.after(() => store[Symbol.asyncDispose]())
  return { path, store, operations, looked: looked.promise }
}

test('operations are told with what they took and how they ended; refusals of a claim too', async (t) => {
  const { store, operations } = await watched(t)
  const job = aJob()
  await store.jobs.create(job)
  const document = aDocument()
  await store.jobs.submit(job, [document])
  const claim = await store.work.claim(job.tenant_id, document.document_id, 'worker', 60_000)
  assert.ok(claim)
  await store.work.putAnswer(claim.ref, anAnswer(), [], 'run')
  await store.work.release(claim.ref)
  await assert.rejects(store.work.release(claim.ref), { code: 'lease.lost' })
  const told = operations.filter(({ op }) => op !== 'ping')
  assert.deepEqual(
    told.map(({ op, method, failure }) => [op, method, failure?.code ?? null]),
    [
      ['jobs', 'create', null],
      ['jobs', 'submit', null],
      ['work.claim', 'claim', null],
      ['work.answers', 'putAnswer', null],
      ['work.commit', 'release', null],
      ['work.commit', 'release', 'lease.lost'],
    ],
  )
  assert.ok(told.every(({ seconds }) => seconds > 0 && seconds < 60))
})

test('a store that is closed says so of what is asked of it', async (t) => {
  const { store, operations } = await watched(t)
  await store[Symbol.asyncDispose]()
  await assert.rejects(store.dispatch.backlog(), { code: 'store.unavailable' })
  assert.equal(operations.at(-1)?.failure?.code, 'store.unavailable')
})

test('it is told that the store answers, how large its files are and how full their disk is', async (t) => {
  const { looked } = await watched(t)
  const { up, files } = await looked
  assert.equal(up, true)
  assert.ok(files !== null && files.bytes > 4_096)
  assert.ok(files.freeRatio > 0 && files.freeRatio <= 1)
})

test('a watched store has all methods of the port, under fewer names than are kept apart', async (t) => {
  const { path, store, operations } = await watched(t)
  const plain = await openStore(`sqlite:${path}`)
  t.after(() => plain[Symbol.asyncDispose]())
  const partsOf = (of: Store) =>
    Object.entries(of as unknown as Record<string, Record<string, () => Promise<unknown>>>)
  const watchedParts = new Map(partsOf(store))
  for (const [name, part] of partsOf(plain).filter(([, of]) => typeof of === 'object')) {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(part))
    const own = watchedParts.get(name) ?? {}
    assert.deepEqual(['constructor', ...Object.keys(own)].sort(), methods.toSorted(), name)
    for (const method of Object.keys(own)) {
      // Whatever it makes of nothing: it is told.
      await (async () => own[method]?.())().catch(() => undefined)
    }
  }
  const ops = new Set(operations.map(({ op }) => op))
  assert.ok(ops.size > 8 && ops.size <= KEPT_APART, [...ops].join())
})
