import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DispatchItem, Priority } from '@colophon/domain'
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
    await store.work.fail(again.ref, error, {})
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
    assert.equal(await store.dispatch.redispatch(new Date(clock.now()), 100), 0)
    clock.advance(10_000)
    await submitAs(subject, 'normal', 'just-sent')
    await sendAll(subject, 'process-b')
    assert.equal(await store.dispatch.redispatch(new Date(clock.now() - 5000), 100), 1)
    assert.deepEqual(idsOf(await store.dispatch.pending(100)), ['lost'])
    await sendAll(subject)
    assert.equal((await read(subject, 'lost')).dispatch.n, 2)
  })

  test('redispatch and expiry do no more than their limit at once', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const ids = numbered('d', 7)
    await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    await sendAll(subject)
    clock.advance(1000)
    const redispatch = () => store.dispatch.redispatch(new Date(clock.now()), 4)
    assert.deepEqual([await redispatch(), await redispatch(), await redispatch()], [4, 3, 0])
    for (const id of ids) await claim(subject, id)
    clock.advance(LEASE_MS)
    const expire = () => store.dispatch.expireLeases(4)
    assert.deepEqual([await expire(), await expire(), await expire()], [4, 3, 0])
  })

  test('a lease that has run out goes back to the queue, due at once', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id } = await submitOne(subject)
    await sendAll(subject)
    await claim(subject, id)
    clock.advance(LEASE_MS - 1)
    assert.equal(await store.dispatch.expireLeases(100), 0)
    clock.advance(1)
    assert.equal(await store.dispatch.expireLeases(100), 1)
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
