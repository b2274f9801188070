import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { systemClock, type ColophonError, type ErrorCode } from '@colophon/domain'
import { aDocument, aJob, aReview, temporaryFolder } from '@colophon/testkit'
import { openStore } from '../../../src/store/open.ts'
import { openSqliteStore } from '../../../src/store/sqlite/open.ts'
import {
  SCHEMA_1,
  SCHEMA_2,
  SCHEMA_3,
  SCHEMA_4,
  SCHEMA_5,
} from '../../../src/store/sqlite/thread/schema.ts'

const TENANT = 'default'
const isRoot = process.getuid?.() === 0

const failsWith = (code: ErrorCode) => (thrown: ColophonError) => {
  assert.equal(thrown.code, code, String(thrown))
  return true
}

test('what was written is there when the store is opened again', async (t) => {
  const url = `sqlite:${join(temporaryFolder(t), 'new', 'folder', 'store.db')}`
  const job = aJob()
  {
    await using store = await openStore(url)
    await store.jobs.create(job)
  }
  await using store = await openStore(url)
  assert.deepEqual(await store.jobs.get(TENANT, job.enrichment_job_id), job)
})

test('closing leaves one file', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const store = await openStore(`sqlite:${file}`)
  await store.jobs.create(aJob())
  assert.ok(existsSync(`${file}-wal`))
  await store[Symbol.asyncDispose]()
  assert.ok(!existsSync(`${file}-wal`))
})

test('the path is relative to the working folder', async (t) => {
  const folder = temporaryFolder(t)
  const before = process.cwd()
  process.chdir(folder)
  t.after(() => {
    process.chdir(before)
  })
  await using _store = await openStore('sqlite:./data/store.db')
  assert.ok(existsSync(join(folder, 'data', 'store.db')))
})

test('a file that is no database is refused and left as it is', async (t) => {
  const file = join(temporaryFolder(t), 'letter.txt')
  writeFileSync(file, 'Dear Mary, this is no database. '.repeat(300))
  const before = readFileSync(file, 'utf8')
  await assert.rejects(openStore(`sqlite:${file}`), failsWith('store.corrupt'))
  assert.equal(readFileSync(file, 'utf8'), before)
})

test('the database of another program is refused and left as it is', async (t) => {
  const file = join(temporaryFolder(t), 'other.db')
  {
    using database = new DatabaseSync(file)
    database.exec('CREATE TABLE bookmarks (url TEXT)')
  }
  await assert.rejects(openStore(`sqlite:${file}`), failsWith('store.corrupt'))
  using database = new DatabaseSync(file)
  assert.equal(database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'], 1)
})

test('a damaged store is refused', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  {
    await using store = await openStore(`sqlite:${file}`)
    await store.jobs.create(aJob())
  }
  const bytes = readFileSync(file)
  bytes.fill(0xff, 100, 8192)
  writeFileSync(file, bytes)
  await assert.rejects(openStore(`sqlite:${file}`), failsWith('store.corrupt'))
})

test('a store of a newer version is refused', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  await (await openStore(`sqlite:${file}`))[Symbol.asyncDispose]()
  {
    using database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 9999')
  }
  await assert.rejects(openStore(`sqlite:${file}`), failsWith('store.schema_newer'))
})

test('a store of the first version is brought up to date, with its records and its lost runs', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const document = aDocument()
  {
    using database = new DatabaseSync(file)
    database.exec(`${SCHEMA_1}; PRAGMA user_version = 1; PRAGMA application_id = 0x436f6c6f`)
    database.exec(`INSERT INTO documents (doc, tenant_id, document_id, enrichment_job_id, collection_id, profile,
      priority, source_hash, next_at, dispatch_at, created_at, updated_at)
      VALUES (1, 'default', '${document.document_id}', 'job', 'letters', 'letters', 1, 'hash', 0, 0, 0, 0)`)
    database
      .prepare('INSERT INTO document_sources VALUES (1, ?)')
      .run(JSON.stringify(document.source))
    database.exec(`INSERT INTO ocr_jobs VALUES ('default', 'scan-7', 'completed', '[]', 't', 't')`)
    database.exec(`INSERT INTO cost_records (record_id, tenant_id, enrichment_job_id, document_id, collection_id, agent,
      tier, provider, model, call_id, input, output, cache_read, cache_write_5m, cache_write_1h, duration_ms,
      amount_pico_usd, priced, state, day, hour, month, created_at)
      VALUES ('cost-1', 'default', 'job', 'doc', 'letters', 'agent', 'local', 'ollama', 'llama3.2', 'call', 1, 2, 0, 0,
      0, 3, 0, 1, 'settled', 'd', 'h', 'm', 't')`)
    database.exec(
      `INSERT INTO step_runs VALUES (1, 'run-1', 'token', 'job', 'letters', 'agent', 'key', '["fast"]', 7, 't')`,
    )
  }
  await using store = await openStore(`sqlite:${file}`)
  const claim = await store.work.claim(TENANT, document.document_id, 'worker', 60_000)
  assert.deepEqual(claim?.document.source, document.source)
  const [run] = claim.lost
  assert.deepEqual([run?.run_id, run?.bound_pico_usd, run?.limits], ['run-1', 7n, []])
  const { items: costs } = await store.ledger.list(TENANT, {}, { limit: 5 })
  assert.deepEqual(
    costs.map(({ record_id, model_digest }) => [record_id, model_digest]),
    [['cost-1', null]],
  )
  const [ocrJob] = await store.intake.openOcrJobs(1)
  assert.ok(ocrJob)
  const reason = { code: 'input.invalid_ocr_job', message: 'OCR job: cannot be read' }
  assert.equal(await store.intake.rejectOcrJob(ocrJob.delivery, reason), true)
  assert.equal((await store.intake.rejectedOcrJobs(1))[0]?.error?.code, reason.code)
})

