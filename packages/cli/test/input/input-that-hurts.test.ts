import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { documents, folderOf, readAll, summary, texts } from './reading.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const MIB = 1024 * 1024

suite('input that hurts', () => {
  test('a table is not read as one text where the profile takes no tables', async (t) => {
    const cwd = await folderOf(t, { 'box.csv': 'id,text\n1,Dear Sir\n' })
    const [item] = await readAll(cwd, ['box.csv'])
    assert.ok(item?.kind === 'error')
    assert.equal(item.error.code, 'input.unsupported')
    assert.match(item.error.message, /^box\.csv: is no \.txt, .* file/)
  })

  test('each bad file is an error that names it, and the rest goes on', async (t) => {
    const cwd = await folderOf(t, {
      'a-empty.txt': '',
      'b-blank.txt': ' \n\t\r\n\u00a0\u200b\f',
      'c-latin1.txt': latin1('Liebe Größe'),
      'd-image.txt': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0xff]),
      'e-nul.txt': Buffer.alloc(500),
      'f.json': '{"text": ',
      'g.json': '[]',
      'h.json': '"a string"',
      'i.jsonl': '\n \n',
      'j.json': '',
      'z-good.txt': 'Dear Sir',
    })
    assert.deepEqual(summary(await readAll(cwd, ['.'])), [
      'input.empty a-empty.txt: has no text',
      'input.empty b-blank.txt: has no text',
      'input.encoding c-latin1.txt: is not valid UTF-8: see byte 8 (counted from 0)',
      'input.binary d-image.txt: is a PNG image, not text',
      'input.binary e-nul.txt: is a binary file, not text',
      'input.invalid_json f.json: is not valid JSON',
      'input.empty g.json: has no documents',
      'input.invalid_document h.json: is not a JSON object',
      'input.empty i.jsonl: has no documents',
      'input.empty j.json: is empty',
      'document z-good.txt',
    ])
  })

  test('a bad line of a JSONL file is named by its number', async (t) => {
    const good = '{"text":"Dear Sir"}'
    const lines = [
      Buffer.from(good),
      Buffer.from('{"text": "Dear'),
      latin1('{"text":"Größe"}'),
      Buffer.from(''),
      Buffer.from('[1]'),
      Buffer.from('{"id":"a\\u0007b","text":"x"}'),
      Buffer.from(`{"id":"${'x'.repeat(201)}","text":"x"}`),
      Buffer.from('{"id":12345678901234567890,"text":"x"}'),
      Buffer.from('{"ocr_confidence":87,"text":"x"}'),
      Buffer.from('{"id":"n"}'),
      Buffer.from('{"text":"\\ud800"}'),
      Buffer.from('{"text":" "}'),
      Buffer.from('{"pages":[]}'),
      Buffer.from('{"pages":["a",7]}'),
      Buffer.from('{"pages":["a","b"],"text":"ab"}'),
      Buffer.from('{"pages":[{"text":"a","number":2},{"text":"b","number":2}]}'),
      Buffer.from(`{"source":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)},"text":"x"}`),
      Buffer.from(good),
    ]
    const bytes = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]))
    const cwd = await folderOf(t, { 'x.jsonl': bytes })
    assert.deepEqual(summary(await readAll(cwd, ['x.jsonl'])), [
      'document x.jsonl line 1',
      'input.invalid_json x.jsonl line 2: is not valid JSON at character 14',
      'input.encoding x.jsonl line 3: is not valid UTF-8: see byte 11 (counted from 0)',
      'input.invalid_document x.jsonl line 5: is not a JSON object',
      'input.invalid_document x.jsonl line 6: id must not contain control characters',
      'input.invalid_document x.jsonl line 7: id must have at most 200 characters',
      'input.invalid_document x.jsonl line 8: id is a number with too many digits; write it as a string',
      'input.invalid_document x.jsonl line 9: ocr_confidence must be between 0 and 1 (not per cent)',
      'input.invalid_document x.jsonl line 10: has neither text nor pages',
      'input.encoding x.jsonl line 11: has half a character (an unpaired \\u surrogate)',
      'input.empty x.jsonl line 12: has no text',
      'input.empty x.jsonl line 13: has no text',
      'input.invalid_document x.jsonl line 14: pages.1 must be a string or {text, number?, image?: {file, width, height}, words?}',
      'input.invalid_document x.jsonl line 15: has both text and pages, and they differ; give one of them',
      'input.invalid_document x.jsonl line 16: has two pages with the same number',
      'input.invalid_document x.jsonl line 17: source must not be nested more than 16 levels deep',
      'document x.jsonl line 18',
    ])
  })

  test('no message quotes the text of a document', async (t) => {
    const secret = 'my dearest secret'
    const cwd = await folderOf(t, {
      'a.jsonl': `${secret}\n{"text":"${secret}}\n{"text":["${secret}"]}\n{"text":"a" ${secret}}`,
      'b.json': secret,
    })
    const items = await readAll(cwd, ['.'])
    assert.equal(items.filter((item) => item.kind === 'error').length, 5)
    assert.doesNotMatch(summary(items).join('\n'), /dearest/)
  })

  test('the limit is on the UTF-8 bytes of a text', async (t) => {
    const cwd = await folderOf(t, {
      'exact.txt': 'x'.repeat(1000),
      'over.txt': 'x'.repeat(1001),
      'umlauts.txt': 'ü'.repeat(501),
      'utf16.txt': Buffer.from(`\ufeff${'x'.repeat(1000)}`, 'utf16le'),
      'utf16-over.txt': Buffer.from(`\ufeff${'x'.repeat(1001)}`, 'utf16le'),
    })
    assert.deepEqual(summary(await readAll(cwd, ['.'], { maxTextBytes: 1000 })), [
      'document exact.txt',
      'input.too_large over.txt: is larger than the limit of 1000 bytes',
      'input.too_large umlauts.txt: is larger than the limit of 1000 bytes',
      'input.too_large utf16-over.txt: is larger than the limit of 1000 bytes',
      'document utf16.txt',
    ])
  })

  test('a text over 5 MiB is refused, one of a million characters on one line is not', async (t) => {
    const million = `Dear Sir, ${'x'.repeat(1_000_000)}`
    const cwd = await folderOf(t, {
      'giant.txt': Buffer.alloc(30 * MIB, 'x'),
      'giant.json': JSON.stringify({ text: 'x'.repeat(5 * MIB + 1) }),
      'long.jsonl': `${JSON.stringify({ text: million })}\n${JSON.stringify({ text: `${million}.` })}`,
      'long.txt': million,
    })
    const items = await readAll(cwd, ['.'])
    assert.deepEqual(summary(items), [
      'input.too_large giant.json: is larger than the limit of 5 MiB',
      'input.too_large giant.txt: is larger than the limit of 5 MiB',
      'document long.jsonl line 1',
      'document long.jsonl line 2',
      'document long.txt',
    ])
    assert.equal(texts(items)[2], million)
  })

  test('a JSONL line over its limit is passed over, the lines around it are read', async (t) => {
    const line = (text: string) => JSON.stringify({ text })
    const lines = [line('One'), line('y'.repeat(3 * MIB)), line('Three')]
    const cwd = await folderOf(t, { 'a.jsonl': lines.join('\n'), 'b.json': `[${lines.join()}]` })
    const items = await readAll(cwd, ['.'], { maxTextBytes: 100_000 })
    assert.deepEqual(summary(items), [
      'document a.jsonl line 1',
      'input.too_large a.jsonl line 2: is larger than a line may be: 0.4 MiB',
      'document a.jsonl line 3',
      'input.too_large b.json: is larger than a .json file may be (use .jsonl): 1.5 MiB',
    ])
  })

  test('UTF-16 with a byte order mark is read, in texts, JSON and JSONL', async (t) => {
    const text = 'Größe 🙂\r\nשלום'
    const little = (content: string) => Buffer.from(`\ufeff${content}`, 'utf16le')
    const big = (content: string) => little(content).swap16()
    const json = JSON.stringify({ text })
    const cwd = await folderOf(t, {
      'a.txt': little(text),
      'b.txt': big(text),
      'c.json': big(json),
      'd.jsonl': little(`${json}\r\n${json}\r\n`),
      'e.txt': Buffer.concat([little('odd'), Buffer.from('x')]),
      'f.txt': little('half \ud800 a pair'),
      'g.jsonl': big('{"text":"\ud800"}'),
    })
    const items = await readAll(cwd, ['.'])
    assert.deepEqual(texts(items), [text, text, text, text, text])
    assert.deepEqual(summary(items.filter((item) => item.kind === 'error')), [
      'input.encoding e.txt: is UTF-16, but ends in half a character',
      'input.encoding f.txt: is not valid UTF-16: see byte 12 (counted from 0)',
      'input.encoding g.jsonl: is not valid UTF-16',
    ])
  })

  test('a UTF-8 byte order mark is dropped, everything else stays', async (t) => {
    const json = JSON.stringify({ text: 'Dear\r\nSir' })
    const cwd = await folderOf(t, {
      'a.txt': '\ufeffDear\r\nSir\ufeff\u0001',
      'b.json': `\ufeff${json}`,
      'c.jsonl': `\ufeff${json}\n`,
    })
    const found = texts(await readAll(cwd, ['.']))
    assert.deepEqual(found, ['Dear\r\nSir\ufeff\u0001', 'Dear\r\nSir', 'Dear\r\nSir'])
  })

  test('a stray control character is data, in files and in JSON', async (t) => {
    const text = `Dear Sir,\u0000 I have\u0007 the honour to be ${'very '.repeat(30)}yours`
    const cwd = await folderOf(t, { 'a.txt': text, 'b.json': JSON.stringify({ text }) })
    assert.deepEqual(texts(await readAll(cwd, ['.'])), [text, text])
  })

  test('an image or archive is called by its name, also inside JSON', async (t) => {
    const cwd = await folderOf(t, {
      'a.jsonl': Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(40, 200)]),
      'b.json': JSON.stringify({ text: '\u0000\u0001\u0002\u0003x' }),
      'c.txt': Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20 * MIB, 'x')]),
    })
    assert.deepEqual(summary(await readAll(cwd, ['.'])), [
      'input.binary a.jsonl: is a gzip file, not text',
      'input.binary b.json: holds a binary file, not text',
      'input.binary c.txt: is a PDF, not text',
    ])
  })

  test('a file of another type that is named directly is read as text, if it is text', async (t) => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(20 * MIB)])
    const cwd = await folderOf(t, { 'a.ocr': 'Dear Sir', b: 'Dear Madam', 'c.jpg': jpeg })
    const items = await readAll(cwd, ['a.ocr', 'b', 'c.jpg'])
    assert.deepEqual(summary(items), [
      'document a.ocr',
      'document b',
      'input.unsupported c.jpg: is a JPEG image, not text',
    ])
    assert.equal(documents(items)[0]?.source.file?.format, 'text/plain')
  })

  test('a page break after every letter is refused', async (t) => {
    const cwd = await folderOf(t, { 'a.txt': 'x\f'.repeat(10_001), 'b.txt': 'x\f'.repeat(10_000) })
    assert.deepEqual(summary(await readAll(cwd, ['.'])), [
      'input.invalid_document a.txt: has more than 10000 pages',
      'document b.txt',
    ])
  })

  test('names that mean something to JavaScript are names like others', async (t) => {
    const line = '{"id":"__proto__","text":"Sir","source":{"__proto__":{"x":1},"constructor":2}}'
    const cwd = await folderOf(t, { 'a.jsonl': `${line}\n${line}` })
    const items = await readAll(cwd, ['.'])
    assert.deepEqual(summary(items), [
      'document a.jsonl line 1',
      'duplicate a.jsonl line 2 of a.jsonl line 1',
    ])
    const facts = documents(items)[0]?.source.facts
    assert.equal(Object.getPrototypeOf(facts), Object.prototype)
    assert.equal(facts?.['x'], undefined)
  })

  test('a control character in a file name does not reach the terminal', async (t) => {
    const cwd = await folderOf(t, { 'a\u001b[2J\n.txt': 'Dear Sir' })
    const items = await readAll(cwd, ['.'])
    assert.equal(items[0]?.where, 'a?[2J?.txt')
    assert.match(documents(items)[0]?.document_id ?? '', /^a_\[2J_-[0-9a-f]{12}$/)
  })
})
