import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FoundOcrJob, OcrJob, Store } from '@colophon/domain'
import { rejectsWith, TENANT, type OpenSubject } from './subject.ts'

const AT = '2026-01-15T12:00:00.000Z'
const REASON = { code: 'input.invalid_ocr_job', message: 'OCR job: cannot be read' }

const ocrJob = (job_id: string, overrides: Partial<OcrJob> = {}): OcrJob => ({
  tenant_id: TENANT,
  job_id,
  status: 'completed',
  documents: [{ document_id: `${job_id}-1`, pages: ['one', 'two'] }],
  created_at: AT,
  updated_at: AT,
  ...overrides,
})

const corrected = (job_id: string): OcrJob =>
  ocrJob(job_id, { documents: [{ document_id: `${job_id}-1`, pages: ['One'] }] })

const withoutDelivery = ({ delivery: _, ...fields }: FoundOcrJob) => fields
const withoutStatus = ({ status: _, ...fields }: OcrJob) => fields

async function assertOpen({ intake }: Store, ...jobs: OcrJob[]): Promise<void> {
  const open = await intake.openOcrJobs(10)
  assert.deepEqual(open.map(withoutDelivery), jobs.map(withoutStatus))
}

async function firstOpen({ intake }: Store): Promise<FoundOcrJob> {
  const [found] = await intake.openOcrJobs(1)
  assert.ok(found, 'an OCR job is open')
  return found
}

export function ocrJobCases(open: OpenSubject): void {
  test('OCR jobs are open until they are taken, the oldest first', async (t) => {
    const { store } = await open(t)
    const newer = ocrJob('newer', { created_at: '2026-02-01T00:00:00.000Z' })
    const older = ocrJob('older')
    await store.intake.putOcrJob(newer)
    await store.intake.putOcrJob(older)
    await assertOpen(store, older, newer)
    assert.equal((await store.intake.openOcrJobs(1)).length, 1)
    const { delivery } = await firstOpen(store)
    assert.equal(await store.intake.markOcrJobTaken(delivery), true)
    await assertOpen(store, newer)
    assert.equal(await store.intake.markOcrJobTaken(delivery), false)
    assert.equal(await store.intake.rejectOcrJob(delivery, REASON), false)
    assert.deepEqual(await store.intake.rejectedOcrJobs(10), [])
  })

  test('an OCR job delivered again stays taken, a corrected one is open again', async (t) => {
    const { store } = await open(t)
    await store.intake.putOcrJob(ocrJob('job'))
    await store.intake.markOcrJobTaken((await firstOpen(store)).delivery)
    await store.intake.putOcrJob(ocrJob('job'))
    await assertOpen(store)
    await store.intake.putOcrJob(corrected('job'))
    await assertOpen(store, corrected('job'))
  })

  test('an OCR job keeps the profile it names; delivered again with another one, or none, it is open again', async (t) => {
    const { store } = await open(t)
    for (const named of [{ profile: 'recipes' }, { profile: 'letters' }, {}]) {
      await store.intake.putOcrJob(ocrJob('job', named))
      await assertOpen(store, ocrJob('job', named))
      await store.intake.markOcrJobTaken((await firstOpen(store)).delivery)
      await store.intake.putOcrJob(ocrJob('job', named))
      await assertOpen(store)
    }
  })

  test('an OCR job that is replaced after it was read stays open', async (t) => {
    const { store } = await open(t)
    await store.intake.putOcrJob(ocrJob('job'))
    const { delivery } = await firstOpen(store)
    await store.intake.putOcrJob(corrected('job'))
    assert.equal(await store.intake.markOcrJobTaken(delivery), false)
    assert.equal(await store.intake.rejectOcrJob(delivery, REASON), false)
    await assertOpen(store, corrected('job'))
    const read = await firstOpen(store)
    assert.notDeepEqual(read.delivery, delivery)
    assert.equal(await store.intake.markOcrJobTaken(read.delivery), true)
  })

  test('whenever it is replaced, a delivery is not lost', async (t) => {
    const { store } = await open(t)
    for (let n = 0; n < open.runs(40); n += 1) {
      const id = `job-${n}`
      await store.intake.putOcrJob(ocrJob(id))
      const { delivery } = await firstOpen(store)
      await Promise.all([
        store.intake.markOcrJobTaken(delivery),
        store.intake.putOcrJob(corrected(id)),
      ])
      await assertOpen(store, corrected(id))
      assert.equal(await store.intake.markOcrJobTaken((await firstOpen(store)).delivery), true)
    }
  })
  rejectionCases(open)
}

function rejectionCases(open: OpenSubject): void {
  test('a rejected OCR job is not open, and says why', async (t) => {
    const { store, clock } = await open(t)
    await store.intake.putOcrJob(ocrJob('job'))
    const { delivery } = await firstOpen(store)
    assert.equal(await store.intake.rejectOcrJob(delivery, REASON), true)
    await assertOpen(store)
    const [rejected, ...more] = await store.intake.rejectedOcrJobs(10)
    const at = new Date(clock.now()).toISOString()
    assert.deepEqual(rejected?.error, { ...REASON, at })
    assert.deepEqual([rejected.job_id, rejected.updated_at, more], ['job', at, []])
    assert.equal(await store.intake.markOcrJobTaken(delivery), false)
  })

  test('a rejected OCR job is open again when it is corrected, without the reason', async (t) => {
    const { store } = await open(t)
    await store.intake.putOcrJob(ocrJob('job'))
    await store.intake.rejectOcrJob((await firstOpen(store)).delivery, REASON)
    await store.intake.putOcrJob(ocrJob('job'))
    await assertOpen(store)
    await store.intake.putOcrJob(corrected('job'))
    await assertOpen(store, corrected('job'))
    assert.deepEqual(await store.intake.rejectedOcrJobs(10), [])
    await store.intake.markOcrJobTaken((await firstOpen(store)).delivery)
    await assertOpen(store)
  })

  test('rejected OCR jobs are listed from the newest', async (t) => {
    const { store } = await open(t)
    for (const month of ['01', '03', '02']) {
      const created_at = `2026-${month}-01T00:00:00.000Z`
      await store.intake.putOcrJob(ocrJob(month, { created_at }))
      await store.intake.rejectOcrJob((await firstOpen(store)).delivery, REASON)
    }
    const ids = (await store.intake.rejectedOcrJobs(2)).map(({ job_id }) => job_id)
    assert.deepEqual(ids, ['03', '02'])
  })

  test('an OCR job of no tenant or without an id is refused', async (t) => {
    const { store } = await open(t)
    for (const bad of ['', 'a\0b', 'a\ud83d']) {
      await rejectsWith('input.invalid_document', store.intake.putOcrJob(ocrJob(bad)))
      const ofNobody = ocrJob('job', { tenant_id: bad })
      await rejectsWith('input.invalid_document', store.intake.putOcrJob(ofNobody))
    }
    await assertOpen(store)
  })
}
