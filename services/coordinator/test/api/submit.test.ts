import assert from 'node:assert/strict'
import { CollectionSettings, type Reach } from '@colophon/domain'
import { request } from 'node:http'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Problem } from '@colophon/runtime/http'
import type { SubmitAnswer } from '../../src/api/submit-answer.ts'
import { sendUntilItWaits, serveJobs } from './rig.ts'

const letter = (id: string, text = `Dear Mary, this is letter ${id}.`) => ({ id, text })
const numbersOf = ({ accepted, unchanged, revised, errors_total }: SubmitAnswer) => ({
  accepted,
  unchanged,
  revised,
  errors_total,
})

suite('a list of documents', () => {
  test('becomes a job of its own that ends with them', async (t) => {
    const { postJson, store, complete } = await serveJobs(t)
    const { status, headers, body } = await postJson<SubmitAnswer>('/api/jobs', {
      collection_id: 'papers',
      priority: 'high',
      documents: [letter('a'), { id: 'b', pages: ['Dear John,', { text: 'yours', number: 2 }] }],
    })
    assert.equal(status, 202)
    assert.deepEqual(numbersOf(body), { accepted: 2, unchanged: 0, revised: 0, errors_total: 0 })
    assert.equal(headers.get('location'), `/api/jobs/${body.job_id}`)
    const record = await store.documents.get('default', 'b')
    assert.deepEqual(
      [record?.collection_id, record?.priority, record?.source.text, record?.source.pages.length],
      ['papers', 'high', 'Dear John,\fyours', 2],
    )
    await complete('a')
    await complete('b')
    assert.equal((await store.jobs.get('default', body.job_id))?.sealed, true)
  })

  test('of a job that is complete is not said to be kept closer, where it would not be', async (t) => {
    const { postJson, store } = await serveJobs(t)
    const send = (settings: object) =>
      postJson<SubmitAnswer>('/api/jobs', { documents: [letter('a')], ...settings })
    await send({ job_id: 'done' })
    const again = await send({ job_id: 'done', reach: 'cloud' })
    assert.deepEqual([again.body.unchanged, again.body.errors_total], [1, 0])
    const { body } = await send({ job_id: 'done', reach: 'rules' })
    assert.deepEqual(
      [body.unchanged, body.errors.map(({ code }) => code)],
      [0, ['job.invalid_state']],
    )
    assert.match(body.errors[0]?.message ?? '', /send it without this job_id/)
    const { status } = await send({ reach: 'rules' })
    assert.equal(status, 202)
    assert.equal((await store.documents.get('default', 'a'))?.source.reach, 'rules')
  })

  test('is not taken when only its costs are asked for', async (t) => {
    const { postJson, store } = await serveJobs(t)
    await postJson('/api/jobs', { documents: [letter('a')] })
    const documents = [letter('a'), letter('b'), { id: 'c' }]
    const { status, body } = await postJson<{
      estimate: { documents: number; unchanged: number; rule: string }
      errors: { index: number }[]
    }>('/api/jobs', { documents, dry_run: true })
    const { documents: asked, unchanged, rule } = body.estimate
    assert.deepEqual([status, asked, unchanged, rule], [200, 1, 1, 'limit'])
    assert.deepEqual(
      body.errors.map(({ index }) => index),
      [2],
    )
    assert.equal(await store.documents.get('default', 'b'), null)
    assert.equal((await store.jobs.list('default', { limit: 9 })).items.length, 1)
  })

  test('goes as far as the narrowest of document, job and collection says, for good', async (t) => {
    const { postJson, store } = await serveJobs(t)
    const collect = (reach: Reach, revision: number) =>
      store.desk.putCollection('default', 'papers', {
        ...{ revision, actor: 'human:mary' },
        settings: CollectionSettings.parse({ reach }),
      })
    await collect('local', 0)
    const send = (documents: object[], settings: object) =>
      postJson('/api/jobs', { ...settings, documents })
    await send([letter('a'), { ...letter('b'), reach: 'rules' }], { reach: 'cloud', job_id: 'j' })
    await send([letter('c')], { collection_id: 'papers', reach: 'cloud' })
    await send([letter('d')], { collection_id: 'papers', reach: 'rules' })
    // A job keeps what it was made with, also from those who send more of it.
    await send([letter('e')], { job_id: 'kept', reach: 'rules', keep_open: true })
    await send([letter('f')], { job_id: 'kept', reach: 'cloud' })
    await collect('cloud', 1)
    const reachOf = async (id: string) => (await store.documents.get('default', id))?.source.reach
    const said = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map(reachOf))
    assert.deepEqual(said, ['cloud', 'rules', 'local', 'rules', 'rules', 'rules'])
    assert.deepEqual((await store.jobs.get('default', 'j'))?.options, { reach: 'cloud' })
    const wrong = await send([{ ...letter('g'), reach: 'nobody' }], {})
    assert.equal(wrong.status, 422)
  })

  test('names each document that cannot be taken by its place, and takes the others', async (t) => {
    const { postJson } = await serveJobs(t, { limits: { maxTextBytes: 2_000 } })
    const documents = [
      letter('a'),
      { id: 'b' },
      { id: 'c', text: '  ' },
      letter('d', 'x'.repeat(2_001)),
      'Dear Sir',
    ]
    const { status, body } = await postJson<SubmitAnswer>('/api/jobs', { documents })
    assert.equal(status, 202)
    assert.equal(body.accepted, 1)
    assert.deepEqual(
      body.errors.map((error) => ['index' in error && error.index, error.code]),
      [
        [1, 'input.invalid_document'],
        [2, 'input.empty'],
        [3, 'input.too_large'],
        [4, 'input.invalid_document'],
      ],
    )
    assert.ok(!JSON.stringify(body).includes('Dear Sir'))
  })

  test('of which none can be taken makes no job', async (t) => {
    const { postJson, store } = await serveJobs(t)
    for (const documents of [[], [{ id: 'a' }]]) {
      const { status, body } = await postJson<Problem>('/api/jobs', { documents })
      assert.equal(status, 422)
      assert.equal(body.errors?.length ?? 0, documents.length)
    }
    assert.deepEqual((await store.jobs.list('default', { limit: 10 })).items, [])
  })

  test('is refused as a whole when it is too long, too large, misspelt or of another type', async (t) => {
    const limits = { maxDocuments: 2, maxBodyBytes: 10_000 }
    const { postJson, post, store } = await serveJobs(t, { limits })
    const three = { documents: ['a', 'b', 'c'].map((id) => letter(id)) }
    assert.equal((await postJson('/api/jobs', three)).status, 413)
    const large = { documents: [letter('a', 'x'.repeat(10_000))] }
    assert.equal((await postJson('/api/jobs', large)).status, 413)
    const misspelt = { documents: [letter('a')], colection_id: 'papers' }
    assert.equal((await postJson('/api/jobs', misspelt)).status, 400)
    assert.equal((await postJson('/api/jobs?job_id=a%20b', three)).status, 400)
    const other = await post<Problem>('/api/jobs', 'Dear Mary', 'text/plain')
    assert.equal(other.status, 415)
    assert.match(other.body.detail, /application\/x-ndjson/)
    assert.deepEqual((await store.jobs.list('default', { limit: 10 })).items, [])
  })

  test('gets the same ids for documents without one, however often it is sent', async (t) => {
    const { postJson, store } = await serveJobs(t)
    const documents = [{ text: 'Dear Mary, one.' }, { text: 'Dear Mary, two.' }]
    const first = await postJson<SubmitAnswer>('/api/jobs', { documents })
    const second = await postJson<SubmitAnswer>('/api/jobs', { documents })
    assert.equal(first.body.accepted, 2)
    assert.equal(second.body.unchanged, 2)
    assert.notEqual(first.body.job_id, second.body.job_id)
    const { items } = await store.documents.list('default', {}, { limit: 10 })
    assert.match(items[0]?.document_id ?? '', /^doc-[0-9a-f]{24}-\d$/)
  })
})

