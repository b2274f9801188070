import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand, startCommand, until } from './command.ts'

const LETTER =
  'Hamburg, den 3. Mai 1846\n\nLieber Freund,\n\nich danke Dir für Deinen Brief.\n\nDein\nKarl Meyer\n'

interface Enriched {
  document_id: string
  status: string
  enriched_data: { content: { full_text: string } }
  provenance: Record<string, { evidence: { quote: string; start: number; end: number } | null }>
}

const readRecords = (file: string): Enriched[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Enriched]))

test('every input that hurts gives a record or an error that names it, and the rest is enriched', async (t) => {
  const folder = temporaryFolder(t)
  const put = (name: string, bytes: string | Buffer): void => {
    writeFileSync(join(folder, 'in', name), bytes)
  }
  mkdirSync(join(folder, 'in', 'a'), { recursive: true })
  mkdirSync(join(folder, 'in', 'b'))
  put('empty.txt', '')
  put('blank.txt', ' \n\t\n')
  put('binary.txt', Buffer.from(Array.from({ length: 4096 }, (_, n) => n % 256)))
  put('latin1.txt', Buffer.from('Lieber Müller, schöne Grüße', 'latin1'))
  put('utf16.txt', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(LETTER, 'utf16le')]))
  put('crlf.txt', LETTER.replaceAll('\n', '\r\n'))
  put('huge.txt', 'word '.repeat(1_100_000))
  put('one-line.txt', 'My dear Sir, I am well and so on '.repeat(31_000).slice(0, 1_000_000))
  put('control.txt', `Dear Sir,\u0007\u001b[31m\n\nI am well.\n\nYours truly\nJohn Hall\n`)
  put('a/letter.txt', LETTER)
  put('b/letter.txt', LETTER)
  symlinkSync('../in', join(folder, 'in', 'loop'))
  const line = (id: unknown, text: unknown, rest = {}): string =>
    JSON.stringify({ id, text, ...rest })
  put(
    'lines.jsonl',
    [
      ...[0, 1, 2, 3, 4, 5].map((n) => line(`l${String(n)}`, `${LETTER}${String(n)}`)),
      '{bad json',
      line('l1', 'another text under the same id'),
      line('l2', `${LETTER}2`),
      line('n', 5),
      line(
        'rtl',
        '\u202eשלום Dear 😀 Sir,\n\nhello 😀 from Paris\n\nYours truly,\nAnn Lee\n3 May 1850',
        { more: 1 },
      ),
    ].join('\n'),
  )
  const run = await runCommand(['enrich', 'in', 'missing.txt', '--out', 'out.jsonl'], {
    cwd: folder,
  })
  assert.equal(run.code, 2, run.stderr)
  const named = [
    'empty.txt',
    'blank.txt',
    'binary.txt',
    'latin1.txt',
    'huge.txt',
    'missing.txt',
    'lines.jsonl line 7',
    'lines.jsonl line 8',
    'lines.jsonl line 10',
  ]
  for (const name of named)
    assert.match(run.stderr, new RegExp(`error: \\S*${name}:?\\b`), run.stderr)
  assert.match(run.stderr, /note: \S*lines\.jsonl line 9: the same document/)

  const records = readRecords(join(folder, 'out.jsonl'))
  assert.equal(new Set(records.map((record) => record.document_id)).size, records.length)
  assert.equal(records.filter((record) => record.document_id.startsWith('letter-')).length, 2)
  assert.equal(records.length, 13)
  for (const record of records) {
    assert.equal(record.status, 'completed')
    const text = record.enriched_data.content.full_text
    for (const { evidence } of Object.values(record.provenance)) {
      if (evidence !== null) assert.equal(text.slice(evidence.start, evidence.end), evidence.quote)
    }
  }
  const crlf = records.find((record) => record.document_id.startsWith('crlf-'))
  assert.equal(crlf?.enriched_data.content.full_text, LETTER.replaceAll('\n', '\r\n'))
})

