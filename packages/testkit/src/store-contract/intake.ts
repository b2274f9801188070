import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OcrJob } from '@colophon/domain'
import { TENANT, type OpenSubject } from './subject.ts'

const AT = '2026-01-15T12:00:00.000Z'

const ocrJob = (job_id: string, overrides: Partial<OcrJob> = {}): OcrJob => ({
  tenant_id: TENANT,
  job_id,
  status: 'completed',
  documents: [{ document_id: `${job_id}-1`, pages: ['one', 'two'] }],
  created_at: AT,
  updated_at: AT,
  ...overrides,
})

export function intakeCases(open: OpenSubject): void {
  test('OCR jobs are open until they are taken, the oldest first', async (t) => {
    const { store } = await open(t)
    const newer = ocrJob('newer', { created_at: '2026-02-01T00:00:00.000Z' })
    const older = ocrJob('older')
    await store.intake.putOcrJob(newer)
    await store.intake.putOcrJob(older)
    assert.deepEqual(await store.intake.openOcrJobs(10), [older, newer])
    assert.deepEqual(await store.intake.openOcrJobs(1), [older])
    await store.intake.markOcrJobTaken(TENANT, 'older')
    assert.deepEqual(await store.intake.openOcrJobs(10), [newer])
  })

  test('an OCR job delivered again stays taken, a corrected one is open again', async (t) => {
    const { store } = await open(t)
    await store.intake.putOcrJob(ocrJob('job'))
    await store.intake.markOcrJobTaken(TENANT, 'job')
    await store.intake.putOcrJob(ocrJob('job'))
    assert.deepEqual(await store.intake.openOcrJobs(10), [])
    const corrected = ocrJob('job', { documents: [{ document_id: 'job-1', pages: ['One'] }] })
    await store.intake.putOcrJob(corrected)
    assert.deepEqual(await store.intake.openOcrJobs(10), [corrected])
  })

  test('a dead message is kept once, however often it is delivered', async (t) => {
    const { store } = await open(t)
    const dead = (topic: string, body: string) => ({ topic, body, reason: 'not JSON', at: AT })
    await store.intake.putDeadMessage(dead('enrichment', '{"v": 1, \0 \ud83d'))
    await store.intake.putDeadMessage(dead('enrichment', '{"v": 1, \0 \ud83d'))
    await store.intake.putDeadMessage(dead('enrichment', 'other'))
    await store.intake.putDeadMessage(dead('enrichment.low', 'other'))
    assert.deepEqual(await store.intake.deadMessages(10), [
      dead('enrichment.low', 'other'),
      dead('enrichment', 'other'),
      dead('enrichment', '{"v": 1, \0 \ud83d'),
    ])
    assert.equal((await store.intake.deadMessages(1)).length, 1)
  })

  test('of a very long dead message the first 64 KiB are kept', async (t) => {
    const { store } = await open(t)
    const long = { topic: 'enrichment', reason: 'too long', at: AT }
    await store.intake.putDeadMessage({ ...long, body: 'é'.repeat(100_000) })
    await store.intake.putDeadMessage({ ...long, body: 'é'.repeat(100_001) })
    const messages = await store.intake.deadMessages(10)
    assert.equal(messages.length, 2)
    assert.equal(messages[0]?.body, 'é'.repeat(32 * 1024))
  })
}
