import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import type { OcrJob } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { createLogger, newId } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { temporaryFolder } from '@colophon/testkit'
import { createCoordinator } from '../src/coordinator.ts'
import { takeOcrJobs, type OcrWatcherDeps } from '../src/ocr-watcher.ts'

const AT = '2026-01-15T12:00:00.000Z'

export const ocrJob = (overrides: Partial<OcrJob> = {}): OcrJob => ({
  tenant_id: 'default',
  job_id: 'scan-7',
  status: 'completed',
  documents: [
    {
      document_id: 'p1',
      pages: ['Dear Mary,', 'yours, John'],
      confidence: 0.9,
      language: 'en',
      source_file: 'box1/p1.tif',
    },
    { document_id: 'p2' },
    { text: 'Dear John,' },
  ],
  created_at: AT,
  updated_at: AT,
  ...overrides,
})

/** A coordinator over a real SQLite file that takes OCR jobs when it is told to. */
export async function start(t: TestContext) {
  const lines: string[] = []
  const log = createLogger({ service: 't', stream: { write: (line) => lines.push(line) } })
  const store = await openStore(`sqlite:${join(temporaryFolder(t), 'test.db')}`)
  const bus = await openBus('local:')
  const metrics = createMetrics({ service: 't', version: '0' })
  const coordinator = createCoordinator({
    profiles: [lettersProfile],
    store,
    bus,
    owner: 'test',
    isDead: () => false,
    newJobId: () => newId('job'),
    log,
    metrics,
    now: () => Date.now(),
    settings: { ocrJobsEveryMs: 10 },
  })
  const deps: OcrWatcherDeps = {
    profiles: [lettersProfile],
    store,
    openJob: (request) => coordinator.openJob(request),
    log,
    metrics,
    maxTextBytes: 10_000,
  }
  t.after(async () => {
    await bus[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })
  const jobs = async () => (await store.jobs.list('default', { limit: 10 })).items
  const rejected = async () =>
    (await store.intake.rejectedOcrJobs(100)).map(({ job_id, error }) => [job_id, error?.code])
  const take = () => takeOcrJobs(deps)
  return { store, coordinator, deps, jobs, rejected, lines, metrics, take }
}
