import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { aCompletion, aDocument, aJob, temporaryFolder } from '@colophon/testkit'
import { runCommand } from './command.ts'

const LETTER = 'Hamburg, den 3. Mai 1846\n\nLieber Freund,\n\nich danke Dir.\n\nDein\nKarl Meyer\n'

/** A folder with these files, and a store that all commands share. */
function startIn(t: TestContext, files: Record<string, string>) {
  const folder = temporaryFolder(t)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const url = `sqlite:${join(folder, 'store.db')}`
  const run = (args: readonly string[], cwd = '.') =>
    runCommand(args, { cwd: join(folder, cwd), env: { STORE_URL: url } })
  const records = async () => {
    await using store = await openStore(url)
    return (await store.documents.list('default', {}, { limit: 50 })).items
  }
  return { folder, url, run, records }
}

test('two fonds from two folders are two records each, and one file from anywhere is one', async (t) => {
  const { run, records, folder } = startIn(t, {
    'a/letters/1.txt': LETTER,
    'b/letters/1.txt': `${LETTER}P. S. Adieu.\n`,
  })
  assert.equal((await run(['enrich', 'letters', '-c', 'fonds-a'], 'a')).code, 0)
  assert.equal((await run(['enrich', 'letters', '-c', 'fonds-b'], 'b')).code, 0)
  for (const [args, cwd] of [
    [['.'], 'a/letters'],
    [['a/letters/1.txt'], '.'],
    [[join(folder, 'a')], 'b'],
  ] as const) {
    const again = await run(['enrich', ...args, '-c', 'fonds-a'], cwd)
    assert.match(again.stderr, /documents\s+1\s+1 known already/)
  }
  assert.deepEqual(
    (await records()).map(({ collection_id, revision }) => [collection_id, revision]).sort(),
    [
      ['fonds-a', 2],
      ['fonds-b', 2],
    ],
  )
})

test('a document of another collection is refused by name, replaced on demand, and can be read again', async (t) => {
  const line = (text: string) => `${JSON.stringify({ id: 'letter-1', text })}\n`
  const { run, records } = startIn(t, {
    'a.jsonl': line(LETTER),
    'b.jsonl': `${line(LETTER.replace('Karl Meyer', 'Anna Bloch'))}{"id":"letter-2","text":"Dear Sir"}\n`,
  })
  assert.equal((await run(['enrich', 'a.jsonl', '-c', 'fonds-a'])).code, 0)
  const refused = await run(['enrich', 'b.jsonl', '-c', 'fonds-b'])
  assert.equal(refused.code, 2)
  assert.match(
    refused.stderr,
    /refused: b\.jsonl line 1: The id letter-1 is that of a document of the collection fonds-a/,
  )
  assert.match(refused.stderr, /inputs not taken\s+1/)
  assert.equal((await records())[0]?.collection_id, 'fonds-a')
  const replaced = await run(['enrich', 'b.jsonl', '-c', 'fonds-b', '--replace'])
  assert.equal(replaced.code, 0, replaced.stderr)
  const shown = await run(['show', 'letter-1'])
  assert.match(shown.stdout, /Anna Bloch/)
  assert.match(shown.stdout, /revision\s+4 in collection fonds-b\nkept\s+2\n/)
  const before = await run(['show', 'letter-1', '--revision', '2'])
  assert.match(before.stdout, /Karl Meyer/)
  assert.match(before.stdout, /revision\s+2 in collection fonds-a, replaced 20/)
  const json = await run(['show', 'letter-1', '--revision', '2', '--json'])
  const record = JSON.parse(json.stdout) as { revision: number; replaced: { at: string } }
  assert.equal(record.revision, 2)
  assert.match(record.replaced.at, /^20/)
  const missing = await run(['show', 'letter-1', '--revision', '3'])
  assert.equal(missing.code, 1)
  assert.match(missing.stderr, /no revision 3 is kept; it is at 4/)
})

test('an id that another profile has is refused by name, also with --replace', async (t) => {
  const line = JSON.stringify({ id: 'a', text: LETTER })
  const { run, records, url } = startIn(t, { 'a.jsonl': `${line}\n` })
  {
    await using store = await openStore(url)
    const job = aJob({ profile: 'awards' })
    await store.jobs.create(job)
    await store.jobs.submit(job, [aDocument({ document_id: 'a', text: 'An award' })])
  }
  for (const args of [[], ['--replace']]) {
    const { code, stderr } = await run(['enrich', 'a.jsonl', ...args])
    assert.notEqual(code, 0)
    assert.match(stderr, /a\.jsonl line 1: The id a is that of a document of the profile awards/)
  }
  // The command has no agents for it: however far it has come, it is no letter.
  const [record] = await records()
  assert.deepEqual([record?.source.text, record?.revision], ['An award', 1])
  assert.equal(record?.enriched_data, null)
})

test('what an earlier version took in is found under its old id, shown and sent round again', async (t) => {
  const { run, records, url } = startIn(t, { 'letters/a.txt': LETTER })
  const old = 'a-61a2a344'
  {
    await using store = await openStore(url)
    const job = aJob()
    await store.jobs.create(job)
    const document = aDocument({ document_id: old, collection_id: 'default', text: LETTER })
    await store.jobs.submit(job, [document])
    const claim = await store.work.claim('default', old, 'old', 60_000)
    assert.ok(claim)
    await store.work.commit(claim.ref, aCompletion())
  }
  const again = await run(['enrich', 'letters'])
  assert.match(again.stderr, /documents\s+1\s+1 known already/)
  assert.deepEqual(
    (await records()).map(({ document_id }) => document_id),
    [old],
  )
  assert.equal((await run(['show', old])).code, 0)
  assert.match((await run(['requeue', old])).stdout, /1 document queued again/)
})

test('a profile that there is not is refused before anything is begun', async (t) => {
  const { run } = startIn(t, { 'a.txt': LETTER })
  const { code, stderr } = await run(['enrich', 'a.txt', '--profile', 'awards'])
  assert.equal(code, 1)
  assert.match(stderr, /no profile "awards" here, only letters[^]*\[profile\.unknown\]/)
})
