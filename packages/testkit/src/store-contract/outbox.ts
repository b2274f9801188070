import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jobEvent, type WebhookDelivery } from '@colophon/domain'
import { aDocument } from '../factories.ts'
import { decide, decision } from './decide.ts'
import { after, anEvent, due, idsOf, iso } from './outbox-events.ts'
import { pruningCases } from './outbox-pruning.ts'
import {
  TENANT,
  allPages,
  complete,
  createJob,
  failDocument,
  submit,
  type OpenSubject,
  type Subject,
} from './subject.ts'

/** Tells of each job that has ended, as the coordinator does; returns the ids of the events. */
async function tell({ store, clock }: Subject): Promise<string[]> {
  const told: string[] = []
  for (const ended of await store.outbox.endedJobs(10)) {
    const { job, opened } = ended
    const counts = await store.jobs.counts(job.tenant_id, job.enrichment_job_id)
    const event = jobEvent(job, counts, opened, iso(clock.now()))
    if (await store.outbox.tellOfJob(ended, event)) told.push(event.event_id)
  }
  return told
}

function deliveryCases(open: OpenSubject): void {
  test('an event is delivered to each endpoint that it is shared out to, once', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    await store.outbox.share(anEvent('one'), ['a', 'b'])
    await store.outbox.share(anEvent('one'), ['a', 'b'])
    await store.outbox.share(anEvent('two', { kind: 'test' }), ['b'])
    await store.outbox.share(anEvent('none'), [])
    assert.deepEqual(await store.outbox.unshared(10), [])
    const [delivery] = await due(subject, 'a')
    assert.deepEqual(delivery, {
      event: anEvent('one'),
      delivery: {
        tenant_id: TENANT,
        event_id: 'one',
        endpoint: 'a',
        state: 'pending',
        attempts: 0,
        next_at: iso(clock.now()),
        last: null,
        updated_at: iso(clock.now()),
      },
    })
    assert.deepEqual(idsOf(await due(subject, 'b')).sort(), ['one', 'two'])
    assert.deepEqual(await store.outbox.due('other', 'a', 10), [])
    assert.deepEqual(await store.outbox.backlog(), { pending: 3, dead: 0 })
  })

  test('what failed comes again when it is due, and what is settled not at all', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    for (const id of ['ok', 'later', 'dead']) await store.outbox.share(anEvent(id), ['a'])
    const all = new Map((await due(subject, 'a')).map((one) => [one.event.event_id, one]))
    const settle = (id: string, overrides: Partial<WebhookDelivery>): Promise<boolean> => {
      const found = all.get(id)
      assert.ok(found)
      return store.outbox.settle(after(found, overrides))
    }
    const nextAt = iso(clock.now() + 10_000)
    assert.ok(await settle('ok', { state: 'delivered', last: '200' }))
    assert.ok(await settle('later', { next_at: nextAt, last: '500' }))
    assert.ok(await settle('dead', { state: 'dead', last: '500' }))
    assert.equal(
      await settle('later', { state: 'delivered' }),
      false,
      'a second end of one attempt',
    )
    assert.deepEqual(await due(subject, 'a'), [])
    clock.advance(10_000)
    const [again] = await due(subject, 'a')
    assert.deepEqual([again?.event.event_id, again?.delivery.attempts], ['later', 1])
    assert.deepEqual(await store.outbox.backlog(), { pending: 1, dead: 1 })
  })

  test('those that are due first come first, and no more than asked for', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    for (const id of ['1', '2', '3']) {
      await store.outbox.share(anEvent(id), ['a'])
      clock.advance(1_000)
    }
    assert.deepEqual(idsOf(await due(subject, 'a', 2)), ['1', '2'])
  })

  test('a replay makes deliveries pending again, one or all of a state', async (t) => {
    const subject = await open(t)
    const { store } = subject
    for (const id of ['1', '2', '3']) await store.outbox.share(anEvent(id), ['a', 'b'])
    for (const endpoint of ['a', 'b']) {
      for (const one of await due(subject, endpoint)) {
        await store.outbox.settle(after(one, { state: 'dead', last: '500' }))
      }
    }
    const replay = (which: { eventId: string } | { state: 'dead' }, tenant = TENANT) =>
      store.outbox.replay(tenant, { which, endpoint: 'a' })
    assert.equal(await replay({ eventId: '2' }, 'other'), 0)
    assert.equal(await replay({ eventId: 'none' }), 0)
    assert.equal(await replay({ eventId: '2' }), 1)
    const [again] = await due(subject, 'a')
    assert.deepEqual([again?.event.event_id, again?.delivery.attempts], ['2', 0])
    assert.equal(await replay({ state: 'dead' }), 2)
    assert.equal((await due(subject, 'a')).length, 3)
    assert.deepEqual(await due(subject, 'b'), [])
  })

  test('deliveries are listed in pages, the latest events first, by state and endpoint', async (t) => {
    const subject = await open(t)
    const { store } = subject
    for (const id of ['1', '2', '3', '4']) await store.outbox.share(anEvent(id), ['a', 'b'])
    const [first] = await due(subject, 'a', 1)
    assert.ok(first)
    await store.outbox.settle(after(first, { state: 'dead', last: 'timeout' }))
    const list = (filter: Parameters<typeof store.outbox.deliveries>[1], tenant = TENANT) =>
      allPages((page) => store.outbox.deliveries(tenant, filter, page), 3)
    const all = await list({})
    assert.equal(all.length, 8)
    assert.deepEqual([...new Set(all.map((one) => one.event_id))], ['4', '3', '2', '1'])
    assert.deepEqual(
      (await list({ endpoint: 'b' })).map((one) => one.event_id),
      ['4', '3', '2', '1'],
    )
    const [dead, ...others] = await list({ state: 'dead' })
    assert.deepEqual(others, [])
    assert.deepEqual([dead?.kind, dead?.last], ['task.approved', 'timeout'])
    assert.equal((await list({ state: 'pending' })).length, 7)
    assert.deepEqual(await list({ state: 'delivered' }), [])
    assert.deepEqual(await list({}, 'other'), [])
  })
}

