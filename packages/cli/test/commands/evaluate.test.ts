import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { suite, test, type TestContext } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { systemClock } from '@colophon/domain'
import { PROFILES } from '@colophon/profiles'
import { RECORDS } from '@colophon/profiles/records'
import { createReviewApi } from '@colophon/review-api'
import { createLogger } from '@colophon/runtime'
import { createTokenSigner, createTokenVerifier } from '@colophon/runtime/auth'
import { createMetrics } from '@colophon/runtime/metrics'
import { serveApp, temporaryFolder } from '@colophon/testkit'
import { recipes } from '@colophon/testkit/recipes'
import type { Context } from '../../src/context.ts'
import { createProgram } from '../../src/main.ts'

const SENDER = 'document.correspondence.sender.name'
const PLACE = 'document.correspondence.sender.location'

const letter = (id: string, name: string, collection_id: string): string =>
  JSON.stringify({
    ...{ id, collection_id },
    text: `Boston, 3 May 1864\n\nMy dear Mary,\n\nAll is well with us here, and the garden is green.\n\nYours truly,\n${name}\n`,
  })

const known = (id: string, name: string, edition: string): string =>
  JSON.stringify({
    ...{ id, language: 'en', source: { edition } },
    truth: { sender: { names: [name] }, date: { iso: '1864-05-03' }, salutation: 'My dear Mary,' },
  })

interface Ran {
  out: string
  err: string
  code: number
}

/** The command in a folder with three letters in its store, as records too. */
async function aFolder(t: TestContext) {
  const cwd = temporaryFolder(t)
  const url = `sqlite:${join(cwd, 'store.db')}`
  const said = { out: '', err: '' }
  const to = (which: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[which] += String(chunk)
        done()
      },
    }) as unknown as NodeJS.WriteStream
  const env = { STORE_URL: url, BUS_URL: 'local:', LOG_LEVEL: 'silent' }
  const context: Context = {
    ...{ env, cwd, stdin: process.stdin, stdout: to('out'), stderr: to('err') },
    profiles: [...PROFILES, recipes],
  }
  const run = async (...args: string[]): Promise<Ran> => {
    Object.assign(said, { out: '', err: '' })
    let code = -1
    const program = createProgram(context, (left) => {
      code = left
    })
    await program.parseAsync(args, { from: 'user' })
    return { ...said, code }
  }
  const write = (name: string, ...lines: string[]) => {
    writeFileSync(join(cwd, name), `${lines.join('\n')}\n`)
  }
  write(
    'letters.jsonl',
    letter('a', 'Jane Lowell', 'papers'),
    letter('b', 'Eva Hill', 'papers'),
    letter('c', 'John Harrow', 'diaries'),
  )
  await run('enrich', 'letters.jsonl', '--out', 'records.jsonl')
  return { cwd, url, run, write }
}

interface Figures {
  documents: number
  with_record: number
  mean_f1: number
  decided_values: number
  fields: { field: string; right: number; expected: number; found: number; f1: number }[]
  by: { language: { group: string }[]; collection: { group: string; documents: number }[] }
}
interface Printed {
  report: Figures
  problems: string[]
  open: number
  against: { documents: number; fields: { field: string; better: number; worse: number }[] } | null
}
const printed = ({ out }: Ran): Printed => JSON.parse(out) as Printed
const fieldOf = ({ report }: Printed, name: string) => {
  const found = report.fields.find(({ field }) => field === name)
  assert.ok(found, name)
  return found
}

