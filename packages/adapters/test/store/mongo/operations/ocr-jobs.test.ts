import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { systemClock, type FoundOcrJob, type Store } from '@colophon/domain'
import { MongoClient, ObjectId, type Collection } from 'mongodb'
import { openMongoStore } from '../../../../src/store/mongo/open.ts'
import { connect, type Connection } from '../../../../src/store/mongo/connection/connection.ts'
import { settleOcrJob } from '../../../../src/store/mongo/operations/ocr-jobs.ts'
import { skip, suiteMongo } from '../servers.ts'

const TENANT = 'default'
const CREATED_AT = new Date('2026-01-15T12:00:00Z')
const REASON = { code: 'input.invalid_ocr_job', message: 'OCR job: cannot be read' }

const letter = (text: string) => [{ document_id: 'a', text }]
const left = (overrides: Record<string, unknown> = {}) => ({
  job_id: 'ocr-7',
  status: 'completed',
  documents: letter('Dear Mary'),
  created_at: CREATED_AT,
  ...overrides,
})

interface Rig {
  store: Store
  connection: Connection
  /** The collection as another system writes to it, without any condition. */
  records: Collection
  first: () => Promise<FoundOcrJob>
}

function foreignJobs(start: (t: TestContext) => Promise<Rig>): void {
  test('a job that an OCR system has put there itself is found and taken', async (t) => {
    const { store, records, first } = await start(t)
    await records.insertOne(left())
    const { delivery, ...found } = await first()
    const at = CREATED_AT.toISOString()
    const { job_id, documents } = left()
    const times = { created_at: at, updated_at: at }
    assert.deepEqual(found, { tenant_id: TENANT, job_id, documents, ...times })
    assert.equal(await store.intake.markOcrJobTaken(delivery), true)
    assert.deepEqual(await store.intake.openOcrJobs(10), [])
    const kept = await records.findOne()
    assert.equal(kept?.['status'], 'taken')
    assert.ok(kept['updated_at'] instanceof Date, 'in the type its sender uses')
  })

  for (const [how, other] of Object.entries({
    'by one with another date': left({ updated_at: new Date('2026-01-16T12:00:00Z') }),
    'by one with a date as text': left({ updated_at: '2026-01-16' }),
    'by one with other documents alone': left({ documents: letter('Dear John') }),
    'by one of another tenant': left({ tenant_id: 'museum' }),
  })) {
    test(`a job that its sender replaces ${how} stays open`, async (t) => {
      const { store, records, first } = await start(t)
      await records.insertOne(left())
      const { delivery } = await first()
      await records.replaceOne({}, other)
      assert.equal(await store.intake.markOcrJobTaken(delivery), false)
      assert.equal(await store.intake.rejectOcrJob(delivery, REASON), false)
      const replaced = await first()
      assert.equal(await store.intake.markOcrJobTaken(replaced.delivery), true)
    })
  }

  test('a job that its sender replaces at the very last moment stays open', async (t) => {
    const { connection, records, first } = await start(t)
    await records.insertOne(left())
    const { delivery } = await first()
    const { collections, updates } = connection
    const each: typeof updates.each = async (...args) => {
      await records.updateOne({}, { $set: { documents: letter('Dear John') } })
      return updates.each(...args)
    }
    const late = {
      collections,
      updates: Object.assign(Object.create(updates) as typeof updates, { each }),
    }
    assert.equal(await settleOcrJob(late, delivery, { status: 'taken' }, 0), false)
    assert.deepEqual((await first()).documents, letter('Dear John'))
  })

  test('what a sender notes beside its delivery does not make it another one', async (t) => {
    const { store, records, first } = await start(t)
    await records.insertOne(left())
    const { delivery } = await first()
    await records.updateOne({}, { $set: { seen_by: 'scanner 2' } })
    assert.equal(await store.intake.markOcrJobTaken(delivery), true)
    assert.equal((await records.findOne())?.['seen_by'], 'scanner 2')
  })

  test('ids, fields and names of any kind can be taken', async (t) => {
    const { store, records, first } = await start(t)
    const reordered = new Map([
      ['b', '1'],
      ['10', '2'],
      ['2', '3'],
    ])
    const kinds: Record<string, unknown>[] = [
      { _id: 7 },
      { _id: 'ocr/7' },
      { _id: new Date(0) },
      { _id: { scanner: 2, job: new ObjectId() } },
      { updated_at: 1_700_000_000 },
      { updated_at: null, created_at: undefined },
      { documents: [reordered] },
      { documents: [{ n: 2 ** 40, at: CREATED_AT, of: new ObjectId(), parts: [1, null] }] },
      { documents: [new Map([['_bsontype', 'ObjectId']])] },
      { documents: [{ '~json': 'no JSON' }] },
      { documents: 'none' },
      { tenant_id: { of: [1, null] } },
    ]
    for (const kind of kinds) {
      await records.insertOne(left(kind))
      const { delivery } = await first()
      assert.equal(await store.intake.markOcrJobTaken(delivery), true, JSON.stringify(kind))
      assert.deepEqual(await store.intake.openOcrJobs(10), [])
    }
  })

  test('a rejected job says why in its record, until its sender opens it again', async (t) => {
    const { store, records, first } = await start(t)
    await records.insertOne(left({ job_id: new ObjectId() }))
    const found = await first()
    assert.notEqual(typeof found.job_id, 'string')
    assert.equal(await store.intake.rejectOcrJob(found.delivery, REASON), true)
    const kept = await records.findOne()
    const { code, message } = kept?.['error'] as typeof REASON
    assert.deepEqual([kept?.['status'], { code, message }], ['rejected', REASON])
    const [rejected] = await store.intake.rejectedOcrJobs(10)
    assert.equal(rejected?.error?.code, REASON.code)
    await records.updateOne({}, { $set: { status: 'completed', job_id: 'ocr-7' } })
    const again = await first()
    assert.equal(again.job_id, 'ocr-7')
    assert.equal(await store.intake.markOcrJobTaken(again.delivery), true)
    const taken = await records.findOne()
    assert.deepEqual([taken?.['status'], taken?.['error']], ['taken', undefined])
  })

  test('what another system calls rejected has no reason of ours', async (t) => {
    const { store, records } = await start(t)
    await records.insertOne(left({ status: 'rejected', error: 'bad scan' }))
    const [rejected] = await store.intake.rejectedOcrJobs(10)
    assert.deepEqual([rejected?.job_id, rejected?.error], ['ocr-7', null])
  })
}

for (const treatAs of ['FerretDB', 'MongoDB'] as const) {
  suite(`OCR jobs of other systems, written to as to ${treatAs}`, { skip }, () => {
    const servers = suiteMongo(`OCR jobs ${treatAs}`)
    foreignJobs(async (t) => {
      const url = treatAs === 'MongoDB' ? servers.proxiedUrl() : servers.url()
      const store = await openMongoStore(url, { clock: systemClock, treatAs })
      const connection = await connect(url, { treatAs })
      const client = await MongoClient.connect(url)
      t.after(async () => {
        await store[Symbol.asyncDispose]()
        await connection[Symbol.asyncDispose]()
        await client.close()
      })
      const records = client.db().collection('ocr_jobs')
      const first = async () => {
        const [found] = await store.intake.openOcrJobs(1)
        assert.ok(found, 'an OCR job is open')
        return found
      }
      return { store, connection, records, first }
    })
  })
}