test('the output keeps the order and the ids of the input, and a second run asks nobody again', async (t) => {
  const folder = temporaryFolder(t)
  const bill = join(folder, 'bill.jsonl')
  const ids = Array.from({ length: 30 }, (_, n) => `letter ${String((n * 7) % 30)}/ä`)
  writeFileSync(
    join(folder, 'in.jsonl'),
    ids.map((id) => `${JSON.stringify({ id, text: `${LETTER}${id}` })}\n`).join(''),
  )
  const env = { MODEL_LOCAL: `scripted:?bill=${bill}` }
  const first = await runCommand(['enrich', 'in.jsonl', '--out', 'first.jsonl'], {
    cwd: folder,
    env,
  })
  assert.equal(first.code, 0, first.stderr)
  const billed = readFileSync(bill, 'utf8')
  assert.notEqual(billed, '')
  const second = await runCommand(['enrich', 'in.jsonl', '--out', 'second.jsonl'], {
    cwd: folder,
    env,
  })
  assert.equal(second.code, 0)
  assert.match(second.stderr, /30 known already/)
  assert.equal(readFileSync(bill, 'utf8'), billed)
  assert.deepEqual(
    readRecords(join(folder, 'first.jsonl')).map((record) => record.document_id),
    ids,
  )
  assert.equal(
    readFileSync(join(folder, 'second.jsonl'), 'utf8'),
    readFileSync(join(folder, 'first.jsonl'), 'utf8'),
  )
})

test('an output that cannot be written is exit 1 and leaves nothing under its name', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'letter.txt'), LETTER)
  for (const out of ['/dev/full', 'letter.txt/out.jsonl']) {
    const run = await runCommand(['enrich', 'letter.txt', '--out', out], { cwd: folder })
    assert.equal(run.code, 1, `${out}: ${run.stderr}`)
    assert.match(run.stderr, /output\.failed/)
  }
  assert.deepEqual(
    readdirSync(folder).filter((name) => name !== 'data'),
    ['letter.txt'],
  )
})

test('inputs without any document are told apart from a run', async (t) => {
  const folder = temporaryFolder(t)
  const status = await runCommand(['status'], { cwd: folder })
  assert.equal(status.code, 1)
  assert.match(status.stderr, /no store/)
  assert.ok(!existsSync(join(folder, 'data')))
  const missing = await runCommand(['enrich', 'nothing.txt'], { cwd: folder })
  assert.equal(missing.code, 1)
  assert.match(
    missing.stderr,
    /nothing\.txt: does not exist.*No document was found.*\[input\.not_found\]/s,
  )
  const unknown = await runCommand(['enrich'], { cwd: folder })
  assert.equal(unknown.code, 1)
  assert.match(unknown.stderr, /missing required argument/)
  const misconfigured = await runCommand(['enrich', 'x.txt'], {
    cwd: folder,
    env: { WORKER_CONCURRENCY: 'many', STORE_URL: 'redis://x' },
  })
  assert.equal(misconfigured.code, 1)
  assert.match(misconfigured.stderr, /WORKER_CONCURRENCY/)
})

test('SIGTERM drains: exit 0 for a server, and what was not finished goes on with the next command', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(
    join(folder, 'in.jsonl'),
    Array.from(
      { length: 40 },
      (_, n) => `${JSON.stringify({ id: `d${String(n)}`, text: `${LETTER}${String(n)}` })}\n`,
    ).join(''),
  )
  const bill = join(folder, 'bill.jsonl')
  const env = { MODEL_LOCAL: `scripted:?latency_ms=100&bill=${bill}`, WORKER_CONCURRENCY: '2' }
  const enrich = startCommand(['enrich', 'in.jsonl', '--out', 'out.jsonl'], { cwd: folder, env })
  await until('work has begun', 60_000, () => existsSync(bill) || undefined)
  enrich.child.kill('SIGTERM')
  const stopped = await enrich.ended
  assert.equal(stopped.code, 143, stopped.stderr)
  assert.match(
    stopped.stderr,
    /stopped: \d+ of 40 documents(?: that were read)? done, \d+ written \(out\.jsonl is as/,
  )
  assert.ok(!existsSync(join(folder, 'out.jsonl')))

  const serve = startCommand(['serve'], { cwd: folder, env: { ...env, MODEL_LOCAL: '' } })
  await until(
    'the server is ready',
    20_000,
    () => serve.printed.stdout.includes('ready') || undefined,
  )
  serve.child.kill('SIGTERM')
  const served = await serve.ended
  assert.equal(served.code, 0, served.stderr)

  const again = await runCommand(['enrich', 'in.jsonl', '--out', 'out.jsonl'], { cwd: folder, env })
  assert.equal(again.code, 0, again.stderr)
  assert.equal(readRecords(join(folder, 'out.jsonl')).length, 40)
})
