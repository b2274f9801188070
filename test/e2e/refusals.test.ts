import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand } from './command.ts'

const LETTER = 'Hamburg, den 3. Mai 1846\n\nLieber Freund,\n\nich danke Dir.\n\nDein\nKarl Meyer\n'

test('an output that would replace anything but an output is refused before the run begins', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'letters'))
  writeFileSync(join(folder, 'letters/a.txt'), LETTER)
  writeFileSync(join(folder, 'thesis.json'), '{"mine": true}')
  const refusals = [
    ['thesis.json', 'output.refused'],
    ['letters/a.txt', 'output.format'],
    ['data/colophon.db', 'output.format'],
    ['out.xlsx', 'output.format'],
  ] as const
  for (const [out, code] of refusals) {
    const run = await runCommand(['enrich', 'letters', '--out', out], { cwd: folder })
    assert.equal(run.code, 1, run.stderr)
    assert.match(run.stderr, new RegExp(`${out}.*\\[${code.replace('.', '\\.')}\\]`, 's'))
  }
  assert.ok(!existsSync(join(folder, 'data')), 'nothing was begun')
  assert.equal(readFileSync(join(folder, 'thesis.json'), 'utf8'), '{"mine": true}')

  const asked = ['enrich', 'letters', '--out', 'thesis.json', '--overwrite']
  const overwritten = await runCommand(asked, { cwd: folder })
  assert.equal(overwritten.code, 0, overwritten.stderr)
  assert.match(overwritten.stderr, /records: thesis\.json, in place of what was there/)
  const again = await runCommand(asked.slice(0, -1), { cwd: folder })
  assert.equal(again.code, 0, again.stderr)
  assert.match(again.stderr, /records: thesis\.json, in place of what was there/)
})

test('a document or a job that is not there cannot be sent round again, and its error says so', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a.txt'), LETTER)
  assert.equal((await runCommand(['enrich', 'a.txt'], { cwd: folder })).code, 0)
  for (const [args, code] of [
    [['nobody'], /no document nobody.*\[document\.not_found\]/s],
    [['--job', 'job_none'], /no job job_none.*\[job\.not_found\]/s],
  ] as const) {
    const run = await runCommand(['requeue', ...args], { cwd: folder })
    assert.equal(run.code, 1)
    assert.match(run.stderr, code)
  }
})

test('where every document is refused no job is left, and an earlier output stays', async (t) => {
  const folder = temporaryFolder(t)
  const ids = ['letter-1', 'letter-2']
  writeFileSync(
    join(folder, 'in.jsonl'),
    ids.map((id) => `${JSON.stringify({ id, text: `${LETTER}${id}` })}\n`).join(''),
  )
  const enrich = (collection: string, out: string) =>
    runCommand(['enrich', 'in.jsonl', '-c', collection, '--out', out], { cwd: folder })
  assert.equal((await enrich('fonds-a', 'out.jsonl')).code, 0)
  const before = readFileSync(join(folder, 'out.jsonl'), 'utf8')

  const refused = await enrich('fonds-b', 'out.jsonl')
  assert.equal(refused.code, 2, refused.stderr)
  assert.match(refused.stderr, /refused: in\.jsonl line 1: .*fonds-a/)
  assert.match(refused.stderr, /inputs not taken\s+2/)
  assert.match(
    refused.stderr,
    /^refused: each of 2 documents; no job was made, and out\.jsonl is as it was$/m,
  )
  assert.doesNotMatch(refused.stderr, /^(?:records|job): /m)
  assert.equal(readFileSync(join(folder, 'out.jsonl'), 'utf8'), before)
  assert.equal((await enrich('fonds-b', 'new.jsonl')).code, 2)
  assert.ok(!existsSync(join(folder, 'new.jsonl')), 'no empty output')

  await using store = await openStore(`sqlite:${join(folder, 'data/colophon.db')}`)
  const jobs = await store.jobs.list('default', { limit: 10 })
  assert.deepEqual(
    jobs.items.map(({ collection_id }) => collection_id),
    ['fonds-a'],
  )
})
