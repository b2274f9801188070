import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Problem } from '@colophon/runtime/http'
import { aCompletion, aDocument, aJob, aProvenance, aReview } from '@colophon/testkit'
import type { JobView } from '../../src/api/jobs.ts'
import type { SubmitAnswer } from '../../src/api/submit-answer.ts'
import { serveJobs } from './rig.ts'
import { codesOf, form, serveUploads } from './upload/forms.ts'

const letter = (id: string, text = `Dear Mary, this is letter ${id}.`) => ({ id, text })
const codes = ({ errors }: SubmitAnswer) => errors.map(({ code }) => code)

suite('an id that another document has', () => {
  test('is refused for another collection, and the record stays, until it is to be replaced', async (t) => {
    const { postJson, call, store, complete } = await serveJobs(t)
    const put = (collection_id: string, text: string, path = '/api/jobs') =>
      postJson<Problem & SubmitAnswer>(path, { collection_id, documents: [letter('a', text)] })
    assert.equal((await put('fonds-a', 'One')).status, 202)
    await complete('a')
    const before = await store.documents.get('default', 'a')
    for (const text of ['One', 'Two']) {
      const { status, body } = await put('fonds-b', text)
      assert.deepEqual([status, body.code], [409, 'document.other_collection'])
      assert.match(body.detail, /The id a is that of a document of the collection fonds-a/)
      assert.match(body.fix ?? '', /replace=true/)
    }
    assert.deepEqual(await store.documents.get('default', 'a'), before)
    const { body: jobs } = await call<{ jobs: JobView[] }>('/api/jobs')
    assert.equal(jobs.jobs.length, 1, 'nothing was taken, so there is no job')
    const { status, body } = await put('fonds-b', 'Two', '/api/jobs?replace=true')
    assert.deepEqual([status, body.revised], [202, 1])
    assert.equal((await store.documents.get('default', 'a'))?.collection_id, 'fonds-b')
  })

  test('is named among the others, which are taken, in every kind of body', async (t) => {
    const { postJson, postLines, send } = await serveUploads(t)
    const documents = [letter('a'), letter('b')]
    await postJson('/api/jobs', { collection_id: 'fonds-a', documents })
    const others = (n: number) => [letter('b', 'Other'), letter(`new-${n}`), letter('a', 'Other')]
    const lines = (n: number) => others(n).map((one) => JSON.stringify(one))
    const refused = ['document.other_collection', 'document.other_collection']
    const query = '/api/jobs?collection_id=fonds-b'
    const list = await postJson<SubmitAnswer>(query, { documents: others(1) })
    const stream = await postLines<SubmitAnswer>(query, lines(2))
    const upload = await send(form([['l.jsonl', lines(3).join('\n')]]), query)
    for (const { status, body } of [list, stream, upload]) {
      assert.deepEqual(
        [status, body.accepted, body.errors_total, codes(body)],
        [202, 1, 2, refused],
      )
    }
    assert.deepEqual(
      stream.body.errors.map((error) => 'line' in error && error.line),
      [1, 3],
    )
    const body = { documents: others(1), collection_id: 'fonds-b', replace: true }
    assert.equal((await postJson<SubmitAnswer>('/api/jobs', body)).body.revised, 2)
    const form3 = form([['l.jsonl', lines(3).join('\n')]], { replace: 'true' })
    assert.equal((await send(form3, query)).body.unchanged, 3)
  })

  test('is refused to the file of another machine, and to its texts only', async (t) => {
    const { postLines } = await serveJobs(t)
    const file = (machine: string) => ({
      path: 'a.txt',
      name: 'a.txt',
      format: 'text/plain',
      machine,
    })
    const put = (machine: string, text: string) =>
      postLines<Problem & SubmitAnswer>('/api/jobs', [
        { ...letter('a', text), file: file(machine) },
      ])
    assert.equal((await put('tower', 'One')).body.accepted, 1)
    assert.equal((await put('laptop', 'One')).body.unchanged, 1)
    const { status, body } = await put('laptop', 'Two')
    assert.deepEqual([status, body.code], [409, 'document.other_machine'])
    assert.match(body.detail, /the machine tower, with another text/)
    assert.equal((await put('tower', 'One, corrected')).body.revised, 1)
  })

  test('is refused for another profile, also when it is to be replaced, in every kind of body', async (t) => {
    const { postJson, postLines, send, store } = await serveUploads(t)
    const job = aJob({ profile: 'awards' })
    await store.jobs.create(job)
    await store.jobs.submit(job, [aDocument({ document_id: 'a', text: 'An award' })])
    const before = await store.documents.get('default', 'a')
    for (const path of ['/api/jobs', '/api/jobs?replace=true']) {
      for (const { status, body } of [
        await postJson<Problem>(path, { documents: [letter('a')] }),
        await postLines<Problem>(path, [letter('a')]),
        await send<Problem>(form([['l.jsonl', JSON.stringify(letter('a'))]]), path),
      ]) {
        assert.deepEqual([status, body.code], [409, 'document.other_profile'])
        assert.match(body.detail, /The id a is that of a document of the profile awards/)
      }
    }
    assert.deepEqual(await store.documents.get('default', 'a'), before)
  })

  test('comes twice in one request: the second is refused, in every kind of body', async (t) => {
    const { postJson, postLines, send, documents } = await serveUploads(t)
    const twice = (n: number) => [letter(`a${n}`), letter(`a${n}`, 'Other'), letter(`a${n}`)]
    const lines = (n: number) => twice(n).map((one) => JSON.stringify(one))
    const list = await postJson<SubmitAnswer>('/api/jobs', { documents: twice(1) })
    const stream = await postLines<SubmitAnswer>('/api/jobs', lines(2))
    const [one = '', ...more] = lines(3)
    const upload = await send(
      form([
        ['1.jsonl', one],
        ['2.jsonl', more.join('\n')],
      ] as const),
    )
    for (const { body } of [list, stream, upload]) {
      assert.deepEqual(codes(body), ['input.duplicate_id'])
      assert.deepEqual([body.accepted, body.unchanged, body.revised], [1, 1, 0])
    }
    assert.deepEqual(codesOf(upload.body), [['2.jsonl', 'input.duplicate_id']])
    assert.match(stream.body.errors[0]?.message ?? '', /has the id a2 of a document before it/)
    assert.deepEqual(
      (await documents()).map(({ revision }) => revision),
      [1, 1, 1],
    )
    // In another request it is another text of the same document.
    assert.equal((await postLines<SubmitAnswer>('/api/jobs', [twice(1)[1]])).body.revised, 1)
  })
})

