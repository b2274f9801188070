import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { suite, test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/records'
import { documents, readAll, stdinOf, summary, texts } from './reading.ts'

const read = (...chunks: (string | Uint8Array)[]) =>
  readAll('/', ['-'], { stdin: stdinOf(...chunks) })

suite('standard input', () => {
  test('is one text', async () => {
    const items = await read('Dear', ' Sir,\r\n', '[sic]')
    assert.deepEqual(texts(items), ['Dear Sir,\r\n[sic]'])
    const [document] = documents(items)
    assert.match(document?.document_id ?? '', /^stdin-[0-9a-f]{24}$/)
    assert.equal(document?.source.file, undefined)
  })

  test('is JSONL when it begins with a brace', async () => {
    const items = await read('\ufeff \n', '{', '"id":"a","text":"One"}\n{"te', 'xt":"Two"}\nbad\n')
    assert.deepEqual(summary(items), [
      'document (stdin) line 2',
      'document (stdin) line 3',
      'input.invalid_json (stdin) line 4: is not valid JSON',
    ])
    assert.match(documents(items)[1]?.document_id ?? '', /^stdin-[0-9a-f]{24}-3$/)
  })

  test('is JSON when it is laid out over lines or is a list', async () => {
    const letter = { id: 'a', text: 'One' }
    assert.deepEqual(texts(await read(JSON.stringify(letter, null, 2))), ['One'])
    assert.deepEqual(texts(await read(JSON.stringify([letter], null, 2))), ['One'])
    assert.deepEqual(texts(await read('[1862]\nDear Sir')), ['[1862]\nDear Sir'])
  })

  test('is read as UTF-16 when it says so', async () => {
    const bytes = Buffer.from('\ufeff{"text":"Größe"}\n{"text":"Zwei"}', 'utf16le')
    const items = await read(bytes.subarray(0, 1), bytes.subarray(1, 9), bytes.subarray(9))
    assert.deepEqual(texts(items), ['Größe', 'Zwei'])
    assert.deepEqual(texts(await read(Buffer.from('\ufeffDear', 'utf16le').swap16())), ['Dear'])
  })

  test('that is empty, binary, broken or too long is an error', async () => {
    assert.deepEqual(summary(await read()), ['input.empty (stdin): has no text'])
    assert.deepEqual(summary(await read(' { ')), [
      'input.invalid_json (stdin) line 1: is not valid JSON at character 3 (one whole document on each line is expected)',
    ])
    assert.deepEqual(summary(await read(Buffer.alloc(100))), [
      'input.binary (stdin): is a binary file, not text',
    ])
    assert.deepEqual(summary(await read(Buffer.from([0x41, 0xe4, 0x41]))), [
      'input.encoding (stdin): is not valid UTF-8: see byte 1 (counted from 0)',
    ])
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(65_536, 'x')
      })(),
    )
    assert.deepEqual(summary(await readAll('/', ['-'], { stdin: endless })), [
      'input.too_large (stdin): is larger than the limit of 5 MiB',
    ])
    assert.equal(endless.destroyed, true)
  })

  test('that breaks off is an error, after what came before', async () => {
    const stdin = Readable.from(
      (function* () {
        yield Buffer.from('{"text":"One"}\n{"te')
        throw Object.assign(new Error('gone'), { code: 'EIO' })
      })(),
    )
    assert.deepEqual(summary(await readAll('/', ['-'], { stdin })), [
      'document (stdin) line 1',
      'input.unreadable (stdin): cannot be read: EIO',
    ])
  })

  test('is read once', async () => {
    const items = await readAll('/', ['-', '-'], { stdin: stdinOf('Dear Sir') })
    assert.deepEqual(summary(items), ['document (stdin)', 'note (stdin): is read only once'])
  })

  test('gives a line as soon as it is there', async () => {
    const stdin = new Readable({ read: () => undefined })
    const { readInputs } = await import('../../src/input/read-inputs.ts')
    const items = readInputs(['-'], { source: lettersProfile.source, cwd: '/', stdin })
    stdin.push('{"text":"One"}\n')
    const first = await items.next()
    assert.equal(first.value?.where, '(stdin) line 1')
    await items.return()
    assert.equal(stdin.destroyed, true)
  })
})
