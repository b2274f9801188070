import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { BudgetTerms, CollectionSettings, type Precedent, type Store } from '@colophon/domain'
import { aCompletion, aDocument, aJob, anAuditEvent, temporaryFolder } from '@colophon/testkit'
import { HeadsWriter, readHeads } from '../../src/audit/saved-heads.ts'
import { verifyAudit, type AuditReport, type VerifyOptions } from '../../src/audit/verify.ts'

const DOCUMENTS = ['box/1', 'box/2', 'box/3']
const TENANT = 'default'

/** A run of a document that leaves three events. */
async function work(store: Store, document_id: string): Promise<void> {
  const claim = await store.work.claim(TENANT, document_id, 'w', 60_000)
  assert.ok(claim)
  const audit = ['one', 'two', 'three'].map((why) =>
    anAuditEvent({ document_id, why, to: { why } }),
  )
  await store.work.commit(claim.ref, aCompletion({ audit }))
}

const PRECEDENT: Precedent = {
  ...{ precedent_id: 'p1', collection_id: 'letters', by: 'human:eva', until: null, undone: null },
  decision: { kind: 'merge', forms: ['J. Low', 'Jane Low'] },
  at: '2026-01-15T12:00:00.000Z',
}

/** A store with a log: three documents of three events, a collection of two changes, a budget and a precedent of one. */
async function log(t: TestContext) {
  const folder = temporaryFolder(t)
  const path = join(folder, 'log.db')
  const opened = async <T>(use: (store: Store) => Promise<T>): Promise<T> => {
    await using store = await openStore(`sqlite:${path}`)
    return await use(store)
  }
  const settings = (seeded: number) => CollectionSettings.parse({ seeded })
  await opened(async (store) => {
    const job = aJob()
    await store.jobs.create(job)
    await store.jobs.submit(
      job,
      DOCUMENTS.map((document_id) => aDocument({ document_id })),
    )
    for (const id of DOCUMENTS) await work(store, id)
    for (const revision of [0, 1]) {
      const change = { revision, settings: settings(revision / 10), actor: 'human:eva' }
      assert.ok(await store.desk.putCollection(TENANT, 'letters', change))
    }
    await store.budgets.put(TENANT, {
      ...{ scope: 'collection', id: 'letters', revision: 0, actor: 'human:finn', most: 1 },
      terms: BudgetTerms.parse({ limit_usd: '5' }),
      counter: null,
    })
    await store.register.putPrecedent(
      { tenant_id: TENANT, collection_id: 'letters' },
      { precedent: PRECEDENT, revision: 0, actor: PRECEDENT.by },
    )
  })
  return {
    file: join(folder, 'heads.jsonl'),
    opened,
    verify: (options: VerifyOptions = {}) => opened((store) => verifyAudit(store, TENANT, options)),
    /** As somebody does who has the file and not the product. */
    tamper: (sql: string): void => {
      using db = new DatabaseSync(path)
      assert.ok(Number(db.prepare(sql).run().changes) > 0)
    },
  }
}

async function save(file: string, verify: (options: VerifyOptions) => Promise<AuditReport>) {
  await using writer = await HeadsWriter.open(file, TENANT, '2026-01-15T12:00:00.000Z')
  const report = await verify({ save: writer })
  await writer.finish()
  return report
}

test('a log that nobody touched is whole, and the same says so with the same digest', async (t) => {
  const { verify, opened } = await log(t)
  const report = await verify()
  const { digest, ...rest } = report
  assert.deepEqual(rest, {
    documents: 3,
    events: 9,
    unchained: 0,
    collections: 1,
    budgets: 1,
    precedents: 1,
    changes: 4,
    broken: 0,
    faults: [],
  })
  assert.equal((await verify()).digest, digest)
  await opened(async (store) => {
    await store.documents.requeue(TENANT, { documentId: 'box/1', statuses: ['completed'] })
    await work(store, 'box/1')
  })
  const later = await verify()
  assert.deepEqual([later.broken, later.events], [0, 12])
  assert.notEqual(later.digest, digest)
})