test('a document without an id is another one in another collection', async (t) => {
  const { postJson, store } = await serveJobs(t)
  const post = (collection_id: string) =>
    postJson<SubmitAnswer>('/api/jobs', { collection_id, documents: [{ text: 'Dear Mary' }] })
  for (const accepted of [1, 0]) {
    for (const collection of ['a', 'b']) {
      assert.equal((await post(collection)).body.accepted, accepted)
    }
  }
  const { items } = await store.documents.list('default', {}, { limit: 10 })
  assert.deepEqual(items.map(({ collection_id }) => collection_id).sort(), ['a', 'b'])
})

test('a profile that there is not is refused, and nothing is taken', async (t) => {
  const { postJson, postLines, send, documents } = await serveUploads(t)
  const path = '/api/jobs?profile=awards'
  for (const { status, body } of [
    await postJson<Problem>('/api/jobs', { profile: 'awards', documents: [letter('a')] }),
    await postLines<Problem>(path, [letter('a')]),
    await send<Problem>(form([['a.txt', 'Dear Mary']], { profile: 'awards' })),
  ]) {
    assert.deepEqual([status, body.code], [400, 'profile.unknown'])
    assert.match(body.detail, /no profile "awards" here, only letters/)
  }
  assert.deepEqual(await documents(), [])
})

suite('a replaced revision', () => {
  test('is read again as it was, with its review; the document says which there are', async (t) => {
    const { postJson, call, store } = await serveJobs(t)
    const post = (text: string) => postJson('/api/jobs', { documents: [letter('a', text)] })
    await post('One')
    const claim = await store.work.claim('default', 'a', 'test', 60_000)
    assert.ok(claim)
    const review = aReview({ review_id: 'rev-1', document_id: 'a', document_revision: 2 })
    const human = aProvenance({ source: 'human:eva' })
    const provenance = { 'content.summary': human }
    await store.work.commit(
      claim.ref,
      aCompletion({ review, review_status: 'pending', provenance }),
    )
    const get = async <T>(path: string) => (await call<T>(path)).body
    interface Shown {
      revision: number
      source: { text: string }
      provenance: Record<string, { source: string }>
      replaced: { at: string; review: { review_id: string; status: string } | null } | null
    }
    const before = await get<Shown>('/api/documents/a')
    assert.equal(before.replaced, null)
    await post('Two')
    const { replaced, ...kept } = await get<Shown>('/api/documents/a?revision=2')
    assert.deepEqual({ ...kept, replaced: null }, before)
    assert.deepEqual(
      [replaced?.review?.review_id, replaced?.review?.status],
      ['rev-1', 'superseded'],
    )
    assert.equal(kept.provenance['content.summary']?.source, 'human:eva')
    const present = await get<Shown>('/api/documents/a')
    assert.deepEqual([present.source.text, present.revision, present.replaced], ['Two', 3, null])
    assert.deepEqual(await get('/api/documents/a?revision=3'), present)
    const list = await get<{ revisions: { revision: number; replaced_at: string }[] }>(
      '/api/documents/a/revisions',
    )
    assert.deepEqual(
      list.revisions.map(({ revision, replaced_at }) => [revision, replaced_at]),
      [[2, replaced?.at]],
    )
  })

  test('that is not kept is a 404 that says where the document is', async (t) => {
    const { postJson, call } = await serveJobs(t)
    await postJson('/api/jobs', { documents: [letter('a')] })
    const missing = await call<Problem>('/api/documents/a?revision=7')
    assert.deepEqual([missing.status, missing.body.code], [404, 'document.not_found'])
    assert.match(missing.body.detail, /no revision 7 is kept; it is at 1/)
    assert.equal((await call('/api/documents/none/revisions')).status, 404)
    for (const revision of ['0', 'x', '1.5']) {
      assert.equal((await call(`/api/documents/a?revision=${revision}`)).status, 400)
    }
  })
})

test('a job that has ended is not cancelled', async (t) => {
  const { postLines, call, complete } = await serveJobs(t)
  await postLines('/api/jobs?job_id=j', [letter('a')])
  await complete('a')
  const before = await call<JobView>('/api/jobs/j')
  const { status, body } = await call<Problem>('/api/jobs/j/cancel', { method: 'POST' })
  assert.deepEqual([status, body.code], [409, 'job.invalid_state'])
  assert.deepEqual((await call<JobView>('/api/jobs/j')).body, before.body)
  assert.equal(before.body.status, 'completed')
})
