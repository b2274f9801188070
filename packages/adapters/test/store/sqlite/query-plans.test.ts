import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { systemClock } from '@colophon/domain'
import { aDocument, aJob, temporaryFolder } from '@colophon/testkit'
import { openSqliteStore } from '../../../src/store/sqlite.ts'

/** Whole scans that are meant: of a partial index (only what waits or is in work), of JSON, of a table of a few rows. */
const MEANT = [
  /^SCAN documents USING (COVERING )?INDEX documents_(pending|sent|leased)$/,
  /^SCAN (json_each|reason) VIRTUAL TABLE/,
  /^SCAN CONSTANT ROW/,
  /^SCAN senders$/,
  /^SCAN dead_messages$/,
]

const TENANT = 'default'
const FILTERS = {
  job: [{}, { jobId: 'job' }],
  status: [{}, { status: 'queued' }, { status: 'failed' }] as const,
  collection: [{}, { collectionId: 'letters' }],
  document: [{}, { documentId: 'doc' }],
  days: [{}, { fromDay: '2026-01-01' }, { fromDay: '2026-01-01', toDay: '2026-01-31' }],
}

test('no query looks at more rows than it needs', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const statements = new Set<string>()
  const onPrepare = (sql: string): unknown => statements.add(sql)
  await using store = await openSqliteStore(file, { clock: systemClock, onPrepare })
  const job = aJob({ enrichment_job_id: 'job' })
  await store.jobs.create(job)
  await store.jobs.submit(job, [aDocument()])
  const page = { limit: 10 }
  for (const byJob of FILTERS.job) {
    for (const byStatus of FILTERS.status) {
      for (const byCollection of FILTERS.collection) {
        await store.documents.list(TENANT, { ...byJob, ...byStatus, ...byCollection }, page)
      }
    }
    for (const status of [undefined, 'pending'] as const) {
      await store.reviews.list(TENANT, { ...byJob, status }, page)
    }
    for (const byDocument of FILTERS.document) {
      for (const days of FILTERS.days) {
        await store.ledger.list(TENANT, { ...byJob, ...byDocument, ...days }, page)
        await store.ledger.summary(TENANT, { ...byJob, ...byDocument, ...days })
      }
    }
  }

  using database = new DatabaseSync(file)
  assert.ok(statements.size > 80)
  const offences: string[] = []
  for (const sql of statements) {
    if (!/^(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql)) continue
    for (const { detail } of database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()) {
      const line = String(detail)
      const sorts = line === 'USE TEMP B-TREE FOR ORDER BY'
      if (sorts || (line.startsWith('SCAN') && !MEANT.some((meant) => meant.test(line)))) {
        offences.push(`${line}: ${sql}`)
      }
    }
  }
  assert.deepEqual(offences, [])
})
