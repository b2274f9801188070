import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { suite, test, type TestContext } from 'node:test'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { createProgram } from '@colophon/cli'
import { createCoordinator, createJobApi } from '@colophon/coordinator'
import type { NewDocument } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/records'
import { createLogger, newId, serveHttp } from '@colophon/runtime'
import { createTokenVerifier } from '@colophon/runtime/auth'
import { createMetrics } from '@colophon/runtime/metrics'
import { createJobClient } from '../../src/input/job-client.ts'
import { readInputs } from '../../src/input/read-inputs.ts'
import { sendInputs } from '../../src/input/send-inputs.ts'
import { folderOf, stdinOf } from './reading.ts'

const { source } = lettersProfile
const JWT_SECRET = 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1'
const NAMES = { issuer: 'colophon', audience: 'colophon-api' }
const LETTERS = {
  'letters/a.txt': 'Dear Mary, one.',
  'letters/b.txt': 'page one\fpage two\f',
  'letters/c.jsonl': [
    {
      id: 'c1',
      pages: [{ text: 'recto', number: 3 }, 'verso'],
      language: 'de',
      source: { box: 7 },
    },
    { id: 'c2', text: 'Dear John', ocr_confidence: 0.5, collection_id: 'papers' },
    { id: 'c3' },
  ]
    .map((line) => JSON.stringify(line))
    .join('\n'),
}

async function serve(t: TestContext, secured = false) {
  const store = await openStore('sqlite::memory:')
  const bus = await openBus('local:')
  const log = createLogger({ service: 'test', level: 'silent' })
  const metrics = createMetrics({ service: 'test', version: '0' })
  const coordinator = createCoordinator({
    profiles: [lettersProfile],
    ...{ store, bus, log, metrics, owner: 'test' },
    isDead: () => false,
    newJobId: () => newId('job'),
    now: () => Date.now(),
  })
  const verifier = createTokenVerifier({ secret: JWT_SECRET }, NAMES)
  const auth = secured ? { verifier } : undefined
  const api = createJobApi({
    profiles: [lettersProfile],
    store,
    coordinator,
    log,
    metrics,
    checks: {},
    auth,
  })
  let away = 0
  const server = await serveHttp(
    (request, response) => {
      if (away > 0) {
        away -= 1
        request.socket.destroy()
      } else api(request, response)
    },
    { host: '127.0.0.1', port: 0 },
  )
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    await bus[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })
  const beAway = (requests: number): void => {
    away = requests
  }
  return { store, url: server.url, beAway }
}

/** Runs a command line as `colophon` does, with streams of its own. */
async function command(args: string[], env: Record<string, string>, cwd = '.') {
  const printed = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof printed) => {
    const pipe = new PassThrough()
    pipe.on('data', (chunk: Buffer) => (printed[name] += chunk.toString()))
    return pipe as unknown as NodeJS.WriteStream
  }
  let code: number | undefined
  const context = {
    ...{ env, cwd, stdin: stdinOf() as unknown as NodeJS.ReadStream },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  }
  const program = createProgram(context, (exit) => (code = exit))
  await program.parseAsync(args, { from: 'user' })
  await new Promise(setImmediate)
  return { code, ...printed }
}