const HERE = `tenant_id = 'default' AND document_id = 'box/2'`
const COPIED = `tenant_id, document_id, 4, at, actor, action, path, "from", "to", why, revision, change_id, hash`

for (const [what, sql, fault] of [
  [
    'a byte of an event',
    `UPDATE audit_events SET why = replace(why, 'w', 'x') WHERE ${HERE} AND n = 2`,
    /event 2 is not what was written/,
  ],
  [
    'a value of an event',
    `UPDATE audit_events SET "to" = '{"why":"tw0"}' WHERE ${HERE} AND n = 2`,
    /event 2 is not what was written/,
  ],
  [
    'who did it',
    `UPDATE audit_events SET actor = '"human:eva"' WHERE ${HERE} AND n = 3`,
    /event 3 is not what was written/,
  ],
  [
    'a byte that makes it unreadable',
    `UPDATE audit_events SET "to" = '{"why":"two"' WHERE ${HERE} AND n = 2`,
    /document box\/2: event 2 cannot be read/,
  ],
  [
    'settings that are unreadable',
    `UPDATE collections SET changes = replace(changes, '}]', ']')`,
    /settings cannot be read/,
  ],
  [
    'its hash',
    `UPDATE audit_events SET hash = replace(hash, substr(hash, 1, 1), 'z') WHERE ${HERE} AND n = 3`,
    /event 3 is not what was written/,
  ],
  [
    'an event in the middle, taken out',
    `DELETE FROM audit_events WHERE ${HERE} AND n = 2`,
    /between events 1 and 3 one is missing/,
  ],
  [
    'the first event, taken out',
    `DELETE FROM audit_events WHERE ${HERE} AND n = 1`,
    /between events 0 and 2 one is missing/,
  ],
  [
    'an event, put in at the end',
    `INSERT INTO audit_events SELECT ${COPIED} FROM audit_events WHERE ${HERE} AND n = 3`,
    /event 4 is not what was written/,
  ],
  [
    'an event without a hash, put in',
    `INSERT INTO audit_events SELECT ${COPIED.replace('hash', 'NULL')} FROM audit_events WHERE ${HERE} AND n = 3`,
    /event 4 is no part of the chain/,
  ],
  [
    'a hash, taken away',
    `UPDATE audit_events SET hash = NULL WHERE ${HERE} AND n = 3`,
    /event 3 is no part of the chain/,
  ],
  [
    'an event of another document, moved here',
    `UPDATE audit_events SET document_id = 'box/2', n = 4 WHERE document_id = 'box/1' AND n = 3`,
    /document box\/2: event 4 is not what was written/,
  ],
  [
    'a change of settings',
    `UPDATE collections SET changes = replace(changes, 'eva', 'eve')`,
    /collection letters: event 1 is not what was written/,
  ],
  [
    'the last change of settings, taken away',
    `UPDATE collections SET changes = json_remove(changes, '$[1]')`,
    /collection letters: it ends at event 1, and had 2/,
  ],
] as const) {
  test(`${what}: found`, async (t) => {
    const { verify, tamper } = await log(t)
    tamper(sql)
    const { broken, faults } = await verify()
    assert.ok(broken >= 1 && faults.length === broken)
    assert.ok(
      faults.some((one) => fault.test(one)),
      faults.join('\n'),
    )
  })
}

for (const [what, sql, fault] of [
  [
    'the last event, taken out',
    `DELETE FROM audit_events WHERE ${HERE} AND n = 3`,
    /document box\/2: it ends at event 2, and had 3/,
  ],
  [
    'the whole log of a document',
    `DELETE FROM audit_events WHERE ${HERE}`,
    /document box\/2: its log is gone/,
  ],
  [
    'the settings of a collection',
    `UPDATE collections SET changes = '[]', revision = 0, settings = NULL`,
    /collection letters/,
  ],
] as const) {
  test(`${what}: found by what was saved before`, async (t) => {
    const { verify, tamper, file } = await log(t)
    const saved = await save(file, verify)
    const again = await verify({ against: await readHeads(file, TENANT) })
    assert.deepEqual([again.broken, again.digest], [0, saved.digest])
    tamper(sql)
    const { broken, faults } = await verify({ against: await readHeads(file, TENANT) })
    assert.ok(broken >= 1)
    assert.ok(
      faults.some((one) => fault.test(one)),
      faults.join('\n'),
    )
  })
}