suite('lines', () => {
  test('are taken one by one; a bad one is named by its number', async (t) => {
    const { postLines } = await serveJobs(t)
    const lines = [letter('a'), '{"id": "b", "text": Dear Sir', '', letter('c'), { id: 'd' }]
    const { status, body } = await postLines<SubmitAnswer>('/api/jobs?collection_id=papers', lines)
    assert.equal(status, 202)
    assert.equal(body.accepted, 2)
    assert.deepEqual(
      body.errors.map((error) => ['line' in error && error.line, error.code]),
      [
        [2, 'input.invalid_json'],
        [5, 'input.invalid_document'],
      ],
    )
    assert.ok(!JSON.stringify(body).includes('Dear Sir'))
  })

  test('of which none is a document make no job', async (t) => {
    const { postLines } = await serveJobs(t)
    assert.equal((await postLines('/api/jobs', [])).status, 422)
    assert.equal((await postLines('/api/jobs', ['%PDF-1.4 \u0000\u0001'])).status, 422)
  })

  test('go on in the job they were begun in, over several requests', async (t) => {
    const { postLines, store } = await serveJobs(t)
    const sealed = async () => (await store.jobs.get('default', 'j'))?.sealed
    await postLines('/api/jobs?job_id=j&keep_open=true', [letter('a')])
    assert.equal(await sealed(), false)
    await postLines('/api/jobs?job_id=j', [letter('b')])
    assert.equal(await sealed(), true)
    assert.equal((await store.jobs.counts('default', 'j')).total, 2)
  })
})

