import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { aDocument, aJob, storeContract, temporaryFolder } from '@colophon/testkit'
import { openStore } from '../../../src/store/open.ts'

suite('store contract: sqlite', () => {
  storeContract((t, clock) =>
    openStore(`sqlite:${join(temporaryFolder(t), 'store.db')}`, { clock }),
  )
})

test('a store in memory is one of its own each time', async () => {
  await using store = await openStore('sqlite::memory:')
  await using other = await openStore('sqlite::memory:')
  const job = aJob()
  await store.jobs.create(job)
  assert.deepEqual(await store.jobs.submit(job, [aDocument()]), ['created'])
  assert.equal(await other.jobs.get(job.tenant_id, job.enrichment_job_id), null)
})
