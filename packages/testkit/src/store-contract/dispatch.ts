import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DispatchItem, ErrorCode, Priority } from '@colophon/domain'
import { aDocument } from '../factories.ts'
import {
  LEASE_MS,
  TENANT,
  anError,
  claim,
  complete,
  numbered,
  read,
  submit,
  submitOne,
  type OpenSubject,
  type Subject,
} from './subject.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LATEST = new Date('9999-01-01')

const idsOf = (items: readonly DispatchItem[]): string[] => items.map((item) => item.document_id)

async function submitAs(subject: Subject, priority: Priority, id: string): Promise<void> {
  await submit(subject, [aDocument({ document_id: id })], { priority })
  subject.clock.advance(1000)
}

async function sendAll({ store }: Subject, by = 'process-a'): Promise<void> {
  await store.dispatch.markSent(await store.dispatch.pending(100), by)
}

export function dispatchCases(open: OpenSubject): void {
  test('pending documents come by priority, within it the longest waiting first', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await submitAs(subject, 'low', 'low-1')
    await submitAs(subject, 'normal', 'normal-1')
    await submitAs(subject, 'high', 'high-1')
    await submitAs(subject, 'normal', 'normal-2')
    await submitAs(subject, 'high', 'high-2')
    const order = ['high-1', 'high-2', 'normal-1', 'normal-2', 'low-1']
    const items = await store.dispatch.pending(100)
    assert.deepEqual(idsOf(items), order)
    assert.deepEqual(items[0], {
      tenant_id: TENANT,
      document_id: 'high-1',
      priority: 'high',
      attempt: 0,
      begun: false,
      traceparent: null,
    })
    assert.deepEqual(idsOf(await store.dispatch.pending(3)), order.slice(0, 3))
    await store.dispatch.markSent(items.slice(0, 3), 'process-a')
    assert.deepEqual(idsOf(await store.dispatch.pending(100)), order.slice(3))
    const sent = await read(subject, 'high-1')
    const at = new Date(subject.clock.now()).toISOString()
    assert.deepEqual(sent.dispatch, { state: 'sent', at, n: 1, by: 'process-a' })
  })

  test('what was begun comes before what was not, until it is sent round again', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    for (const id of ['first', 'second', 'third']) await submitAs(subject, 'normal', id)
    await submitAs(subject, 'high', 'high')
    await store.work.release((await claim(subject, 'third')).ref)
    clock.advance(1_000)
    const error = anError(subject)
    const { ref } = await claim(subject, 'second')
    await store.work.retryLater(ref, error, new Date(clock.now() + 1_000), 'counted')
    assert.deepEqual(idsOf(await store.dispatch.pending(10)), ['high', 'third', 'first'])
    clock.advance(1_000)
    const items = await store.dispatch.pending(10)
    assert.deepEqual(idsOf(items), ['high', 'third', 'second', 'first'])
    assert.deepEqual(
      items.map(({ begun }) => begun),
      [false, true, true, false],
    )
    const again = await claim(subject, 'second')
    await store.work.fail(again.ref, error, {}, null)
    await store.documents.requeue(TENANT, { documentId: 'second', statuses: ['failed'] })
    assert.deepEqual(idsOf(await store.dispatch.pending(10)), ['high', 'third', 'first', 'second'])
  })

  test('what the bus was told of is counted by priority until it is claimed, and priorities can be asked for alone', async (t) => {
    const subject = await open(t)
    const { store } = subject
    for (const id of ['high-1', 'high-2']) await submitAs(subject, 'high', id)
    await submitAs(subject, 'low', 'low-1')
    assert.deepEqual(await store.dispatch.told(), { high: 0, normal: 0, low: 0 })
    assert.deepEqual(idsOf(await store.dispatch.pending(100, ['normal', 'low'])), ['low-1'])
    assert.deepEqual(await store.dispatch.pending(100, []), [])
    await sendAll(subject)
    assert.deepEqual(await store.dispatch.told(), { high: 2, normal: 0, low: 1 })
    await claim(subject, 'high-1')
    assert.deepEqual(await store.dispatch.told(), { high: 1, normal: 0, low: 1 })
  })

  test('documents that are not due, in work or done are not pending', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    for (const id of ['waiting', 'claimed', 'done']) await submitAs(subject, 'normal', id)
    const { ref } = await claim(subject, 'waiting')
    await store.work.retryLater(ref, anError(subject), new Date(clock.now() + 5000), 'counted')
    await claim(subject, 'claimed')
    await complete(subject, 'done')
    assert.deepEqual(await store.dispatch.pending(100), [])
    clock.advance(5000)
    const [item] = await store.dispatch.pending(100)
    assert.deepEqual([item?.document_id, item?.attempt], ['waiting', 1])
  })

  test('a mark that comes late does not hide a document that waits again', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    await submitAs(subject, 'normal', 'fast')
    const items = await store.dispatch.pending(100)
    const { ref } = await claim(subject, 'fast')
    await store.work.retryLater(ref, anError(subject), new Date(clock.now()), 'counted')
    await store.dispatch.markSent(items, 'process-a')
    assert.deepEqual(idsOf(await store.dispatch.pending(100)), ['fast'])
  })

  test('what was sent and not claimed is dispatched again after a while', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    for (const id of ['lost', 'claimed']) await submitAs(subject, 'normal', id)
    await sendAll(subject)
    await claim(subject, 'claimed')
    const redispatch = (notBefore: number) =>
      store.dispatch.redispatch({ notBefore: new Date(notBefore), notAfter: LATEST }, 100)
    assert.equal(await redispatch(clock.now()), 0)
    clock.advance(10_000)
    await submitAs(subject, 'normal', 'just-sent')
    await sendAll(subject, 'process-b')
    assert.equal(await redispatch(clock.now() - 5000), 1)
    assert.deepEqual(idsOf(await store.dispatch.pending(100)), ['lost'])
    await sendAll(subject)
    assert.equal((await read(subject, 'lost')).dispatch.n, 2)
  })

  test('redispatch and the list of leases keep to their limit', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const ids = numbered('d', 7)
    await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    await sendAll(subject)
    clock.advance(1000)
    const sent = { notBefore: new Date(clock.now()), notAfter: LATEST }
    const redispatch = () => store.dispatch.redispatch(sent, 4)
    assert.deepEqual([await redispatch(), await redispatch(), await redispatch()], [4, 3, 0])
    for (const id of ids) await claim(subject, id)
    const expire = async () => store.dispatch.expireLeases(await store.dispatch.leases(4))
    assert.deepEqual([await expire(), await expire(), await expire()], [4, 3, 0])
  })

  test('what was sent by a clock that has gone back since is dispatched again', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    for (const id of ['before', 'since']) {
      await submitAs(subject, 'normal', id)
      await sendAll(subject)
      clock.advance(-DAY_MS)
    }
    clock.advance(DAY_MS)
    const sent = { notBefore: new Date(0), notAfter: new Date(clock.now() + 60_000) }
    assert.equal(await store.dispatch.redispatch(sent, 100), 1)
    assert.equal((await read(subject, 'before')).dispatch.state, 'pending')
    assert.equal((await read(subject, 'since')).dispatch.state, 'sent')
  })

  test('what is due later than it can be is made due now, what waits for good reason is not', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const from = clock.now()
    const at = (ms: number): Date => new Date(from + ms)
    const put = async (id: string, code: ErrorCode, dueMs: number): Promise<void> => {
      await submit(subject, [aDocument({ document_id: id })])
      const { ref } = await claim(subject, id)
      await store.work.retryLater(ref, anError(subject, code), at(dueMs), 'counted')
    }
    await put('retry', 'model.unavailable', HOUR_MS)
    await put('retry-late', 'model.unavailable', HOUR_MS + 1)
    await put('money', 'budget.exhausted', DAY_MS)
    await put('money-late', 'budget.exhausted', DAY_MS + 1)
    clock.advance(1)
    await submit(subject, [aDocument({ document_id: 'fresh-late' })], { priority: 'low' })
    clock.advance(-1)
    await submit(subject, [aDocument({ document_id: 'fresh' })], { priority: 'high' })
    const latest = { now: at(0), retries: at(HOUR_MS), periods: at(DAY_MS) }
    assert.equal(await store.dispatch.pullIn(latest, 2), 2)
    assert.equal(await store.dispatch.pullIn(latest, 100), 1)
    assert.equal(await store.dispatch.pullIn(latest, 100), 0)
    const due = ['fresh', 'fresh-late', 'money-late', 'retry-late']
    assert.deepEqual(idsOf(await store.dispatch.pending(100)).sort(), due)
    assert.equal((await read(subject, 'retry-late')).next_at, at(0).toISOString())
    assert.equal((await read(subject, 'money')).next_at, at(DAY_MS).toISOString())
  })

  test('a leader whose lease ends later than it can was written by a clock that went back, and leads no more', async (t) => {
    const { store, clock } = await open(t)
    const lead = (owner: string) => store.dispatch.lead('reconciler', owner, LEASE_MS)
    assert.equal(await lead('a'), true)
    clock.advance(-DAY_MS)
    assert.equal(await lead('b'), true)
    assert.equal(await lead('a'), false)
  })

  test('a lease that is ended goes back to the queue, due at once, unless it was renewed since it was read', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id } = await submitOne(subject)
    await sendAll(subject)
    const { ref } = await claim(subject, id)
    const before = await store.dispatch.leases(10)
    const until = new Date(clock.now() + LEASE_MS).toISOString()
    assert.deepEqual(before, [{ tenant_id: TENANT, document_id: id, token: ref.token, until }])
    clock.advance(1)
    await store.work.renew(ref, LEASE_MS)
    assert.equal(await store.dispatch.expireLeases(before), 0)
    const renewed = await store.dispatch.leases(10)
    assert.equal(await store.dispatch.expireLeases(renewed), 1)
    assert.equal(await store.dispatch.expireLeases(renewed), 0)
    const back = await read(subject, id)
    assert.deepEqual([back.status, back.lease, back.attempts], ['queued', null, 1])
    assert.equal(back.dispatch.state, 'pending')
    assert.deepEqual(idsOf(await store.dispatch.pending(10)), [id])
  })

  test('what a dead process held is taken back, its messages only when they died with it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    for (const id of ['leased', 'sent', 'other']) await submitAs(subject, 'normal', id)
    await sendAll(subject, 'dead')
    await claim(subject, 'leased', 'dead')
    await claim(subject, 'other', 'alive')
    assert.deepEqual((await store.dispatch.owners()).sort(), ['alive', 'dead'])
    assert.equal(await store.dispatch.takeBack('dead', { messages: false }), 1)
    assert.deepEqual(idsOf(await store.dispatch.pending(10)), ['leased'])
    assert.equal(await store.dispatch.takeBack('dead', { messages: true }), 1)
    assert.deepEqual(idsOf(await store.dispatch.pending(10)).sort(), ['leased', 'sent'])
    assert.deepEqual(await store.dispatch.owners(), ['alive'])
    assert.equal((await read(subject, 'other')).status, 'processing')
  })

  test('the backlog counts over all tenants and knows the longest waiting', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    assert.deepEqual(await store.dispatch.backlog(), { queued: 0, processing: 0, oldest: null })
    const start = new Date(clock.now()).toISOString()
    for (const id of ['first', 'second', 'third']) await submitAs(subject, 'normal', id)
    await sendAll(subject)
    await submit(subject, [aDocument()], { tenant_id: 'other' })
    await claim(subject, 'second')
    assert.deepEqual(await store.dispatch.backlog(), { queued: 3, processing: 1, oldest: start })
    await claim(subject, 'first')
    const next = new Date(Date.parse(start) + 2000).toISOString()
    assert.equal((await store.dispatch.backlog()).oldest, next)
  })

  test('tenants are those that have documents, each once', async (t) => {
    const subject = await open(t)
    const { store } = subject
    assert.deepEqual(await store.dispatch.tenants(10), [])
    // Names of which one begins with another, and continues before or behind the sign that follows it in an id.
    const tenants = ['a', 'a-b', 'a0', 'ab', 'b']
    for (const tenant_id of tenants.toReversed()) {
      await submit(subject, [aDocument(), aDocument()], { tenant_id })
    }
    assert.deepEqual((await store.dispatch.tenants(10)).sort(), tenants)
    assert.equal((await store.dispatch.tenants(2)).length, 2)
  })

  test('one leader at a time, until it resigns or its lease runs out', async (t) => {
    const { store, clock } = await open(t)
    const lead = (owner: string) => store.dispatch.lead('reconciler', owner, LEASE_MS)
    assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(lead)), [true, false, false])
    clock.advance(LEASE_MS - 1)
    assert.equal(await lead('a'), true)
    clock.advance(LEASE_MS - 1)
    assert.equal(await lead('b'), false)
    assert.equal(await store.dispatch.lead('another', 'b', LEASE_MS), true)
    await store.dispatch.resign('reconciler', 'b')
    assert.equal(await lead('b'), false)
    await store.dispatch.resign('reconciler', 'a')
    assert.equal(await lead('b'), true)
    clock.advance(LEASE_MS)
    assert.equal(await lead('a'), true)
  })
}
