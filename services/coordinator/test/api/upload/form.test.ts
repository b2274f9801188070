import assert from 'node:assert/strict'
import { request } from 'node:http'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { OpenApiDocument, Problem } from '@colophon/runtime/http'
import { sendUntilItWaits } from '../rig.ts'
import {
  BOUNDARY,
  codesOf,
  END,
  field,
  file,
  form,
  FORM,
  MIB,
  part,
  serveUploads,
  type Sent,
} from './forms.ts'

suite('a form', () => {
  test('that is not one is refused as a whole', async (t) => {
    const { send, post, store } = await serveUploads(t)
    const refused = async (body: FormData | string, pattern: RegExp) => {
      const answer = await send<Problem>(body)
      assert.equal(answer.status, 400, JSON.stringify(answer.body))
      assert.match(JSON.stringify(answer.body), pattern)
    }
    const letter = file('a.txt', 'Dear Mary,')
    await refused(form([['a.txt', 'Dear Mary,']], { colection_id: 'papers' }), /colection_id/)
    await refused(form([], { priority: 'urgent' }), /priority/)
    await refused(field('files', 'Dear Mary,') + END, /a file needs a filename/)
    await refused(field('files', 'x'.repeat(MIB)) + END, /a file needs a filename/)
    await refused(field('job_id', 'a') + field('job_id', 'b') + END, /twice/)
    await refused(letter + field('job_id', 'a') + END, /fields go first/)
    await refused(part('Content-Type: text/plain', 'Dear Mary,') + END, /no name/)
    await refused('Dear Mary,', /no part/)
    await refused(END, /no part/)
    await refused(`--${BOUNDARY}\r\nContent-Disp`, /ends before/)
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=']) {
      const { status, body } = await post<Problem>('/api/jobs', letter + END, type)
      assert.equal(status, 400)
      assert.match(body.detail, /boundary/)
    }
    assert.deepEqual((await store.jobs.list('default', { limit: 10 })).items, [])
  })

  test('that ends in the middle of a file gives what was whole before it', async (t) => {
    const { send, documents } = await serveUploads(t)
    const cut = file('b.txt', 'Dear John, I mu').trimEnd()
    const { status, body } = await send(file('a.txt', 'Dear Mary,') + cut)
    assert.equal(status, 202)
    assert.deepEqual(codesOf(body), [['b.txt', 'input.unreadable']])
    const later = await send(`${file('c.txt', 'Dear Ann,')}--${BOUNDARY}\r\nContent-Dispo`)
    assert.deepEqual(codesOf(later.body), [['the last file', 'input.unreadable']])
    assert.deepEqual((await documents()).map(({ source }) => source.text).sort(), [
      'Dear Ann,',
      'Dear Mary,',
    ])
  })

  test('may name files in any of the ways that are in use', async (t) => {
    const { send, documents } = await serveUploads(t)
    const disposition = 'content-disposition: form-data; name="f"; '
    const { body } = await send(
      'A preamble.\r\n' +
        part(`${disposition}filename*=UTF-8''caf%C3%A9.txt; filename="caf.txt"`, 'Dear 1,') +
        part(`${disposition}filename="a\\"b.txt"`, 'Dear 2,') +
        part(`${disposition}filename=plain.txt`, 'Dear 3,') +
        part(
          `${disposition}filename="letter"\r\nContent-Type: text/plain; charset=utf-8`,
          'Dear 4,',
        ) +
        part(`${disposition}filename=""\r\nContent-Type: text/plain`, 'Dear 5,') +
        `${END}An epilogue.`,
    )
    assert.deepEqual([body.accepted, body.errors], [5, []])
    assert.deepEqual((await documents()).map(({ source }) => source.file?.path ?? '').sort(), [
      '',
      'a"b.txt',
      'café.txt',
      'letter',
      'plain.txt',
    ])
  })

  test('is described with its fields and files', async (t) => {
    const { call } = await serveUploads(t)
    const { body } = await call<OpenApiDocument>('/openapi.json')
    const content = body.paths['/api/jobs']?.['post']?.requestBody?.['content'] as Record<
      string,
      { schema: { properties: Record<string, { items?: object }> } }
    >
    const described = content['multipart/form-data']?.schema.properties ?? {}
    for (const name of ['job_id', 'collection_id', 'priority', 'language', 'keep_open', 'files']) {
      assert.ok(name in described, name)
    }
    assert.deepEqual(described['files']?.items, {
      type: 'string',
      format: 'binary',
      contentEncoding: 'binary',
    })
  })
})

test('an answer arrives although the rest of the body is not read', async (t) => {
  const { send, call } = await serveUploads(t)
  const files: Sent[] = Array.from({ length: 20 }, (_, n) => [`${n}.txt`, 'x'.repeat(MIB)])
  assert.equal((await send(form(files, { priority: 'urgent' }))).status, 400)
  await send(form([['a.txt', 'Dear Mary,']], { job_id: 'j', keep_open: 'true' }))
  await call('/api/jobs/j/cancel', { method: 'POST' })
  assert.equal((await send(form(files, { job_id: 'j' }))).status, 409)
})

test('a sender that breaks off can send everything again', async (t) => {
  const { send, store, server } = await serveUploads(t)
  const files = Array.from({ length: 300 }, (_, n): Sent => [`${n}.txt`, `Dear ${n},`])
  const headers = { 'content-type': FORM }
  const sending = request(`${server.url}/api/jobs?job_id=j`, { method: 'POST', headers })
  sending.on('error', () => undefined)
  sending.write(files.map(([name, content]) => file(name, String(content))).join(''))
  const taken = async () =>
    (await store.jobs.get('default', 'j')) === null
      ? 0
      : (await store.jobs.counts('default', 'j')).total
  while ((await taken()) < 200) await delay(10)
  // In the middle of a file, which must not be taken for a whole one.
  sending.write(file('300.txt', 'Dear 300, I').trimEnd())
  sending.destroy()
  const { body } = await send(
    form([...files, ['300.txt', 'Dear 300, I must end.']], { job_id: 'j' }),
  )
  assert.equal(body.accepted + body.unchanged, 301)
  assert.ok(body.unchanged >= 200)
  assert.equal((await store.jobs.counts('default', 'j')).total, 301)
  assert.equal((await store.jobs.get('default', 'j'))?.sealed, true)
})

test('a sender that is faster than the store has to wait, also with small files', async (t) => {
  const filler = 'x'.repeat(8 * 1024)
  const { written, waits, answer } = await sendUntilItWaits(t, {
    type: FORM,
    piece: (n) => file(`${n}.txt`, `${n} ${filler}`),
    end: END,
    most: 8_000,
  })
  assert.ok(waits, `${written} files were taken by a store that writes nothing`)
  assert.equal(answer.accepted, written)
})
