import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { systemClock, type ColophonError, type Store } from '@colophon/domain'
import { aCost, aDocument, aJob, aRun, anAnswer, manualClock } from '@colophon/testkit'
import { MongoClient } from 'mongodb'
import { openStore } from '../../../src/store/open.ts'
import { inspectMongo, openMongoStore } from '../../../src/store/mongo/open.ts'
import { skip, suiteMongo } from './servers.ts'

const TENANT = 'default'
const LEASE_MS = 60_000
const MEBIBYTE = 1024 * 1024

const isUnavailable = (thrown: ColophonError): boolean => {
  assert.equal(thrown.code, 'store.unavailable', String(thrown))
  return true
}

async function open(t: TestContext, url: string): Promise<Store> {
  const store = await openStore(url)
  t.after(() => store[Symbol.asyncDispose]())
  return store
}

async function submitted(store: Store, count: number): Promise<string[]> {
  const job = aJob()
  const documents = Array.from({ length: count }, () => aDocument())
  await store.jobs.create(job)
  await store.jobs.submit(job, documents)
  return documents.map(({ document_id }) => document_id)
}

async function client(t: TestContext, url: string): Promise<MongoClient> {
  const raw = await MongoClient.connect(url)
  t.after(() => raw.close())
  return raw
}

suite('mongodb: servers that go away', { skip }, () => {
  const servers = suiteMongo('faults')

  test('a server that dies is unavailable, and works again without reopening', async (t) => {
    const store = await open(t, `${servers.url()}?serverSelectionTimeoutMS=300`)
    const [id = ''] = await submitted(store, 1)
    await servers.ferretDb.kill()
    await assert.rejects(store.ping(), isUnavailable)
    await assert.rejects(store.work.claim(TENANT, id, 'worker-a', LEASE_MS), isUnavailable)
    await servers.ferretDb.restart()
    // The driver looks for the server again within half a second.
    let answers = false
    for (let n = 0; !answers && n < 100; n++) {
      answers = await store.ping().then(
        () => true,
        () => false,
      )
    }
    assert.ok(await store.work.claim(TENANT, id, 'worker-a', LEASE_MS))
  })

  test('a server that is away is named as it was addressed, without credentials', async () => {
    const url = 'mongodb://user:p%40ss@127.0.0.1:1/letters?serverSelectionTimeoutMS=100'
    await assert.rejects(openStore(url), (thrown: ColophonError) => {
      assert.ok(thrown.message.includes('mongodb://127.0.0.1:1/letters'), thrown.message)
      assert.doesNotMatch(thrown.message, /user|p%40ss|p@ss/)
      return isUnavailable(thrown)
    })
  })

  test('a link that has gone silent is given up', async (t) => {
    const store = await open(
      t,
      `${servers.proxiedUrl()}?socketTimeoutMS=300&serverSelectionTimeoutMS=300`,
    )
    const [id = ''] = await submitted(store, 1)
    servers.proxy.freeze()
    await assert.rejects(store.documents.get(TENANT, id), isUnavailable)
    servers.proxy.thaw()
    // The driver looks for the server again within half a second.
    let document = null
    for (let n = 0; document === null && n < 100; n++) {
      document = await store.documents.get(TENANT, id).catch(() => null)
    }
    assert.equal(document?.document_id, id)
  })

  test('no error shows the URL', async () => {
    const hidden = (code: string) => (thrown: ColophonError) => {
      assert.equal(thrown.code, code)
      assert.doesNotMatch(`${thrown.message} ${thrown.stack ?? ''}`, /hunter2|eva/)
      return true
    }
    const away = 'mongodb://eva:hunter2@127.0.0.1:1/x?serverSelectionTimeoutMS=100'
    await assert.rejects(openStore(away), hidden('store.unavailable'))
    await assert.rejects(openStore('mongodb://eva:hunter2@/x'), hidden('config.invalid'))
    await assert.rejects(openStore('mongodb://h/x?hunter2=1'), hidden('config.invalid'))
  })
})

