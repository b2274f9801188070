import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TERMINAL_STATUSES, type JobCounts, type JobRecord } from '@colophon/domain'
import { aCompletion, aDocument } from '../factories.ts'
import {
  LEASE_MS,
  endLeases,
  TENANT,
  allPages,
  anError,
  createJob,
  numbered,
  type OpenSubject,
  type Subject,
} from './subject.ts'

const IDS = numbered('d', 4)
const ACTIONS = [
  'submit',
  'submit',
  'revise',
  'commit',
  'review',
  'fail',
  'retry',
  'release',
  'claim',
  'expire',
  'requeue',
  'cancel',
] as const

const step = fc.record({
  action: fc.constantFrom(...ACTIONS),
  id: fc.constantFrom(...IDS),
  job: fc.nat({ max: 2 }),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function work(subject: Subject, { action, id }: Step): Promise<void> {
  const { store, clock } = subject
  const claimed = await store.work.claim(TENANT, id, 'worker-a', LEASE_MS)
  if (claimed === null) return
  const { ref } = claimed
  if (action === 'commit') await store.work.commit(ref, aCompletion())
  if (action === 'review') await store.work.commit(ref, aCompletion({ review_status: 'pending' }))
  if (action === 'fail') await store.work.fail(ref, anError(subject), {}, null)
  if (action === 'retry')
    await store.work.retryLater(ref, anError(subject), new Date(clock.now()), 'counted')
  if (action === 'release') await store.work.release(ref)
}

async function take(subject: Subject, jobs: JobRecord[], one: Step): Promise<void> {
  const { store, clock } = subject
  const job = jobs[one.job]
  assert.ok(job)
  const jobId = job.enrichment_job_id
  switch (one.action) {
    case 'submit':
    case 'revise': {
      const text = one.action === 'submit' ? 'as it was' : `revised at ${String(clock.now())}`
      await store.jobs.submit(job, [aDocument({ document_id: one.id, text })])
      return
    }
    case 'expire':
      clock.advance(LEASE_MS)
      await endLeases(subject)
      return
    case 'requeue':
      await store.documents.requeue(TENANT, { jobId, statuses: TERMINAL_STATUSES })
      return
    case 'cancel':
      await store.jobs.cancel(TENANT, jobId)
      // Back to a job that takes documents.
      jobs[one.job] = await createJob(subject)
      return
    default:
      await work(subject, one)
  }
}

async function countsFromDocuments({ store }: Subject, jobId: string): Promise<JobCounts> {
  const documents = await allPages((page) => store.documents.list(TENANT, { jobId }, page), 100)
  const count = (matches: (one: (typeof documents)[number]) => boolean): number =>
    documents.filter(matches).length
  const done = documents.filter((one) => one.status === 'completed')
  return {
    total: documents.length,
    queued: count((one) => one.status === 'queued'),
    processing: count((one) => one.status === 'processing'),
    completed: done.length,
    failed: count((one) => one.status === 'failed'),
    cancelled: count((one) => one.status === 'cancelled'),
    auto_approved: done.filter((one) => one.review_status === 'not_required').length,
    to_review: done.filter((one) => one.review_status === 'pending').length,
  }
}

export function consistencyCases(open: OpenSubject): void {
  test('whatever happens, counts and backlog agree with the documents', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const jobs = [await createJob(subject), await createJob(subject), await createJob(subject)]
    const ids = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const one of steps) {
          await take(subject, jobs, one)
          subject.clock.advance(1)
        }
        for (const { enrichment_job_id } of jobs) ids.add(enrichment_job_id)
        for (const id of ids) {
          const expected = await countsFromDocuments(subject, id)
          assert.deepEqual(await store.jobs.counts(TENANT, id), expected)
        }
        const all = await allPages((page) => store.documents.list(TENANT, {}, page), 100)
        const backlog = await store.dispatch.backlog()
        assert.equal(backlog.queued, all.filter((one) => one.status === 'queued').length)
        assert.equal(backlog.processing, all.filter((one) => one.status === 'processing').length)
        for (const one of all) assert.equal(one.lease !== null, one.status === 'processing')
      }),
      { numRuns: open.runs(40) },
    )
  })
}
