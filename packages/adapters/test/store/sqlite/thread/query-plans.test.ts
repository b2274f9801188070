import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aJob } from '@colophon/testkit'
import { openDatabase } from '../../../../src/store/sqlite/thread/open-database.ts'
import { createOperations } from '../../../../src/store/sqlite/thread/operations/index.ts'

/** Whole scans that are meant: of a partial index (only what waits or is in work), of JSON, of a table of a few rows. */
const MEANT = [
  /^SCAN documents USING (COVERING )?INDEX documents_(pending|sent|leased|unregistered)$/,
  // Collections that are due: those of both indexes, one after the other.
  /^SCAN (u|registers USING (COVERING )?INDEX registers_due)$/,
  /^SCAN (json_each|reason|place) VIRTUAL TABLE/,
  /^SCAN (CONSTANT ROW|\d+-ROW VALUES CLAUSE)$/,
  /^SCAN dispatchers$/,
  // Marks of the runs under way: an index would be written twice for each call.
  /^SCAN step_runs$/,
  // Found one after the other by an index.
  /^SCAN tenants$/,
  // An index of words: it finds what it is asked for.
  /^SCAN (i|search_index) VIRTUAL TABLE INDEX \d+:[M=]/,
  /^SCAN (jobs|outbox_events|webhook_deliveries) USING (COVERING )?INDEX (jobs_untold|outbox_events_unshared|webhook_deliveries_undelivered)$/,
  /^SCAN (dead_messages|sqlite_schema)$/,
]

const TENANT = 'default'
const FILTERS = {
  job: [{ equal: [] }, { jobId: 'job', equal: [['enrichment_job_id', 'job']] }] as const,
  status: [{}, { status: 'queued' }, { status: 'failed' }] as const,
  collection: [{}, { collectionId: 'letters' }],
  document: [{ equal: [] }, { equal: [['document_id', 'doc']] }] as const,
  agent: [{ equal: [] }, { equal: [['agent', 'entity-agent']] }] as const,
  days: [
    { fromDay: null, toDay: null },
    { fromDay: '2026-01-01', toDay: null },
    { fromDay: '2026-01-01', toDay: '2026-01-31' },
  ],
}

test('no query looks at more rows than it needs', () => {
  const statements = new Set<string>()
  using db = openDatabase(':memory:', { onPrepare: (sql) => statements.add(sql) })
  const { jobs, documents, ledger, outbox, search } = createOperations(db).operations
  jobs.create(aJob({ enrichment_job_id: 'job' }), '{}')
  for (const byJob of FILTERS.job) {
    for (const byStatus of FILTERS.status) {
      for (const byCollection of FILTERS.collection) {
        const filter = { ...byStatus, ...byCollection }
        if (!('jobId' in byJob)) documents.list(TENANT, filter, '', 10)
        else documents.listJob(TENANT, { ...filter, jobId: byJob.jobId }, -1, 10)
      }
    }
    for (const byDocument of FILTERS.document) {
      for (const days of FILTERS.days) {
        for (const byAgent of FILTERS.agent) {
          const filter = { equal: [...byJob.equal, ...byDocument.equal, ...byAgent.equal], ...days }
          ledger.list(TENANT, filter, ['', 0], 10)
          for (const by of [[], ['day', 'model'], ['collection_id', 'month']] as const) {
            ledger.sums(TENANT, filter, by)
          }
        }
      }
    }
  }

  for (const state of ['pending', 'dead', 'delivered', undefined] as const) {
    for (const endpoint of ['a', undefined]) {
      outbox.deliveries(TENANT, { state, endpoint }, [9, ''], 10)
    }
  }
  for (const which of [{ state: 'dead' } as const, { eventId: 'event' }]) {
    outbox.replay(TENANT, { which, endpoint: 'a' }, '')
  }
  for (const collectionId of ['letters', undefined]) {
    search.find({ tenantId: TENANT, collectionId, profile: 'letters' }, '"dear"', 9, 10)
    search.counts({ tenantId: TENANT, collectionId, profile: undefined })
  }
  assert.ok(statements.size > 80)
  const offences: string[] = []
  for (const sql of [...statements]) {
    if (!/^(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql)) continue
    for (const { detail } of db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()) {
      const line = String(detail)
      const sorts = line === 'USE TEMP B-TREE FOR ORDER BY'
      if (sorts || (line.startsWith('SCAN') && !MEANT.some((meant) => meant.test(line)))) {
        offences.push(`${line}: ${sql}`)
      }
    }
  }
  assert.deepEqual(offences, [])
})