suite('mongodb: several processes', { skip }, () => {
  const servers = suiteMongo('several processes')

  test('of claims over several connections exactly one succeeds', async (t) => {
    const url = servers.url()
    const stores = await Promise.all([open(t, url), open(t, url), open(t, url)])
    const [first] = stores
    const ids = await submitted(first, 5)
    const claims = await Promise.all(
      ids.flatMap((id) =>
        stores.map((store, n) => store.work.claim(TENANT, id, `worker-${n}`, LEASE_MS)),
      ),
    )
    assert.equal(claims.filter((one) => one !== null).length, ids.length)
  })

  test('however many reserve over several connections, a limit holds', async (t) => {
    const url = servers.url()
    const stores = await Promise.all([open(t, url), open(t, url)])
    const [first] = stores
    const ids = await submitted(first, 6)
    const limits = [
      { key: 'day', limit_pico_usd: 100n },
      { key: 'month', limit_pico_usd: 90n },
    ]
    const granted = await Promise.all(
      ids.map(async (document_id, n) => {
        const store = stores[n % stores.length] as Store
        const claimed = await store.work.claim(TENANT, document_id, `worker-${n}`, LEASE_MS)
        assert.ok(claimed)
        const runs = [1, 2].map(() => aRun({ document_id, limits, bound_pico_usd: 20n }))
        return runs.length - (await store.work.beginRuns(claimed.ref, runs)).length
      }),
    )
    const reserved = 20n * BigInt(granted.reduce((sum, n) => sum + n, 0))
    const states = await first.ledger.budgets(TENANT, ['day', 'month'])
    assert.deepEqual(
      states.map(({ reserved_pico_usd }) => reserved_pico_usd),
      [reserved, reserved],
    )
    assert.ok(reserved <= 90n)
    assert.ok(reserved > 0n)
  })
})

suite('mongodb: the database itself', { skip }, () => {
  const servers = suiteMongo('database')

  test('indexes are made by whoever comes first, and one that is missing is named', async (t) => {
    const url = servers.url()
    const before = await inspectMongo(url)
    assert.equal(before.server, 'FerretDB')
    assert.ok(before.missingIndexes.includes('step_results.tenant_id_1_key_1'))
    await Promise.all([open(t, url), open(t, url)])
    assert.deepEqual((await inspectMongo(url)).missingIndexes, [])
    const raw = await client(t, url)
    await raw.db().collection('enriched_documents').dropIndex('status_1_next_at_1')
    const missing = ['enriched_documents.status_1_next_at_1']
    assert.deepEqual((await inspectMongo(url)).missingIndexes, missing)
    await open(t, url)
    assert.deepEqual((await inspectMongo(url)).missingIndexes, [])
  })

  test('a large answer is kept beside a large text, and too large a text is refused', async (t) => {
    const store = await open(t, servers.url())
    const [job, text] = [aJob(), 'x'.repeat(9 * MEBIBYTE)]
    await store.jobs.create(job)
    const document = aDocument({ text })
    await store.jobs.submit(job, [document])
    const id = document.document_id
    const claimed = await store.work.claim(TENANT, id, 'worker-a', LEASE_MS)
    assert.ok(claimed)
    const step = anAnswer({ document_id: id })
    const large = { ...step, output: { ...step.output, why: text } }
    const cost = aCost({ document_id: id })
    await store.work.putAnswer(claimed.ref, large, [cost], 'run')
    const kept = (await store.work.answers(TENANT, [step.key])).get(step.key)
    assert.equal(kept?.output.why?.length, text.length)
    assert.equal(
      (await store.ledger.list(TENANT, { documentId: id }, { limit: 5 })).items.length,
      1,
    )
    const tooLarge = aDocument({ text: text + text })
    await assert.rejects(store.jobs.submit(job, [tooLarge]), { code: 'input.too_large' })
    await store.jobs.submit(job, [aDocument()])
  })

  test('what people query is there under its own name', async (t) => {
    const url = servers.url()
    const store = await openMongoStore(url, { clock: manualClock() })
    t.after(() => store[Symbol.asyncDispose]())
    const [id = ''] = await submitted(store, 1)
    const raw = await client(t, url)
    const documents = raw.db().collection('enriched_documents')
    assert.equal(await documents.countDocuments({ document_id: id, status: 'queued' }), 1)
    const text = { 'source.text': /^Boston/ }
    assert.equal(await documents.countDocuments(text), 1)
    await store.dispatch.lead('reconciler', 'a', systemClock.now())
    assert.equal(await raw.db().collection('leaders').countDocuments({ owner: 'a' }), 1)
  })
})