test('a store of the version before revisions keeps what is replaced in it from now on', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const document = aDocument({ text: 'One' })
  const { document_id, source, source_hash } = document
  {
    using database = new DatabaseSync(file)
    const schema = [SCHEMA_1, SCHEMA_2, SCHEMA_3, SCHEMA_4, SCHEMA_5].join('\n')
    database.exec(`${schema}; PRAGMA user_version = 5; PRAGMA application_id = 0x436f6c6f`)
    database
      .prepare(
        `INSERT INTO documents (doc, tenant_id, document_id, enrichment_job_id, collection_id, profile, priority,
          source_hash, status, next_at, dispatch_at, review_status, revision, created_at, updated_at)
        VALUES (1, 'default', ?, 'job', 'letters', 'letters', 1, ?, 'completed', 0, 0, 'approved', 2, 0, 0)`,
      )
      .run(document_id, source_hash)
    database.prepare('INSERT INTO document_sources VALUES (1, ?)').run(JSON.stringify(source))
    const results = ['{"content":{"summary":"By Eva"}}', '{}', '[]', 'null', '{}', '[]']
    database.prepare('INSERT INTO document_results VALUES (1, ?, ?, ?, ?, ?, ?)').run(...results)
    database.exec(`INSERT INTO review_queue VALUES (1, 'default', 'rev-1', '${document_id}', 'job', 'letters', 2,
      'normal', '[]', '[]', 'approved', 'eva', NULL, 'approve', '{}', 'read twice', 't', 't')`)
  }
  await using store = await openStore(`sqlite:${file}`)
  const before = await store.documents.get(TENANT, document_id)
  const job = aJob()
  await store.jobs.create(job)
  const other = aDocument({ document_id, text: 'Two' })
  assert.deepEqual(await store.jobs.submit(job, [document, other]), ['unchanged', 'revised'])
  const kept = await store.documents.revision(TENANT, document_id, 2)
  assert.deepEqual(kept?.document, before)
  assert.deepEqual(
    [kept.document.review_status, kept.review?.status, kept.review?.notes],
    ['approved', 'approved', 'read twice'],
  )
})

test('tasks from before kinds of records were asked for are found by theirs', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const tasks = [1, 2, 3].map(() => aReview({ profile: 'recipes' }))
  {
    await using store = await openStore(`sqlite:${file}`)
    for (const task of tasks) await store.desk.addTask(task, [])
  }
  {
    using database = new DatabaseSync(file)
    const marks = "(SELECT mark FROM review_marks WHERE kind = 'profile')"
    const later = ['registers', 'register_readings', 'precedents']
    database.exec(`${later.map((table) => `DROP TABLE ${table};`).join(' ')}
      DROP INDEX documents_unregistered;
      ALTER TABLE documents DROP COLUMN registered_revision;
      DELETE FROM review_places WHERE slot / 128 IN ${marks};
      DELETE FROM review_counts WHERE mark IN ${marks};
      DELETE FROM review_marks WHERE kind = 'profile';
      PRAGMA user_version = 14`)
  }
  await using store = await openStore(`sqlite:${file}`)
  const filter = { profile: 'recipes' }
  assert.equal(await store.desk.count(TENANT, filter), 3)
  const { items } = await store.desk.list(TENANT, filter, 'oldest', { limit: 9 })
  assert.deepEqual(items, tasks)
  assert.equal(await store.desk.count(TENANT, { profile: 'letters' }), 0)
})

test('a folder that cannot be made is named', async (t) => {
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, '')
  await assert.rejects(openStore(`sqlite:${join(file, 'store.db')}`), (thrown: ColophonError) => {
    assert.equal(thrown.code, 'store.unavailable')
    assert.ok(thrown.message.includes(file))
    return true
  })
})

test('a folder as a store is refused', async (t) => {
  await assert.rejects(openStore(`sqlite:${temporaryFolder(t)}`), failsWith('store.unavailable'))
})

test('a folder nobody may write to is refused', { skip: isRoot && 'root may' }, async (t) => {
  const folder = join(temporaryFolder(t), 'locked')
  mkdirSync(folder)
  chmodSync(folder, 0o555)
  await assert.rejects(openStore(`sqlite:${join(folder, 'a.db')}`), failsWith('store.read_only'))
})

test('a full disk is said, loses nothing, and goes by when there is room again', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const job = aJob()
  const kept: string[] = []
  {
    await using store = await openSqliteStore(file, { clock: systemClock, maxPages: 200 })
    await store.jobs.create(job)
    const submit = async (): Promise<void> => {
      const document = aDocument({ text: 'All is well. '.repeat(500) })
      await store.jobs.submit(job, [document])
      kept.push(document.document_id)
    }
    await assert.rejects(async () => {
      for (;;) await submit()
    }, failsWith('store.full'))
    assert.ok(kept.length > 10)
    const results = await Promise.allSettled([submit(), submit(), submit()])
    assert.ok(results.every((result) => result.status === 'rejected'))
    const counts = await store.jobs.counts(TENANT, job.enrichment_job_id)
    assert.equal(counts.total, kept.length)
  }
  await using store = await openStore(`sqlite:${file}`)
  for (const id of kept) assert.ok(await store.documents.get(TENANT, id))
  assert.deepEqual(await store.jobs.submit(job, [aDocument()]), ['created'])
})
