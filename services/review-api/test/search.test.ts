import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { SearchAnswer } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { createReviewApi } from '@colophon/review-api'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier } from '@colophon/runtime/auth'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCompletion, aDocument, aJob, aReview, serveApp, temporaryStore } from '@colophon/testkit'

const KEYS = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }

async function start(t: TestContext, { secured = false } = {}) {
  const store = await temporaryStore(t)
  const api = createReviewApi({
    store,
    profiles: [lettersProfile],
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    checks: { store: () => store.ping() },
    ...(secured && { auth: { verifier: createTokenVerifier(KEYS, NAMES) } }),
  })
  const { get } = await serveApp(t, api)
  const put = async (tenant_id: string, document_id: string, text: string, sender: string) => {
    const job = aJob({ tenant_id, collection_id: `c-${document_id}` })
    await store.jobs.create(job)
    const document = aDocument({ document_id, text, collection_id: job.collection_id })
    await store.jobs.submit(job, [document])
    const claim = await store.work.claim(tenant_id, document_id, 'test', 60_000)
    assert.ok(claim)
    const enriched_data = { document: { correspondence: { sender: { name: sender } } } }
    const review = aReview({ tenant_id, document_id, review_id: `rev-${document_id}` })
    await store.work.commit(
      claim.ref,
      aCompletion({ enriched_data, review, review_status: 'pending' }),
    )
  }
  const search = async (query: string) => {
    const { status, body } = await get(`/api/search?${query}`)
    assert.equal(status, 200, JSON.stringify(body))
    return SearchAnswer.parse(body)
  }
  return { get, put, search }
}

test('a hit says what was found, in which value or around which words of the text', async (t) => {
  const { put, search } = await start(t)
  await put('default', 'one', 'Liebe Anna,\n\nder Müller grüßt <script>.', 'Jakob Müller')
  await put('default', 'two', 'Dear John', 'Mary')
  const answer = await search('q=muller')
  assert.deepEqual([answer.searched, answer.of, answer.next_cursor], [2, 2, null])
  const [hit, ...others] = answer.hits
  assert.deepEqual(others, [])
  const { found, title, ...rest } = hit ?? assert.fail('nothing was found')
  assert.deepEqual(rest, {
    document_id: 'one',
    collection_id: 'c-one',
    review_id: 'rev-one',
    review_status: 'pending',
  })
  assert.match(title, /Jakob Müller/)
  assert.deepEqual(
    found.map(({ path, text, start, end }) => [path, text.slice(start, end)]),
    [
      ['document.correspondence.sender.name', 'Müller'],
      [null, 'Müller'],
    ],
  )
})

test('pages, collections and kinds of records narrow a search; a search without a word is a bad request', async (t) => {
  const { put, search, get } = await start(t)
  for (const id of ['a', 'b', 'c']) await put('default', id, 'Dear Sir', 'Mary')
  const first = await search('q=dear+sir&limit=2')
  assert.equal(first.hits.length, 2)
  const rest = await search(`q=dear+sir&limit=2&cursor=${String(first.next_cursor)}`)
  const ids = [...first.hits, ...rest.hits].map((hit) => hit.document_id)
  assert.deepEqual(ids.sort(), ['a', 'b', 'c'])
  const foreign = await get(`/api/search?q=sir&cursor=${String(first.next_cursor)}`)
  assert.equal(foreign.status, 400)
  const own = await search('q=sir&collection=c-b')
  assert.deepEqual([own.hits.map((hit) => hit.document_id), own.searched, own.of], [['b'], 1, 1])
  assert.deepEqual((await search('q=sir&profile=recipes')).hits, [])
  for (const bad of [
    '',
    'q=',
    'q=%22%22',
    'q=...',
    'q=sir&limit=0',
    `q=${'x'.repeat(201)}`,
    'q=a&r=b',
  ]) {
    const { status, body } = await get(`/api/search?${bad}`)
    assert.deepEqual([status, body['code']], [400, 'request.invalid'], bad)
  }
})

test('a search is for reviewers, leads and operators, and stays within their tenant', async (t) => {
  const { put, get } = await start(t, { secured: true })
  await put('museum', 'theirs', 'Dear Sir', 'Mary')
  const as = (tenant: string, role: 'reviewer' | 'lead' | 'operator' | 'submitter') => {
    const claims = { sub: 'eva', aud: NAMES.audience, tenant, roles: [role], ttlS: 60 }
    return { authorization: `Bearer ${createTokenSigner(KEYS, NAMES).sign(claims)}` }
  }
  const ask = (headers: Record<string, string>) => get('/api/search?q=sir', headers)
  assert.equal((await ask({})).status, 401)
  assert.equal((await ask(as('museum', 'submitter'))).status, 403)
  for (const role of ['reviewer', 'lead', 'operator'] as const) {
    const { body } = await ask(as('museum', role))
    assert.deepEqual([(body['hits'] as unknown[]).length, body['of']], [1, 1])
    const { body: other } = await ask(as('archive', role))
    assert.deepEqual([other['hits'], other['searched'], other['of']], [[], 0, 0])
  }
})
