import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Problem } from '@colophon/runtime/http'
import { codesOf, form, MIB, serveUploads, type Sent } from './forms.ts'

suite('files of a form', () => {
  test('become documents that remember their file, with the settings of its fields', async (t) => {
    const { send, store, documents } = await serveUploads(t)
    const lines =
      '{"id": "l1", "text": "Dear Sir,"}\n{"id": "l2", "text": "Cher ami,", "language": "fr"}\n'
    const { status, headers, body } = await send(
      form(
        [
          ['letters/Mrs "Smith" été.txt', 'Dear Mary, it rains.'],
          ['note.md', '# A note\n\nof 1901'],
          ['one.json', '{"id": "j1", "text": "Dear John,"}'],
          ['two.jsonl', lines],
        ],
        { job_id: 'j', collection_id: 'papers', priority: 'high', language: 'en' },
      ),
    )
    assert.equal(status, 202, JSON.stringify(body))
    assert.deepEqual([body.job_id, body.accepted, body.errors], ['j', 5, []])
    assert.equal(headers.get('location'), '/api/jobs/j')
    const found = await documents()
    assert.deepEqual(
      found
        .map(({ source, collection_id, priority }) => [
          source.file?.path,
          source.file?.format,
          source.language,
          collection_id,
          priority,
        ])
        .sort(),
      [
        ['letters/Mrs "Smith" été.txt', 'text/plain', 'en', 'papers', 'high'],
        ['note.md', 'text/markdown', 'en', 'papers', 'high'],
        ['one.json', 'application/json', 'en', 'papers', 'high'],
        ['two.jsonl', 'application/x-ndjson', 'en', 'papers', 'high'],
        ['two.jsonl', 'application/x-ndjson', 'fr', 'papers', 'high'],
      ],
    )
    assert.equal((await store.jobs.get('default', 'j'))?.sealed, true)
    assert.ok(found.some(({ source }) => source.text === 'Dear Mary, it rains.'))
  })

  test('of one name in two folders are two documents, and no path leads anywhere', async (t) => {
    const { send, documents } = await serveUploads(t)
    const { body } = await send(
      form([
        ['1901/page.txt', 'Dear Mary,'],
        ['1902/page.txt', 'Dear John,'],
        ['../../etc/passwd.txt', 'Dear Ann,'],
        ['C:\\scans\\..\\a.txt', 'Dear Tom,'],
        ['/scans/./b.txt', 'Dear Sue,'],
      ]),
    )
    assert.deepEqual([body.accepted, body.errors], [5, []])
    const found = await documents()
    assert.deepEqual(found.map(({ source }) => source.file?.path).sort(), [
      '1901/page.txt',
      '1902/page.txt',
      'etc/passwd.txt',
      'scans/a.txt',
      'scans/b.txt',
    ])
    assert.ok(found.every(({ document_id }) => /^[a-z]+-[0-9a-f]{24}$/.test(document_id)))
  })

  test('that cannot be taken are named one by one, and the rest goes on', async (t) => {
    const { send, documents } = await serveUploads(t)
    const good = '{"text": "Dear Sir"}\n'
    const { status, body } = await send(
      form([
        ['empty.txt', ''],
        ['scan.txt', Buffer.from('%PDF-1.4 \0\0\0')],
        ['large.txt', 'x'.repeat(6 * MIB)],
        ['larger.txt', 'x'.repeat(12 * MIB)],
        ['photo.jpg', 'Dear Mary,'],
        ['latin.txt', Buffer.from('Café', 'latin1')],
        ['lines.jsonl', `${good.repeat(6)}{"text": Dear Sir\n${good}`],
        ['list.json', '[{"text": "Dear Ann,"}, {"id": 7}]'],
        ['last.txt', 'Dear Mary, this one is fine.'],
      ]),
    )
    assert.equal(status, 202)
    assert.deepEqual(codesOf(body), [
      ['empty.txt', 'input.empty'],
      ['scan.txt', 'input.binary'],
      ['large.txt', 'input.too_large'],
      ['larger.txt', 'input.too_large'],
      ['photo.jpg', 'input.unsupported'],
      ['latin.txt', 'input.encoding'],
      ['lines.jsonl', 'input.invalid_json'],
      ['list.json', 'input.invalid_document'],
    ])
    assert.match(body.errors[6]?.message ?? '', /^lines\.jsonl line 7: is not valid JSON/)
    assert.match(body.errors[7]?.message ?? '', /^list\.json item 2: /)
    assert.ok(!JSON.stringify(body).includes('Dear'))
    assert.equal(body.accepted, 9)
    assert.equal((await documents()).length, 9)
  })

  test('that hold enriched records, or are beyond the limit of files, do not vanish without a word', async (t) => {
    const { send } = await serveUploads(t, { limits: { maxFiles: 2, maxBodyBytes: 1_000 } })
    const record = '{"document_id": "a", "enriched_data": {}, "provenance": {}}\n'
    const { body } = await send(
      form([
        ['a.txt', 'Dear Mary,'],
        ['out.jsonl', record],
        ['b.txt', 'Dear John,'],
        ['c.txt', 'Dear Ann,'],
      ]),
    )
    assert.deepEqual(codesOf(body), [
      ['out.jsonl', 'input.unsupported'],
      ['b.txt', 'input.too_large'],
      ['c.txt', 'input.too_large'],
    ])
    const list = JSON.stringify([{ text: 'x'.repeat(1_000) }])
    const large = await send(
      form([
        ['a.txt', 'Dear Mary,'],
        ['list.json', list],
      ]),
    )
    assert.deepEqual(codesOf(large.body), [['list.json', 'input.too_large']])
    assert.match(large.body.errors[0]?.message ?? '', /1000 bytes/)
  })

  test('of which none can be taken make no job', async (t) => {
    const { send, store } = await serveUploads(t)
    const { status, body } = await send<Problem>(
      form([
        ['a.txt', ''],
        ['b.txt', ' '],
      ]),
    )
    assert.equal(status, 422)
    assert.deepEqual(
      body.errors?.map(({ name }) => name),
      ['file a.txt', 'file b.txt'],
    )
    assert.equal((await send(form([], { collection_id: 'papers' }))).status, 422)
    assert.deepEqual((await store.jobs.list('default', { limit: 10 })).items, [])
  })

  test('sent again under their job id add nothing twice', async (t) => {
    const { send } = await serveUploads(t)
    const files: Sent[] = [
      ['a.txt', 'Dear Mary,'],
      ['b.txt', 'Dear John,'],
    ]
    const first = await send(form(files, { job_id: 'j' }))
    const again = await send(form(files), '/api/jobs?job_id=j')
    const late = await send(form([...files, ['c.txt', 'Dear Ann,']], { job_id: 'j' }))
    assert.deepEqual([first.body.accepted, again.body.unchanged], [2, 2])
    assert.deepEqual(codesOf(late.body), [['c.txt', 'job.invalid_state']])
  })

  test('come in by the thousand, however small', async (t) => {
    const { send } = await serveUploads(t)
    const files = Array.from({ length: 3_000 }, (_, n): Sent => [`${n}.txt`, `Dear ${n},`])
    assert.equal((await send(form(files))).body.accepted, 3_000)
  })
})
