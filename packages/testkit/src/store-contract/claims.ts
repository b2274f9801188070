import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClaimRef, Store } from '@colophon/domain'
import { aCompletion, aCost, aDocument, aRun, anAnswer } from '../factories.ts'
import {
  LEASE_MS,
  TENANT,
  anError,
  claim,
  complete,
  endLeases,
  numbered,
  read,
  rejectsWith,
  submit,
  submitOne,
  type OpenSubject,
} from './subject.ts'

const DAY_MS = 86_400_000

/** Everything a worker may do with a claim, by name. */
const FENCED: Record<string, (store: Store, ref: ClaimRef) => Promise<unknown>> = {
  renew: (store, ref) => store.work.renew(ref, LEASE_MS),
  beginRuns: (store, ref) => store.work.beginRuns(ref, [aRun()]),
  putAnswer: (store, ref) => store.work.putAnswer(ref, anAnswer(), [aCost()], 'run'),
  endRun: (store, ref) => store.work.endRun(ref, 'run', [aCost()]),
  commit: (store, ref) => store.work.commit(ref, aCompletion()),
  retryLater: (store, ref) =>
    store.work.retryLater(ref, { code: 'x', message: 'x', at: '' }, new Date(0), 'counted'),
  fail: (store, ref) => store.work.fail(ref, { code: 'x', message: 'x', at: '' }, {}, null),
  release: (store, ref) => store.work.release(ref),
}

