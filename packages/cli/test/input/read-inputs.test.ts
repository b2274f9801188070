import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/records'
import fc from 'fast-check'
import { documents, folderOf, readAll, summary, texts } from './reading.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

suite('readInputs', () => {
  test('makes one document of a text file, with its text as it is', async (t) => {
    const text = 'Weimar, den 3. Mai\r\n\r\nTheurer Freund! 🙂 שלום\u0007\n'
    const cwd = await folderOf(t, { 'letters/a.txt': text })
    const items = await readAll(cwd, ['letters/a.txt'], { machine: 'Tower.example.org' })
    const place = JSON.stringify(['default', join(await realpath(cwd), 'letters/a.txt')])
    assert.deepEqual(items, [
      {
        kind: 'document',
        where: 'letters/a.txt',
        document: {
          document_id: `a-${sha256(place).slice(0, 12)}`,
          former_id: `a-${sha256('letters/a.txt').slice(0, 8)}`,
          collection_id: 'default',
          source: {
            text,
            pages: [{ number: 1, start: 0, end: text.length }],
            ocr: {},
            file: { path: 'letters/a.txt', name: 'a.txt', format: 'text/plain' },
            machine: 'tower',
            facts: {},
          },
          source_hash: sha256(text),
        },
      },
    ])
  })

  test('reads every field of a document in JSON', async (t) => {
    const source = { archive_name: 'City Archive', box_number: 3, ocr_provider: 'tesseract' }
    const letter = {
      id: 17,
      pages: ['one', { text: 'two', number: 5 }, 'three'],
      language: 'en',
      collection_id: 'seed',
      source,
      ocr_confidence: 0.5,
    }
    const cwd = await folderOf(t, { 'a.json': JSON.stringify(letter) })
    const [document] = documents(await readAll(cwd, ['a.json']))
    assert.equal(document?.document_id, '17')
    assert.equal(document.collection_id, 'seed')
    assert.deepEqual(document.source, {
      text: 'one\ftwo\fthree',
      pages: [
        { number: 1, start: 0, end: 3 },
        { number: 5, start: 4, end: 7 },
        { number: 6, start: 8, end: 13 },
      ],
      language: 'en',
      ocr: { confidence: 0.5, provider: 'tesseract' },
      file: { path: 'a.json', name: 'a.json', format: 'application/json' },
      facts: source,
    })
  })

  test('reads a list of documents from a JSON file and names bad ones by their place', async (t) => {
    const list = [{ id: 'x', text: 'One' }, { text: 5 }, 'no object', { text: 'Four' }]
    const cwd = await folderOf(t, { 'list.json': JSON.stringify(list, null, 2) })
    const items = await readAll(cwd, ['list.json'])
    assert.deepEqual(summary(items), [
      'document list.json item 1',
      'input.invalid_document list.json item 2: text must be a string',
      'input.invalid_document list.json item 3: is not a JSON object',
      'document list.json item 4',
    ])
    assert.match(documents(items)[1]?.document_id ?? '', /^list-[0-9a-f]{12}-4$/)
  })

  test('takes a string as source for one fact, and null for a field left out', async (t) => {
    const line = { text: 'Sir', source: 'Box 3', id: null, language: null, ocr_confidence: null }
    const cwd = await folderOf(t, { 'a.jsonl': JSON.stringify(line) })
    const [document] = documents(await readAll(cwd, ['a.jsonl']))
    assert.match(document?.document_id ?? '', /^a-[0-9a-f]{12}-1$/)
    assert.deepEqual(document?.source.facts, { source: 'Box 3' })
    assert.deepEqual(document.source.ocr, {})
    assert.equal('language' in document.source, false)
  })

  test('names a file outside the working folder by its whole path', async (t) => {
    const cwd = await folderOf(t, { 'in/a.txt': 'One', 'out/b.txt': 'Two' })
    const items = await readAll(join(cwd, 'in'), ['../out/b.txt'])
    assert.equal(items[0]?.where, join(cwd, 'out/b.txt'))
    assert.equal(documents(items)[0]?.source.file?.path, join(cwd, 'out/b.txt'))
  })

  test('puts the prefix before ids made here and leaves given ones alone', async (t) => {
    const cwd = await folderOf(t, { 'a.jsonl': '{"id":"mine","text":"A"}\n{"text":"B"}' })
    const items = await readAll(cwd, ['a.jsonl'], { idPrefix: 'demo-', defaultCollection: 'c' })
    const [given, made] = documents(items)
    assert.equal(given?.document_id, 'mine')
    assert.match(made?.document_id ?? '', /^demo-a-[0-9a-f]{12}-2$/)
    assert.equal(made?.collection_id, 'c')
  })

  test('keeps an id within 200 characters however long the file name is', async (t) => {
    const cwd = await folderOf(t, { [`${'n'.repeat(240)}.txt`]: 'Dear Sir' })
    const [document] = documents(await readAll(cwd, ['.'], { idPrefix: 'p-' }))
    assert.equal(document?.document_id.length, 200)
  })

  test('notes an id that comes twice with one text, refuses it with two texts', async (t) => {
    const cwd = await folderOf(t, {
      'a.jsonl': '{"id":"x","text":"One"}\n{"id":"x","text":"One"}\n',
      'b.jsonl': '{"id":"x","text":"Other"}\n{"id":"y","text":"One"}\n',
    })
    assert.deepEqual(summary(await readAll(cwd, ['a.jsonl', 'b.jsonl', 'b.jsonl'])), [
      'document a.jsonl line 1',
      'duplicate a.jsonl line 2 of a.jsonl line 1',
      'input.duplicate_id b.jsonl line 1: has the id x of a.jsonl line 1, but another text',
      'document b.jsonl line 2',
      'input.duplicate_id b.jsonl line 1: has the id x of a.jsonl line 1, but another text',
      'duplicate b.jsonl line 2 of b.jsonl line 2',
    ])
  })

  test('names fields it does not read once for a file', async (t) => {
    const lines = ['{"text":"A","truth":{},"rate":1}', '{"text":"B","truth":{},"x\\u001b":1}']
    const cwd = await folderOf(t, { 'a.jsonl': lines.join('\n') })
    assert.deepEqual(summary(await readAll(cwd, ['a.jsonl'])), [
      'document a.jsonl line 1',
      'document a.jsonl line 2',
      'note a.jsonl: fields that are not read: truth, rate, x?',
    ])
  })

  test('leaves out files that it wrote itself', async (t) => {
    const record = JSON.stringify({ document_id: 'a', enriched_data: {}, provenance: {} })
    const cwd = await folderOf(t, {
      'a.txt': 'Dear Sir',
      'out.json': `[${record},${record}]`,
      'out.jsonl': `${record}\n${record}\n`,
    })
    assert.deepEqual(summary(await readAll(cwd, ['.'])), [
      'document a.txt',
      'note out.json: is left out: it holds enriched records, not documents',
      'note out.jsonl: is left out: it holds enriched records, not documents',
    ])
  })

  test('returns any texts written as JSONL unchanged and in order', async (t) => {
    const cwd = await folderOf(t, {})
    const text = fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((drawn) => `Dear ${'letter '.repeat(20)}${drawn}`)
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (all, crlf) => {
          const lines = all.map((one) => JSON.stringify({ text: one }))
          await writeFile(join(cwd, 'all.jsonl'), lines.join(crlf ? '\r\n' : '\n'))
          assert.deepEqual(texts(await readAll(cwd, ['all.jsonl'])), all)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('returns any text written as a file unchanged', async (t) => {
    const cwd = await folderOf(t, {})
    // A byte order mark at the start is the one thing that does not come back.
    const text = fc.string({ unit: 'binary', maxLength: 300 }).map((drawn) => `Dear Sir ${drawn}`)
    await fc.assert(
      fc.asyncProperty(text, async (one) => {
        const whole = `${'letter '.repeat(20)}${one}`
        await writeFile(join(cwd, 'one.txt'), whole)
        assert.deepEqual(texts(await readAll(cwd, ['one.txt'])), [whole])
      }),
      { numRuns: 60 },
    )
  })

  test('closes a file when nobody wants the rest of it', async (t) => {
    const cwd = await folderOf(t, { 'a.jsonl': '{"text":"One"}\n'.repeat(100_000) })
    const { readInputs } = await import('../../src/input/read-inputs.ts')
    const { Readable } = await import('node:stream')
    const options = { source: lettersProfile.source, cwd, stdin: Readable.from([]) }
    for await (const item of readInputs(['a.jsonl'], options)) {
      assert.equal(item.where, 'a.jsonl line 1')
      break
    }
  })
})
