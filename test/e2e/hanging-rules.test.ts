import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openStore } from '@colophon/adapters/store'
import { isTerminal, type DocumentRecord } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { planted } from '@colophon/testkit/planted-agents'
import { runCommand, startCommand, until, type RunningCommand } from './command.ts'

const LAUNCHER = fileURLToPath(new URL('planted-command.ts', import.meta.url))
/** Limit for a letter that hangs; others need a hundredth of it, on a busy machine a tenth. */
const LIMIT_MS = 3_000
const FOR_EVER_MS = 3_600_000

const textOf = (n: number, more: string): string =>
  `Hamburg, den 3. Mai 1846\n\nLieber Freund,\n\nBrief Nummer ${n} geht heute ab. ${more}\n\nDein Karl`

interface Rig {
  folder: string
  url: string
  output: string
  args: string[]
  start: (limitMs: number) => RunningCommand
}

/** Letters of which every twentieth, the first among them, holds what makes a rule hang. */
function rig(t: TestContext, letters: number): Rig {
  const folder = temporaryFolder(t)
  const [input, output] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')]
  const lines = Array.from({ length: letters }, (_, n) => {
    const more = n % 20 === 0 ? planted('hang', 'extract_organizations') : ''
    return `${JSON.stringify({ id: `letter-${n}`, text: textOf(n, more) })}\n`
  })
  writeFileSync(input, lines.join(''))
  const url = `sqlite:${join(folder, 'colophon.db')}`
  const args = ['enrich', input, '--out', output]
  const start = (limitMs: number): RunningCommand => {
    const env = { STORE_URL: url, RULES_LIMIT_MS: String(limitMs), LOG_LEVEL: 'error' }
    const command = startCommand(args, { cwd: folder, launcher: LAUNCHER, env })
    t.after(() => command.child.kill('SIGKILL'))
    return command
  }
  return { folder, url, output, args, start }
}

const pathOf = (url: string): string => url.slice('sqlite:'.length)

const readRecords = (file: string): DocumentRecord[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as DocumentRecord)
    : []

async function documentsOf(url: string): Promise<DocumentRecord[]> {
  await using store = await openStore(url)
  const { items } = await store.documents.list('default', {}, { limit: 500 })
  return items
}

/** Waits until so many letters are done. */
async function untilDone(url: string, letters: number): Promise<void> {
  await until('there is a store', 60_000, () => existsSync(pathOf(url)) || undefined)
  await using store = await openStore(url)
  await until(`${letters} letters are done`, 120_000, async () => {
    const [job] = (await store.jobs.list('default', { limit: 1 })).items
    const counts = job && (await store.jobs.counts('default', job.enrichment_job_id))
    return (counts?.completed ?? 0) >= letters || undefined
  })
}

suite('letters whose rules never end', () => {
  test('of sixty, three are completed by the others, sent to review and counted', async (t) => {
    const letters = 60
    const { start, output } = rig(t, letters)
    const { code, stderr } = await start(LIMIT_MS).ended
    assert.equal(code, 0, stderr)
    const records = readRecords(output)
    assert.deepEqual(
      records.map((record) => record.document_id),
      Array.from({ length: letters }, (_, n) => `letter-${n}`),
    )
    for (const [n, { status, agents, review_reasons: reasons }] of records.entries()) {
      const hung = n % 20 === 0
      assert.equal(status, 'completed')
      assert.equal(agents['entity-agent']?.why, hung ? 'rules.timeout' : undefined, `letter ${n}`)
      assert.equal(reasons.includes('agent_degraded:entity-agent'), hung, `letter ${n}`)
    }
    assert.match(stderr, /rules ended +3 +rules\.timeout/)
  })

  test('a process that is killed while one hangs hands on only this, and the next one completes it', async (t) => {
    // One of the two threads is left for the others.
    const letters = 20
    const set = rig(t, letters)
    for (let kills = 0; kills < 2; kills++) {
      const run = set.start(FOR_EVER_MS)
      await untilDone(set.url, letters - 1)
      run.child.kill('SIGKILL')
      await run.ended
    }
    const { code, stderr } = await set.start(LIMIT_MS).ended
    assert.equal(code, 0, stderr)
    const documents = await documentsOf(set.url)
    assert.equal(documents.length, letters)
    assert.ok(documents.every(({ status }) => status === 'completed'))
    const tried = documents.filter(({ attempts }) => attempts !== 1)
    assert.deepEqual(
      tried.map(({ document_id: id }) => id),
      ['letter-0'],
      'who did no harm has lost no attempt',
    )
  })

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    test(`${signal} is heard while they hang`, async (t) => {
      const letters = 20
      const set = rig(t, letters)
      const { child, printed, ended } = set.start(FOR_EVER_MS)
      await untilDone(set.url, letters - 1)
      child.kill(signal)
      await until('it says so', 10_000, () => printed.stderr.includes('stopped: ') || undefined)
      // The terminal's echo of the first is over by then.
      await delay(500)
      child.kill(signal)
      assert.equal((await ended).code, signal === 'SIGINT' ? 130 : 143)
    })

  test('the APIs of the one process answer while they hang', async (t) => {
    const folder = temporaryFolder(t)
    const env = { RULES_LIMIT_MS: String(FOR_EVER_MS) }
    const serve = startCommand(['serve'], { cwd: folder, launcher: LAUNCHER, env })
    t.after(() => serve.child.kill('SIGKILL'))
    const { printed } = serve
    await until('it is ready', 60_000, () => printed.stdout.includes('ready, Ctrl') || undefined)
    const [address = ''] = /http:\/\/127\.0\.0\.1:\d+(?=\/api\/jobs)/.exec(printed.stdout) ?? []
    const text = textOf(1, planted('backtrack', 'extract_people'))
    const submitted = await fetch(`${address}/api/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ documents: [{ id: 'hanging', text }] }),
    })
    assert.equal(submitted.status, 202, await submitted.text())
    await until('it is in work', 60_000, async () => {
      const answer = await fetch(`${address}/api/documents/hanging`)
      const document = (await answer.json()) as DocumentRecord
      assert.ok(!isTerminal(document.status))
      return document.status === 'processing' || undefined
    })
    await delay(500)
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const answer = await fetch(address + path, { signal: AbortSignal.timeout(5_000) })
      assert.equal(answer.status, 200, path)
    }
  })
})

test('killed again and again, letters whose rules run in threads end once each', async (t) => {
  const folder = temporaryFolder(t)
  const [input, output] = [join(folder, 'in.jsonl'), join(folder, 'out.jsonl')]
  const letters = Array.from({ length: 150 }, (_, n) => ({
    id: `letter-${n}`,
    text: textOf(n, ''),
  }))
  writeFileSync(input, letters.map((letter) => `${JSON.stringify(letter)}\n`).join(''))
  const url = `sqlite:${join(folder, 'colophon.db')}`
  const args = ['enrich', input, '--out', output]
  const options = { cwd: folder, env: { STORE_URL: url, WORKER_CONCURRENCY: '4' } }
  for (let kills = 1; kills <= 4; kills++) {
    const run = startCommand(args, options)
    await untilDone(url, kills * 25)
    run.child.kill('SIGKILL')
    await run.ended
  }
  const { code, stderr } = await runCommand(args, options)
  assert.equal(code, 0, stderr)
  const records = readRecords(output)
  assert.deepEqual(
    records.map((record) => [record.document_id, record.status]),
    letters.map(({ id }) => [id, 'completed']),
  )
})
