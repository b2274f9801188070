import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { aDocument, aJob, temporaryFolder } from '@colophon/testkit'
import { openStore } from '../../../src/store/open.ts'

const WRITER = join(import.meta.dirname, 'writer.ts')

interface Writer {
  child: ChildProcess
  lines: string[]
  /** Its exit code; null when it was killed. */
  closed: Promise<number | null>
}

function startWriter(t: TestContext, args: string[]): Writer {
  const child = spawn(process.execPath, [WRITER, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill('SIGKILL'))
  const lines: string[] = []
  assert.ok(child.stdout)
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const closed = once(child, 'close').then(([code]) => code as number | null)
  return { child, lines, closed }
}

const acknowledged = (lines: readonly string[], what: string): string[] =>
  lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1))

function assertIntact(file: string): void {
  using database = new DatabaseSync(file)
  assert.equal(database.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok')
}

test('what was acknowledged before a kill -9 is there after it', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const { child, lines, closed } = startWriter(t, [file, 'submit'])
  while (acknowledged(lines, 'committed').length < 200) {
    assert.equal(child.exitCode, null)
    await sleep(20)
  }
  child.kill('SIGKILL')
  await closed

  assertIntact(file)
  await using store = await openStore(`sqlite:${file}`)
  for (const id of acknowledged(lines, 'submitted')) {
    assert.ok(await store.documents.get('default', id), `${id} is there`)
  }
  const stepped = acknowledged(lines, 'stepped')
  assert.equal((await store.work.answers('default', stepped)).size, stepped.length)
  for (const id of acknowledged(lines, 'committed')) {
    assert.equal((await store.documents.get('default', id))?.status, 'completed')
  }
  const counts = await store.jobs.counts('default', 'job')
  assert.ok(counts.completed >= acknowledged(lines, 'committed').length)
  // Ledger and sums are from the same transactions: neither has a row the other has not.
  const [sum] = await store.ledger.sums('default', {}, [])
  assert.ok(sum)
  assert.ok(sum.calls >= stepped.length)
  assert.equal(sum.amount_pico_usd, BigInt(sum.calls) * 7n)
})

test('several processes share one file, and each document goes to one of them', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const ids = Array.from({ length: 300 }, (_, n) => `doc-${String(n).padStart(3, '0')}`)
  await using store = await openStore(`sqlite:${file}`)
  const job = aJob()
  await store.jobs.create(job)
  await store.jobs.submit(
    job,
    ids.map((document_id) => aDocument({ document_id })),
  )
  const writers = ['a', 'b', 'c'].map((owner) => startWriter(t, [file, 'claim', owner]))
  assert.deepEqual(await Promise.all(writers.map(({ closed }) => closed)), [0, 0, 0])
  const claimed = writers.flatMap(({ lines }) => lines)
  assert.deepEqual(claimed.sort(), ids)
  const counts = await store.jobs.counts('default', job.enrichment_job_id)
  assert.equal(counts.completed, ids.length)
})

test('several processes may create the same store at once', async (t) => {
  const file = join(temporaryFolder(t), 'deep', 'er', 'store.db')
  const writers = ['a', 'b', 'c'].map((owner) => startWriter(t, [file, 'claim', owner]))
  assert.deepEqual(await Promise.all(writers.map(({ closed }) => closed)), [0, 0, 0])
  assertIntact(file)
})

test('a store that is closed while it writes is written, and then closed', async (t) => {
  const file = join(temporaryFolder(t), 'store.db')
  const { lines, closed } = startWriter(t, [file, 'close'])
  assert.equal(await closed, 0)
  assert.deepEqual(lines, ['closed'])
  await using store = await openStore(`sqlite:${file}`)
  assert.ok(await store.jobs.get('default', 'job'))
})