/** What a reviewer does over HTTP with the letters of a store, and what is exported of it. */
async function decide(
  t: TestContext,
  url: string,
  decisions: Record<string, readonly object[]>,
): Promise<string> {
  const keys = { secret: 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1' }
  const names = { issuer: 'colophon', audience: 'colophon-api' }
  await using store = await openStore(url)
  const api = createReviewApi({
    ...{ profiles: RECORDS, store, clock: systemClock, checks: {} },
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    auth: { verifier: createTokenVerifier(keys, names), requestsPerMinute: 100_000 },
  })
  const served = await serveApp(t, api)
  const token = createTokenSigner(keys, names).sign({
    ...{
      sub: 'eva',
      aud: names.audience,
      tenant: 'default',
      roles: ['reviewer', 'lead'],
      ttlS: 600,
    },
  })
  const ask = async (method: string, path: string, body?: unknown, revision?: number) => {
    const answer = await fetch(`${served.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(revision !== undefined && { 'if-match': `"${String(revision)}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    assert.ok(answer.ok, text)
    return text
  }
  const queue = await ask('GET', '/api/review/queue?limit=50&status=all')
  const { tasks } = JSON.parse(queue) as { tasks: { review_id: string; document_id: string }[] }
  for (const { review_id: id, document_id } of tasks) {
    const wanted = decisions[document_id]
    if (wanted === undefined) continue
    const taken = JSON.parse(await ask('POST', `/api/review/${id}/assign`, {})) as {
      lease: { lease_id: string }
    }
    const document = await store.documents.get('default', document_id)
    const body = { lease_id: taken.lease.lease_id, decisions: wanted }
    await ask('PATCH', `/api/review/${id}/fields`, body, document?.revision)
  }
  return await ask('GET', '/api/review/decisions')
}

suite('colophon evaluate', () => {
  test('records of a store are held against benchmark lines, by language and collection', async (t) => {
    const { run, write } = await aFolder(t)
    write(
      'truth.jsonl',
      known('a', 'Jane Lowell', 'papers'),
      known('b', 'Eve Hall', 'papers'),
      known('c', 'John Harrow', 'diaries'),
    )
    const ran = await run('evaluate', '--truth', 'truth.jsonl', '--json')
    assert.deepEqual([ran.code, ran.err], [0, ''])
    const figures = printed(ran)
    const { right, expected, found } = fieldOf(figures, 'sender')
    assert.deepEqual([right, expected, found], [2, 3, 3])
    assert.equal(fieldOf(figures, 'date').f1, 1)
    assert.deepEqual(
      figures.report.by.collection.map(({ group, documents }) => [group, documents]),
      [
        ['diaries', 1],
        ['papers', 2],
      ],
    )
    const { out } = await run('evaluate', '--truth', 'truth.jsonl')
    assert.match(out, /^sender +3 +3 +3 +2 +66\.7 +66\.7 +66\.7 /m)
    assert.match(out, /^F1 by collection$/m)
  })

  test('each bad line is named, the rest goes on, and the exit code tells', async (t) => {
    const { run, write } = await aFolder(t)
    write('truth.jsonl', 'no JSON', known('a', 'Jane Lowell', 'papers'), '{"id":"b"}')
    const ran = await run('evaluate', '--truth', 'truth.jsonl', '--json')
    assert.equal(ran.code, 2)
    assert.match(ran.err, /^truth\.jsonl:1 is not JSON\ntruth\.jsonl:3 /)
    assert.equal(printed(ran).report.documents, 1)
  })

  test('nothing that is known, no such file, and no truth at all are said, and nothing is measured', async (t) => {
    const { run, write } = await aFolder(t)
    write('empty.jsonl', '')
    const code = { code: 'input.not_found' }
    await assert.rejects(run('evaluate', '--truth', 'empty.jsonl'), code)
    await assert.rejects(run('evaluate', '--truth', 'none.jsonl'), code)
    await assert.rejects(run('evaluate', '--reviewed'), code)
    await assert.rejects(run('evaluate'), { code: 'config.invalid' })
    const both = run('evaluate', '--reviewed', '--truth', 'empty.jsonl')
    await assert.rejects(both, { code: 'config.invalid' })
    const other = run('evaluate', '--profile', 'maps', '--truth', 'empty.jsonl')
    await assert.rejects(other, { code: 'profile.unknown' })
  })

  test('two versions of records are compared document by document', async (t) => {
    const { cwd, run, write } = await aFolder(t)
    write('truth.jsonl', known('a', 'Jane Lowell', 'papers'), known('c', 'John Harrow', 'diaries'))
    const records = readFileSync(join(cwd, 'records.jsonl'), 'utf8')
    writeFileSync(join(cwd, 'old.jsonl'), records.replaceAll('Jane Lowell', 'Mary Stone'))
    const versions = ['--records', 'records.jsonl', '--against', 'old.jsonl']
    const { against } = printed(
      await run('evaluate', '--truth', 'truth.jsonl', ...versions, '--json'),
    )
    assert.equal(against?.documents, 2)
    const sender = against.fields.find(({ field }) => field === 'sender')
    assert.deepEqual([sender?.better, sender?.worse], [1, 0])
    const { out } = await run('evaluate', '--truth', 'truth.jsonl', ...versions)
    assert.match(out, /^sender +2 +50\.0 +100\.0 +\+50\.0 /m)
  })

  test('what people decided is truth, and what they decided on is the record as agents left it', async (t) => {
    const { url, run, write } = await aFolder(t)
    const exported = await decide(t, url, {
      a: [
        { action: 'correct', path: SENDER, value: 'Janet Stone' },
        { action: 'accept', path: 'content.salutation' },
      ],
      b: [{ action: 'accept', path: SENDER }],
      c: [{ action: 'not_in_document', path: PLACE }],
    })
    write('decisions.jsonl', ...exported.trim().split('\n'))
    const [reviewed, told] = [
      printed(await run('evaluate', '--reviewed', '--json')),
      printed(await run('evaluate', '--truth', 'decisions.jsonl', '--json')),
    ]
    assert.deepEqual(told.report, reviewed.report)
    const counts = (name: string) => {
      const { right, expected, found } = fieldOf(reviewed, name)
      return [right, expected, found]
    }
    assert.deepEqual(counts('sender'), [1, 2, 2])
    assert.deepEqual(counts('salutation'), [1, 1, 1])
    assert.deepEqual(counts('place_sent'), [0, 0, 1])
    assert.equal(reviewed.report.decided_values, 0)
  })

  test('values that people set in a file of records are left out, and said to be', async (t) => {
    const { cwd, url, run, write } = await aFolder(t)
    const exported = await decide(t, url, {
      a: [{ action: 'correct', path: SENDER, value: 'Janet Stone' }],
    })
    await using store = await openStore(url)
    const record = await store.documents.get('default', 'a')
    writeFileSync(join(cwd, 'now.jsonl'), JSON.stringify(record))
    write('decisions.jsonl', exported.trim())
    const ran = await run(
      'evaluate',
      '--truth',
      'decisions.jsonl',
      '--records',
      'now.jsonl',
      '--json',
    )
    assert.equal(printed(ran).report.decided_values, 1)
    assert.deepEqual(printed(ran).report.fields, [])
  })

  test('a profile that says nothing of how its values compare is measured all the same', async (t) => {
    const { run, write } = await aFolder(t)
    const decided = { minutes: 30, ingredients: [{ name: 'Eggs' }, { name: 'Flour' }] }
    const fields = Object.entries(decided).map(([key, value]) => [
      `dish.${key}`,
      { status: 'corrected', value },
    ])
    const about = { document_id: 'r', profile: 'recipes' }
    write(
      'truth.jsonl',
      JSON.stringify({ ...about, fields: Object.fromEntries(fields) as unknown }),
    )
    const dish = { minutes: -30, ingredients: [{ name: 'eggs' }, { name: 'Salt' }] }
    write('records.jsonl', JSON.stringify({ ...about, enriched_data: { dish }, provenance: {} }))
    const files = ['--truth', 'truth.jsonl', '--records', 'records.jsonl']
    const figures = printed(await run('evaluate', '--profile', 'recipes', ...files, '--json'))
    const counts = (name: string) => {
      const { right, expected, found } = fieldOf(figures, name)
      return [right, expected, found]
    }
    assert.deepEqual(counts('dish.minutes'), [0, 1, 1])
    assert.deepEqual(counts('dish.ingredients'), [1, 2, 2])
  })
})
