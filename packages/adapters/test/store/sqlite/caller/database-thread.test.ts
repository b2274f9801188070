import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import type { ColophonError } from '@colophon/domain'
import { aJob, temporaryFolder } from '@colophon/testkit'
import { openStore } from '../../../../src/store/open.ts'
import { DatabaseThread } from '../../../../src/store/sqlite/caller/database-thread.ts'

const memory = { path: ':memory:', maxPages: undefined }

test('a defect is told to its caller only', async () => {
  const thread = await DatabaseThread.open(memory)
  const broken = thread.write('jobs', 'create', null as never, '{}')
  const job = aJob()
  const fine = thread.write('jobs', 'create', job, '{}')
  await assert.rejects(broken, (thrown: Error) => !('code' in thrown))
  await fine
  const row = await thread.read('jobs', 'get', job.tenant_id, job.enrichment_job_id)
  assert.equal(row?.['enrichment_job_id'], job.enrichment_job_id)
  await thread.close()
})

test('what cannot be sent is told to its caller, and the thread goes on', async () => {
  const thread = await DatabaseThread.open(memory)
  const broken = thread.write('jobs', 'create', { ...aJob(), options: { run: () => 1 } }, '{}')
  const fine = thread.write('jobs', 'create', aJob(), '{}')
  await assert.rejects(broken)
  await fine
  await thread.close()
})

test('closing answers what was asked before, and may be done twice', async () => {
  const thread = await DatabaseThread.open(memory)
  const read = thread.read('dispatch', 'owners')
  const written = thread.write('jobs', 'create', aJob(), '{}')
  await Promise.all([thread.close(), thread.close()])
  assert.deepEqual(await read, [])
  await written
  await assert.rejects(
    thread.read('dispatch', 'owners'),
    (thrown: ColophonError) => thrown.code === 'store.unavailable',
  )
})

test('a process that forgets to close its store ends all the same, with everything written', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const job = aJob({ enrichment_job_id: 'job' })
  const index = join(import.meta.dirname, '../../../../src/store/open.ts')
  const script = `
    const { openStore } = await import(${JSON.stringify(index)})
    const store = await openStore(${JSON.stringify(`sqlite:${file}`)})
    void store.jobs.create(${JSON.stringify(job)})`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 30_000,
  })
  await using store = await openStore(`sqlite:${file}`)
  assert.deepEqual(await store.jobs.get(job.tenant_id, 'job'), job)
})
