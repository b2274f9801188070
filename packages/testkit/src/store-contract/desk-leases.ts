import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LONGEST_LEASE_MS } from '@colophon/domain'
import { aDocument, aReview } from '../factories.ts'
import { idsOf, REVIEW_LEASE_MS, taking, taskOf } from './desk-subject.ts'
import { TENANT, numbered, submit, type OpenSubject, type Subject } from './subject.ts'

async function add(subject: Subject, count: number, overrides = {}): Promise<string[]> {
  const { store } = subject
  const ids = numbered('rev', count)
  const documents = ids.map(() => aDocument())
  await submit(subject, documents)
  for (const [turn, review_id] of ids.entries()) {
    const document_id = documents[turn]?.document_id ?? ''
    const task = aReview({ review_id, document_id, turn, ...overrides })
    assert.equal(await store.desk.addTask(task, []), true)
  }
  return ids
}

/** Cases of handing out tasks: nobody gets what somebody has. */
export function deskLeaseCases(open: OpenSubject): void {
  test('a task is handed out under a lease that names its owner, and counted up', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const [id = ''] = await add(subject, 1)
    const before = await taskOf(subject, id)
    const request = taking('eva')
    clock.advance(1_000)
    const taken = await store.desk.take(request)
    assert.deepEqual(taken, {
      ...before,
      version: before.version + 1,
      status: 'in_progress',
      lease_id: request.leaseId,
      lease_owner: 'eva',
      lease_until: new Date(clock.now() + REVIEW_LEASE_MS).toISOString(),
      updated_at: new Date(clock.now()).toISOString(),
    })
    assert.deepEqual(await taskOf(subject, id), taken)
    assert.equal(await store.desk.take(taking('eva')), null)
  })

  test('of many who ask at once no two get the same, and none gets none while there are some', async (t) => {
    const subject = await open(t)
    const ids = await add(subject, 25)
    const taken = await Promise.all(
      Array.from({ length: 40 }, (_, n) => subject.store.desk.take(taking(`reviewer-${n}`))),
    )
    const handed = taken.flatMap((task) => (task === null ? [] : [task.review_id]))
    assert.deepEqual(handed.sort(), ids)
  })

  test('a lease that has run out is none in any answer, and its task is handed out again', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const [id = ''] = await add(subject, 1)
    const first = await store.desk.take(taking('eva'))
    assert.deepEqual(await idsOf(subject, { statuses: ['in_progress'] }), [id])
    assert.deepEqual(await idsOf(subject, { assignee: 'eva' }), [id])
    assert.deepEqual(await idsOf(subject, { assignee: null }), [])
    clock.advance(REVIEW_LEASE_MS)
    assert.deepEqual(await idsOf(subject, { statuses: ['in_progress'] }), [])
    assert.deepEqual(await idsOf(subject, { statuses: ['pending'] }), [id])
    assert.deepEqual(await idsOf(subject, { assignee: 'eva' }), [])
    assert.deepEqual(await idsOf(subject, { assignee: null }), [id])
    const waiting = await taskOf(subject, id)
    assert.deepEqual(
      [waiting.status, waiting.lease_id, waiting.lease_owner, waiting.lease_until],
      ['pending', null, null, null],
    )
    const [listed] = (await store.desk.list(TENANT, {}, 'mixed', { limit: 1 })).items
    assert.deepEqual(listed, waiting)
    const { statuses } = await store.desk.counts(TENANT, {})
    assert.deepEqual([statuses.pending, statuses.in_progress], [1, 0])
    assert.equal((await store.reviews.counts(TENANT, {})).pending, 1)
    const again = await store.desk.take(taking('kim'))
    assert.deepEqual([again?.lease_owner, again?.version], ['kim', (first?.version ?? 0) + 1])
    assert.deepEqual(await idsOf(subject, { assignee: 'eva' }), [])
    assert.deepEqual(await idsOf(subject, { assignee: 'kim' }), [id])
  })

  test("a heartbeat prolongs a lease, also one that ran out and nobody took, but never a stranger's", async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const [id = ''] = await add(subject, 1)
    const request = taking('eva')
    const taken = await store.desk.take(request)
    const beat = (leaseId: string, tenantId = TENANT): Promise<boolean> =>
      store.desk.heartbeat(tenantId, id, { id: leaseId, untilMs: clock.now() + REVIEW_LEASE_MS })
    clock.advance(60_000)
    assert.equal(await beat(request.leaseId), true)
    assert.equal(await beat('another'), false)
    assert.equal(await beat(request.leaseId, 'other'), false)
    clock.advance(REVIEW_LEASE_MS - 1)
    const held = await taskOf(subject, id)
    assert.deepEqual([held.lease_owner, held.version], ['eva', taken?.version])
    clock.advance(60 * 60_000)
    assert.equal((await taskOf(subject, id)).lease_owner, null)
    assert.equal(await beat(request.leaseId), true)
    assert.equal((await taskOf(subject, id)).lease_owner, 'eva')
    clock.advance(REVIEW_LEASE_MS)
    assert.ok(await store.desk.take(taking('kim')))
    assert.equal(await beat(request.leaseId), false)
    assert.equal((await taskOf(subject, id)).lease_owner, 'kim')
  })

  test('a clock that has gone back leaves no task held for longer than any lease', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const [id = ''] = await add(subject, 1)
    assert.ok(await store.desk.take(taking('eva')))
    clock.advance(-10 * 60_000)
    assert.equal((await taskOf(subject, id)).lease_owner, 'eva')
    assert.equal(await store.desk.take(taking('kim')), null)
    clock.advance(-LONGEST_LEASE_MS)
    assert.equal((await taskOf(subject, id)).status, 'pending')
    assert.deepEqual(await idsOf(subject, { statuses: ['pending'], assignee: null }), [id])
    assert.equal((await store.desk.take(taking('kim')))?.lease_owner, 'kim')
  })

  test("nobody is handed what is another's, what they are barred from, or what they skipped today", async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const until = new Date(clock.now() + 1_000).toISOString()
    const change = async (id: string, overrides: object): Promise<void> => {
      const task = await taskOf(subject, id)
      assert.ok(await store.desk.putTask({ ...task, ...overrides, version: task.version + 1 }, []))
    }
    const [hers = '', barred = '', skipped = '', decided = '', own = ''] = await add(subject, 5)
    await change(hers, { assigned_to: 'kim' })
    await change(barred, { barred: ['eva'] })
    await change(skipped, { skips: [{ reviewer: 'eva', until }] })
    await change(decided, { status: 'approved' })
    await change(own, { assigned_to: 'eva' })
    const take = async (reviewer: string): Promise<string | undefined> =>
      (await store.desk.take(taking(reviewer)))?.review_id
    assert.equal(await take('eva'), own)
    assert.equal(await take('eva'), undefined)
    clock.advance(1_000)
    assert.equal(await take('eva'), skipped)
    assert.deepEqual(
      [await take('kim'), await take('kim'), await take('kim')],
      [hers, barred, undefined],
    )
  })

  test('an assigned task keeps its person when a lease on it runs out', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const [id = ''] = await add(subject, 1, { assigned_to: 'eva' })
    assert.ok(await store.desk.take(taking('eva')))
    clock.advance(REVIEW_LEASE_MS)
    assert.deepEqual(await idsOf(subject, { assignee: 'eva' }), [id])
    assert.deepEqual(await idsOf(subject, { assignee: null }), [])
    assert.equal(await store.desk.take(taking('kim')), null)
  })

  test('a task is changed by who has read it as it is, and by nobody else', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const [id = ''] = await add(subject, 1)
    const read = await taskOf(subject, id)
    const changes = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        store.desk.putTask({ ...read, assigned_to: `p${n}`, version: read.version + 1 }, []),
      ),
    )
    assert.equal(changes.filter(Boolean).length, 1)
    assert.equal(await store.desk.putTask({ ...read, review_id: 'none', version: 2 }, []), false)
    assert.equal(await store.desk.putTask({ ...read, tenant_id: 'other', version: 2 }, []), false)
    assert.equal((await taskOf(subject, id)).version, 2)
  })
}