function jobCases(open: OpenSubject): void {
  test('a job is told of once, when it is sealed and all its documents have ended', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const documents = [aDocument(), aDocument()]
    const job = await submit(subject, documents)
    const id = job.enrichment_job_id
    const [one, two] = documents.map(({ document_id }) => document_id)
    assert.ok(one !== undefined && two !== undefined)
    await complete(subject, one)
    await store.jobs.seal(TENANT, id)
    assert.deepEqual(await tell(subject), [], 'one is still open')
    await failDocument(subject, two)
    const unsealed = await submit(subject, [aDocument()])
    await store.jobs.cancel(TENANT, unsealed.enrichment_job_id)
    const [ended, ...others] = await store.outbox.endedJobs(10)
    assert.deepEqual(others, [])
    assert.deepEqual(ended, { job: await store.jobs.get(TENANT, id), opened: 0 })
    assert.deepEqual(await tell(subject), [`job_${id}_0`])
    assert.deepEqual(await tell(subject), [])
    const [event, ...more] = await store.outbox.unshared(10)
    assert.deepEqual(more, [])
    const { documents: counts, ...payload } = event?.payload ?? {}
    assert.equal(event?.kind, 'job.done')
    assert.equal((counts as { failed: number }).failed, 1)
    assert.deepEqual([payload['job_id'], payload['status']], [id, 'completed_with_errors'])
  })

  test('of two who tell of a job one does', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const job = await createJob(subject)
    await store.jobs.seal(TENANT, job.enrichment_job_id)
    const [ended] = await store.outbox.endedJobs(10)
    assert.ok(ended)
    const counts = await store.jobs.counts(TENANT, job.enrichment_job_id)
    const event = jobEvent(ended.job, counts, 0, iso(clock.now()))
    const told = await Promise.all([1, 2, 3].map(() => store.outbox.tellOfJob(ended, event)))
    assert.deepEqual(told.filter(Boolean), [true])
    assert.equal((await store.outbox.unshared(10)).length, 1)
  })

  for (const [how, again] of [
    [
      'its document is queued again',
      ({ store }: Subject, documentId: string) =>
        store.documents.requeue(TENANT, { documentId, statuses: ['completed'] }),
    ],
    [
      'the job is',
      ({ store }: Subject, _: string, jobId: string) =>
        store.documents.requeue(TENANT, { jobId, statuses: ['completed'] }),
    ],
    [
      'all documents are',
      ({ store }: Subject) => store.documents.requeue(TENANT, { statuses: ['completed'] }),
    ],
    [
      'a person sends its document back',
      async (subject: Subject, id: string) => {
        await decide(subject, id, { requeue: true })
      },
    ],
    [
      'its document comes with a new text',
      (subject: Subject, document_id: string) =>
        submit(subject, [aDocument({ document_id, text: 'Another' })]),
    ],
  ] as [string, (subject: Subject, documentId: string, jobId: string) => Promise<unknown>][]) {
    test(`a job is told of again after ${how} and has ended`, async (t) => {
      const subject = await open(t)
      const { store } = subject
      const document = aDocument()
      const job = await submit(subject, [document])
      const id = job.enrichment_job_id
      await store.jobs.seal(TENANT, id)
      await complete(subject, document.document_id)
      assert.deepEqual(await tell(subject), [`job_${id}_0`])
      await again(subject, document.document_id, id)
      assert.deepEqual(await tell(subject), [], 'it is open')
      await complete(subject, document.document_id)
      assert.deepEqual(await tell(subject), [`job_${id}_1`])
      assert.deepEqual(await tell(subject), [])
    })
  }

  test('an event of a decision is there when the decision is, and not when it is refused', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const document = aDocument()
    const id = document.document_id
    await submit(subject, [document])
    await complete(subject, id)
    const events = [anEvent('one'), anEvent('two')]
    await decide(subject, id, {}, events)
    const stale = await store.desk.commit({ ...(await decision(subject, id)), revision: 1 })
    assert.ok('conflict' in stale)
    assert.deepEqual(await store.outbox.unshared(10), events)
    await store.outbox.share(anEvent('one'), ['a'])
    assert.deepEqual(await store.outbox.unshared(10), [anEvent('two')])
    assert.deepEqual(idsOf(await due(subject, 'a')), ['one'])
  })

  test('a job that was opened again between look and word is not told of', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const document = aDocument()
    const job = await submit(subject, [document])
    await store.jobs.seal(TENANT, job.enrichment_job_id)
    await complete(subject, document.document_id)
    const [ended] = await store.outbox.endedJobs(10)
    assert.ok(ended)
    const counts = await store.jobs.counts(TENANT, job.enrichment_job_id)
    await store.documents.requeue(TENANT, { statuses: ['completed'] })
    const event = jobEvent(ended.job, counts, 0, iso(clock.now()))
    assert.equal(await store.outbox.tellOfJob(ended, event), false)
    assert.deepEqual(await store.outbox.unshared(10), [])
  })
}

/** Cases of what others are told of. */
export function outboxCases(open: OpenSubject): void {
  deliveryCases(open)
  pruningCases(open)
  jobCases(open)
}
