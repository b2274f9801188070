import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { suite, test } from 'node:test'
import { DEFAULT_TENANT, type ReviewRecord, type Store } from '@colophon/domain'
import { aCompletion, aDocument, aJob, anAuditEvent, aReview } from '@colophon/testkit'
import { openStore } from '../../../../src/store/open.ts'
import type { CopyTarget } from '../../../../src/store/backup/parts.ts'
import { connect } from '../../../../src/store/mongo/connection/connection.ts'
import { copyMongo } from '../../../../src/store/mongo/backup/copy.ts'
import { DocumentBatch } from '../../../../src/store/mongo/backup/document-batch.ts'
import { AS_STORED } from '../../../../src/store/mongo/backup/lines.ts'
import { withoutUnknown } from '../../../../src/store/mongo/backup/budgets.ts'
import { skip, suiteMongo } from '../servers.ts'

const ID = 'doc-1'
const KEY = `${DEFAULT_TENANT}/${ID}`

/** A document that waits for review. */
async function reviewed(store: Store): Promise<ReviewRecord> {
  const job = aJob()
  await store.jobs.create(job)
  await store.jobs.submit(job, [aDocument({ document_id: ID })])
  const claim = await store.work.claim(DEFAULT_TENANT, ID, 'worker', 60_000)
  assert.ok(claim)
  const review = aReview({ document_id: ID, enrichment_job_id: job.enrichment_job_id })
  const audit = [anAuditEvent({ document_id: ID })]
  await store.work.commit(claim.ref, aCompletion({ review_status: 'pending', review, audit }))
  return review
}

async function approve(store: Store, task: ReviewRecord): Promise<void> {
  const document = await store.documents.get(DEFAULT_TENANT, ID)
  assert.ok(document)
  const { enriched_data, provenance, rivals, quality_metrics, revision } = document
  const outcome = await store.desk.commit({
    tenant_id: DEFAULT_TENANT,
    document_id: ID,
    revision,
    document: { enriched_data, provenance, rivals, quality_metrics, review_status: 'approved' },
    task: { ...task, version: task.version + 1, status: 'approved' },
    audit: [anAuditEvent({ document_id: ID, actor: 'human:eva', revision: revision + 1 })],
    outbox: [],
  })
  assert.ok('committed' in outcome)
}

/** Keeps the lines of each part; `onLine` is waited for, as a slow disk would be. */
function keeping(onLine: (part: string) => Promise<void>) {
  const parts = new Map<string, string>()
  const target: CopyTarget = {
    scratch: tmpdir(),
    part: (name) => {
      parts.set(name, '')
      return Promise.resolve({
        write: async (chunk) => {
          parts.set(name, (parts.get(name) ?? '') + String(chunk))
          await onLine(name)
        },
        end: () => Promise.resolve(),
      })
    },
  }
  const recordsOf = (name: string): Record<string, unknown>[] =>
    (parts.get(`${name}.ndjson`) ?? '')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { target, recordsOf }
}

suite('a copy of a database that is written to', { skip }, () => {
  const servers = suiteMongo('copies')

  test('reads a document again whose task is a step ahead of it', async () => {
    const url = servers.url()
    await using store = await openStore(url)
    const task = await reviewed(store)
    await using connection = await connect(url)
    const stale = await connection.collections.documents.find({}, AS_STORED).toArray()
    await approve(store, task)
    const batch = await DocumentBatch.read(connection, stale)
    assert.equal(batch.documents.get(KEY)?.['review_status'], 'approved')
    assert.deepEqual(
      batch.tasks.get(KEY)?.map(({ status }) => status),
      ['approved'],
    )
  })

  test('leaves out events that its document does not know of yet', async () => {
    const url = servers.url()
    await using store = await openStore(url)
    const task = await reviewed(store)
    let isApproved = false
    const { target, recordsOf } = keeping(async (part) => {
      if (part !== 'enriched_documents.ndjson' || isApproved) return
      isApproved = true
      await approve(store, task)
    })
    const { counts } = await copyMongo(url, target)
    assert.equal(recordsOf('enriched_documents')[0]?.['review_status'], 'pending')
    assert.equal(recordsOf('review_queue')[0]?.['status'], 'pending')
    assert.equal(recordsOf('audit_events').length, 1)
    assert.deepEqual([counts['audit_events'], counts['enriched_documents']], [1, 1])
  })
})

suite('a copy of a budget', () => {
  test('reserves nothing for runs that the copy knows nothing of', () => {
    const reservations = { known: 3n, later: 4n }
    const amounts = { committed_pico_usd: 17n, reserved_pico_usd: 7n, spent_pico_usd: 10n }
    const budget = { _id: 'default/day', ...amounts, reservations }
    const copied = withoutUnknown(budget, new Set(['known']))
    const said = ['committed_pico_usd', 'reserved_pico_usd', 'spent_pico_usd'].map((name) =>
      String(copied[name]),
    )
    assert.deepEqual(said, ['13', '3', '10'])
    assert.deepEqual(copied['reservations'], { known: 3n })
    assert.equal(withoutUnknown(budget, new Set(['known', 'later'])), budget)
  })
})