test('a chain that somebody made anew is another one than what was saved', async (t) => {
  const { verify, tamper, opened, file } = await log(t)
  await save(file, verify)
  tamper(`DELETE FROM audit_events WHERE ${HERE}`)
  await opened(async (store) => {
    await store.documents.requeue(TENANT, { documentId: 'box/2', statuses: ['completed'] })
    const claim = await store.work.claim(TENANT, 'box/2', 'w', 60_000)
    assert.ok(claim)
    const audit = ['1', '2', '3', '4'].map((why) => anAuditEvent({ document_id: 'box/2', why }))
    await store.work.commit(claim.ref, aCompletion({ audit }))
  })
  assert.equal((await verify()).broken, 0, 'by itself it is whole')
  const { faults } = await verify({ against: await readHeads(file, TENANT) })
  assert.deepEqual(faults, ['document box/2: event 3 is another one than it was'])
})

test('what was added since is no fault', async (t) => {
  const { verify, opened, file } = await log(t)
  await save(file, verify)
  await opened(async (store) => {
    await store.documents.requeue(TENANT, { statuses: ['completed'] })
    for (const id of DOCUMENTS) await work(store, id)
  })
  const { broken, events } = await verify({ against: await readHeads(file, TENANT) })
  assert.deepEqual([broken, events], [0, 18])
})

test('events from before there was a chain are counted, and followed by a chain', async (t) => {
  const { verify, tamper, opened } = await log(t)
  tamper(`UPDATE audit_events SET hash = NULL WHERE ${HERE}`)
  await opened(async (store) => {
    await store.documents.requeue(TENANT, { documentId: 'box/2', statuses: ['completed'] })
    await work(store, 'box/2')
  })
  const { broken, unchained, events } = await verify()
  assert.deepEqual([broken, unchained, events], [0, 3, 12])
})

test('a file of something else, or of another tenant, is refused', async (t) => {
  const { verify, file } = await log(t)
  await save(file, verify)
  await assert.rejects(readHeads(file, 'other'), /is of the tenant default/)
  await assert.rejects(
    readHeads(join(import.meta.dirname, 'verify.test.ts'), TENANT),
    /was not saved by/,
  )
})

test('a budget that somebody raised in the file shows, and one that is gone', async (t) => {
  const { file, verify, tamper } = await log(t)
  await save(file, verify)
  const heads = () => readHeads(file, TENANT)
  tamper(`UPDATE budget_records SET changes = replace(changes, '"5"', '"500"')`)
  const notItsLast =
    'budget collection/letters: what it says is not what its last change made of it'
  assert.deepEqual((await verify()).faults, [
    'budget collection/letters: event 1 is not what was written',
    notItsLast,
  ])
  tamper(`UPDATE budget_records SET changes = replace(changes, '"500"', '"5"'),
    terms = replace(terms, '"5"', '"500"')`)
  assert.deepEqual((await verify()).faults, [notItsLast])
  tamper('DELETE FROM budget_records')
  assert.deepEqual((await verify({ against: await heads() })).faults, [
    'budget collection/letters: its log is gone',
  ])
})

test('a precedent that somebody changed in the file shows', async (t) => {
  const { verify, tamper } = await log(t)
  tamper(`UPDATE precedents SET precedent = replace(precedent, 'Jane', 'John')`)
  const notItsLast = 'what it says is not what its last change made of it'
  assert.deepEqual((await verify()).faults, [`precedent letters/p1: ${notItsLast}`])
})