export function claimCases(open: OpenSubject): void {
  test('of many claims at once exactly one gets each document', async (t) => {
    const subject = await open(t)
    const ids = numbered('d', 20)
    await submit(
      subject,
      ids.map((document_id) => aDocument({ document_id })),
    )
    const owners = numbered('w', 8)
    const claims = await Promise.all(
      owners.flatMap((owner) =>
        ids.map((id) => subject.store.work.claim(TENANT, id, owner, LEASE_MS)),
      ),
    )
    const won = claims.filter((one) => one !== null)
    assert.deepEqual(won.map((one) => one.ref.document_id).sort(), ids)
    assert.equal(new Set(won.map((one) => one.ref.token)).size, ids.length)
  })

  test('a claim shows the document as it is now: processing, leased, its attempt counted', async (t) => {
    const subject = await open(t)
    const { id } = await submitOne(subject)
    const { document, ref } = await claim(subject, id)
    const until = new Date(subject.clock.now() + LEASE_MS).toISOString()
    assert.equal(document.status, 'processing')
    assert.equal(document.attempts, 1)
    assert.deepEqual(document.lease, { owner: 'worker-a', token: ref.token, until })
    assert.deepEqual(await read(subject, id), document)
  })

  test('what was sent can be claimed, although the clock went back since', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id } = await submitOne(subject)
    const items = await store.dispatch.pending(10)
    clock.advance(-DAY_MS)
    assert.equal(await store.work.claim(TENANT, id, 'worker-a', LEASE_MS), null)
    await store.dispatch.markSent(items, 'process-a')
    const { ref } = await claim(subject, id)
    const nextAt = new Date(clock.now() + 1_000)
    await store.work.retryLater(ref, anError(subject), nextAt, 'counted')
    assert.equal(await store.work.claim(TENANT, id, 'worker-a', LEASE_MS), null)
  })

  test('only documents that are due can be claimed', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    await store.work.retryLater(ref, anError(subject), new Date(clock.now() + 30_000), 'counted')
    const waiting = await read(subject, id)
    assert.deepEqual([waiting.status, waiting.attempts, waiting.lease], ['queued', 1, null])
    assert.equal(waiting.error?.code, 'model.unavailable')
    assert.equal(waiting.dispatch.state, 'pending')
    assert.equal(await store.work.claim(TENANT, id, 'worker-b', LEASE_MS), null)
    clock.advance(30_000)
    assert.equal((await claim(subject, id, 'worker-b')).document.attempts, 2)
    assert.equal(await store.work.claim('other', id, 'worker-b', LEASE_MS), null)
    assert.equal(await store.work.claim(TENANT, 'none', 'worker-b', LEASE_MS), null)
  })

  test('a lease stands until it is ended, whatever the clock says, and its first owner can write no more', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id } = await submitOne(subject)
    const stale = await claim(subject, id)
    for (const days of [1, -2]) {
      clock.advance(days * DAY_MS)
      assert.equal(await store.work.claim(TENANT, id, 'worker-b', LEASE_MS), null)
      await store.work.renew(stale.ref, LEASE_MS)
    }
    assert.equal(await endLeases(subject), 1)
    const fresh = await claim(subject, id, 'worker-b')
    assert.equal(fresh.document.attempts, 2)
    const before = await read(subject, id)
    for (const method of Object.values(FENCED)) {
      await rejectsWith('lease.lost', method(store, stale.ref))
    }
    assert.deepEqual(await read(subject, id), before)
    assert.deepEqual((await store.ledger.list(TENANT, {}, { limit: 10 })).items, [])
  })

  for (const [name, method] of Object.entries(FENCED)) {
    test(`${name} needs the claim's own token, tenant and document`, async (t) => {
      const subject = await open(t)
      const { store } = subject
      const { id } = await submitOne(subject)
      const { id: otherId } = await submitOne(subject)
      const { ref } = await claim(subject, id)
      await claim(subject, otherId)
      for (const wrong of [{ token: 'x' }, { tenant_id: 'other' }, { document_id: otherId }]) {
        await rejectsWith('lease.lost', method(store, { ...ref, ...wrong }))
      }
      await method(store, ref)
    })

    test(`${name} is refused after the end of the claim`, async (t) => {
      const subject = await open(t)
      const { store } = subject
      const { id } = await submitOne(subject)
      const { ref } = await claim(subject, id)
      await store.work.commit(ref, aCompletion())
      await rejectsWith('lease.lost', method(store, ref))
    })
  }

  test('one refused write does not spoil the others of its moment', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const results = await Promise.allSettled([
      store.work.commit({ ...ref, token: 'stale' }, aCompletion()),
      store.work.beginRuns(ref, [aRun({ run_id: 'run-1' })]),
      // No store holds such an amount: a defect of the caller, and nobody else's.
      store.work.beginRuns(ref, [
        aRun({ run_id: 'run-2', limits: [{ key: 'day', limit_pico_usd: 1n << 70n }] }),
      ]),
      store.work.commit(ref, aCompletion()),
    ])
    assert.equal(results[0].status, 'rejected')
    assert.equal(results[1].status, 'fulfilled')
    assert.equal(results[3].status, 'fulfilled')
    assert.equal((await read(subject, id)).status, 'completed')
  })

  test('being put off until there is money does not count as an attempt', async (t) => {
    const subject = await open(t)
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const error = anError(subject, 'budget.exhausted')
    await subject.store.work.retryLater(ref, error, new Date(subject.clock.now()), 'uncounted')
    assert.equal((await read(subject, id)).attempts, 0)
  })

  test('a released document is due at once and the attempt does not count', async (t) => {
    const subject = await open(t)
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    await subject.store.work.release(ref)
    const released = await read(subject, id)
    assert.deepEqual([released.status, released.attempts, released.lease], ['queued', 0, null])
    assert.equal(released.dispatch.state, 'pending')
    assert.equal((await claim(subject, id, 'worker-b')).document.attempts, 1)
  })

  test('a failed document says why, and can be sent round again', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const agents = { 'content-agent': { status: 'failed', ms: 4, why: 'model.refused' } } as const
    await store.work.fail(ref, anError(subject), agents, null)
    const failed = await read(subject, id)
    assert.deepEqual([failed.status, failed.lease], ['failed', null])
    assert.deepEqual(failed.error, anError(subject))
    assert.deepEqual(failed.agents, agents)
    assert.equal(await store.work.claim(TENANT, id, 'worker-b', LEASE_MS), null)
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['failed'] })
    await complete(subject, id)
    assert.equal((await read(subject, id)).error, null)
  })
}