suite('submit', () => {
  test('what is sent is what `enrich` would have read, to the byte', async (t) => {
    const { store, url } = await serve(t)
    const cwd = await folderOf(t, LETTERS)
    const { code, stdout, stderr } = await command(['submit', 'letters', '--url', url], {}, cwd)
    assert.equal(code, 2, stderr)
    assert.match(stderr, /c\.jsonl line 3: has neither text nor pages/)
    assert.match(stderr, /4 new/)
    const items = readInputs(['letters'], { source, cwd, stdin: stdinOf() })
    const wanted: NewDocument[] = []
    for await (const item of items) {
      if (item.kind !== 'document') continue
      // An id that only an earlier version would have made is asked for, not kept.
      const { former_id: _, ...document } = item.document
      wanted.push(document)
    }
    const { items: sent } = await store.documents.list(
      'default',
      { jobId: stdout.trim() },
      { limit: 10 },
    )
    assert.deepEqual(
      sent.map(({ document_id, collection_id, source, source_hash }) => ({
        ...{ document_id, collection_id, source, source_hash },
      })),
      wanted,
    )
    assert.equal((await store.jobs.get('default', stdout.trim()))?.sealed, true)
  })

  test('a job sent again adds nothing', async (t) => {
    const { store, url } = await serve(t)
    const cwd = await folderOf(t, { 'a.txt': 'Dear Mary', 'b.txt': 'Dear John' })
    const args = ['submit', '.', '--job', 'mine', '--collection', 'papers', '--url', url]
    assert.match((await command(args, {}, cwd)).stderr, /2 new/)
    const again = await command(args, {}, cwd)
    assert.deepEqual([again.code, again.stdout], [0, 'mine\n'])
    assert.match(again.stderr, /0 new, 2 known already/)
    assert.equal((await store.jobs.counts('default', 'mine')).total, 2)
  })

  test('many documents go in several requests, and one that got lost is made again', async (t) => {
    const { store, url, beAway } = await serve(t)
    const lines = Array.from({ length: 1_201 }, (_, n) =>
      JSON.stringify({ id: `d${n}`, text: `Dear ${n}` }),
    )
    const signal = new AbortController().signal
    const client = createJobClient({
      url: new URL(url),
      token: undefined,
      signal,
      backoffMs: () => 1,
    })
    beAway(2)
    const sent = await sendInputs(
      client,
      readInputs(['-'], { source, cwd: '.', stdin: stdinOf(lines.join('\n')) }),
      {
        ...{
          jobId: 'j',
          collection: 'c',
          priority: 'low',
          profile: 'letters',
          source,
          replace: false,
        },
        report: () => undefined,
        stop: signal,
      },
    )
    assert.deepEqual([sent.accepted, sent.refused], [1_201, 0])
    assert.equal((await store.jobs.counts('default', 'j')).total, 1_201)
    assert.equal((await store.jobs.get('default', 'j'))?.sealed, true)
    beAway(100)
    await assert.rejects(client.job('j'), { code: 'api.unavailable' })
  })

  test('--wait ends with the job', async (t) => {
    const { store, url } = await serve(t)
    const cwd = await folderOf(t, { 'a.txt': 'Dear Mary' })
    const waiting = command(['submit', 'a.txt', '--job', 'j', '--wait', '--url', url], {}, cwd)
    while ((await store.jobs.get('default', 'j'))?.sealed !== true) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await store.jobs.cancel('default', 'j')
    const { code, stderr } = await waiting
    assert.equal(code, 2)
    assert.match(stderr, /cancelled: 0 auto-approved, 0 to review, 0 failed, 1 cancelled/)
  })

  test('a token is never sent over plain HTTP to another network', async (t) => {
    const cwd = await folderOf(t, { 'a.txt': 'Dear Mary' })
    const submit = (url: string) =>
      command(['submit', 'a.txt', '--url', url], { COLOPHON_TOKEN: 'T0P-secret' }, cwd)
    await assert.rejects(submit('http://api.example.org'), (thrown: Error & { code?: string }) => {
      return thrown.code === 'config.insecure' && !thrown.message.includes('T0P')
    })
    await assert.rejects(submit('http://mary:pw@127.0.0.1'), { code: 'config.invalid' })
    await assert.rejects(submit('ftp://127.0.0.1'), { code: 'config.invalid' })
  })
})

suite('token', () => {
  test('opens the job API to its roles, in its tenant', async (t) => {
    const { store, url } = await serve(t, true)
    const cwd = await folderOf(t, { 'a.txt': 'Dear Mary' })
    const make = async (...args: string[]) =>
      (await command(['token', ...args], { JWT_SECRET })).stdout.trim()
    const submit = (env: Record<string, string>, ...args: string[]) =>
      command(['submit', 'a.txt', '--job', 'j', '--url', url, ...args], env, cwd)
    await assert.rejects(submit({}), { code: 'auth.required' })
    const finance = await make('--role', 'finance')
    await assert.rejects(submit({ COLOPHON_TOKEN: finance }), { code: 'auth.forbidden' })
    const good = await make('--role', 'finance', 'submitter', '--ttl', '30m', '--tenant', 'museum')
    writeFileSync(join(cwd, 'token'), `${good}\n`)
    assert.equal((await submit({}, '--token-file', 'token')).code, 0)
    assert.equal((await store.jobs.counts('museum', 'j')).total, 1)
    const { expiresAt, sub } = await createTokenVerifier({ secret: JWT_SECRET }, NAMES).verify(good)
    assert.equal(sub, 'cli')
    assert.ok(Math.abs(expiresAt - Date.now() / 1000 - 1_800) < 60)
  })

  test('needs the key of the services, and says so', async () => {
    await assert.rejects(command(['token', '--role', 'lead'], {}), {
      code: 'config.invalid',
      message: /JWT_SECRET/,
    })
    const weak = command(['token', '--role', 'lead'], { JWT_SECRET: 'changeme' })
    await assert.rejects(weak, { code: 'config.insecure' })
  })

  test('is not made for roles, times or tenants that cannot be', async () => {
    for (const args of [
      [],
      ['--role', 'king'],
      ['--role', 'service'],
      ['--role', 'lead', '--ttl', '2y'],
      ['--role', 'lead', '--ttl', '400d'],
      ['--role', 'lead', '--tenant', 'A/B'],
    ]) {
      await assert.rejects(
        command(['token', ...args], { JWT_SECRET }),
        { exitCode: 1 },
        args.join(),
      )
    }
  })
})