suite('a job id that was given before', () => {
  test('adds nothing twice, and says so', async (t) => {
    const { postLines, store } = await serveJobs(t)
    const lines = [letter('a'), letter('b')]
    const send = async (more: unknown[] = []) =>
      (await postLines<SubmitAnswer>('/api/jobs?job_id=j', [...lines, ...more])).body
    assert.equal((await send()).accepted, 2)
    assert.deepEqual(numbersOf(await send()), {
      accepted: 0,
      unchanged: 2,
      revised: 0,
      errors_total: 0,
    })
    const late = await send([letter('c'), letter('a', 'Dear Mary, another text.')])
    assert.equal(late.unchanged, 2)
    assert.deepEqual(
      late.errors.map((error) => ['line' in error && error.line, error.code]),
      [
        [3, 'job.invalid_state'],
        [4, 'input.duplicate_id'],
      ],
    )
    assert.equal((await store.jobs.counts('default', 'j')).total, 2)
    assert.match((await store.documents.get('default', 'a'))?.source.text ?? '', /letter a/)
  })

  test('goes on where a lost connection left it', async (t) => {
    const { postLines, store, server } = await serveJobs(t)
    const lines = Array.from({ length: 400 }, (_, n) => letter(`d${n}`))
    const headers = { 'content-type': 'application/x-ndjson' }
    const sending = request(`${server.url}/api/jobs?job_id=j`, { method: 'POST', headers })
    sending.on('error', () => undefined)
    sending.write(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n`)
    // Batches of what has come in so far are taken while more is waited for.
    const taken = async () =>
      (await store.jobs.get('default', 'j')) === null
        ? 0
        : (await store.jobs.counts('default', 'j')).total
    while ((await taken()) < 200) await delay(10)
    sending.destroy()
    const { body } = await postLines<SubmitAnswer>('/api/jobs?job_id=j', lines)
    assert.equal(body.accepted + body.unchanged, 400)
    assert.ok(body.unchanged >= 200)
    assert.equal((await store.jobs.counts('default', 'j')).total, 400)
    assert.equal((await store.jobs.get('default', 'j'))?.sealed, true)
  })

  test('of a cancelled job is a conflict', async (t) => {
    const { postLines, call } = await serveJobs(t)
    await postLines('/api/jobs?job_id=j&keep_open=true', [letter('a')])
    await call('/api/jobs/j/cancel', { method: 'POST' })
    const { status, body } = await postLines<Problem>('/api/jobs?job_id=j', [letter('b')])
    assert.deepEqual([status, body.code], [409, 'job.invalid_state'])
  })
})

test('a sender that is faster than the store has to wait', async (t) => {
  const filler = 'x'.repeat(512 * 1024)
  const { written, waits, answer } = await sendUntilItWaits(t, {
    type: 'application/x-ndjson',
    piece: (n) => `{"text": "${n} ${filler}"}\n`,
    most: 128,
  })
  assert.ok(waits, `${written} lines were taken by a store that writes nothing`)
  assert.equal(answer.accepted, written)
})
