import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import {
  aJob,
  databaseOf,
  dropDatabase,
  openStoredRecords,
  skipWithout,
  startFerretDb,
  withDatabase,
} from '@colophon/testkit'

suite('the URL of another database on a server', () => {
  for (const [name, given, expected] of [
    ['without users', 'mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/own'],
    ['in place of the one that is named', 'mongodb://a:1,b:2/old?w=1', 'mongodb://a:1,b:2/own?w=1'],
    // A user without a database in the URL is one of `admin`, also when a database is named then.
    ['for a user of the server', 'mongodb://u:p@a/', 'mongodb://u:p@a/own?authSource=admin'],
    [
      'for a user of the database that was named',
      'mongodb+srv://u:p@a/old',
      'mongodb+srv://u:p@a/own?authSource=old',
    ],
    [
      'for a user of whom it is said where he lives',
      'mongodb://u:p@a/old?authSource=x',
      'mongodb://u:p@a/own?authSource=x',
    ],
  ] as const)
    test(name, () => {
      const url = withDatabase(given, 'own')
      assert.equal(url, expected)
      assert.equal(databaseOf(url), 'own')
    })

  test('a server alone has no database', () => {
    for (const url of ['mongodb://a', 'mongodb://a/', 'mongodb://u:p@a,b/?replicaSet=rs0'])
      assert.equal(databaseOf(url), '')
  })
})

test(
  'what a store has written is there as it is stored, until its database is dropped',
  { skip: skipWithout('ferretdb') },
  async (t) => {
    const ferretDb = await startFerretDb(t)
    const own = withDatabase(ferretDb.url('other'), 'own')
    await using store = await openStore(own)
    const job = aJob()
    await store.jobs.create(job)
    await using records = await openStoredRecords(own)
    const jobs = () =>
      records.all<{ enrichment_job_id: string }>('enrichment_jobs', {
        enrichment_job_id: 1,
        _id: 0,
      })
    assert.deepEqual(await jobs(), [{ enrichment_job_id: job.enrichment_job_id }])
    await dropDatabase(own)
    assert.deepEqual(await jobs(), [])
  },
)
