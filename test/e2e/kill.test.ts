import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import type { CostRecord } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand, startCommand, until } from './command.ts'

const LETTERS = 200
const KILLS = 20
/** For every letter five agents ask a model; one of them asks another, too, whether the first is right. */
const CALLS = LETTERS * 6
// Time of a start on a loaded machine; docs/benchmarks.md has the figure of a quiet one.
const GOES_ON_WITHIN_MS = 15_000

interface BillLine {
  call_id: string
  prompt_sha256: string
  input: number
  output: number
}

/** The question of a line, and its tier: `run_…:local`. Another model may be asked the same. */
const questionOf = ({ call_id, prompt_sha256 }: BillLine): string =>
  `${call_id.split(':')[1] ?? ''} ${prompt_sha256}`

const readLines = <T>(file: string): T[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        // The part behind the last end of a line is still being written.
        .slice(0, -1)
        .map((line) => JSON.parse(line) as T)
    : []

async function costRecords(url: string): Promise<CostRecord[]> {
  await using store = await openStore(url)
  const records: CostRecord[] = []
  let cursor: string | undefined
  do {
    const page = await store.ledger.list('default', {}, { limit: 500, cursor })
    records.push(...page.items)
    cursor = page.cursor ?? undefined
  } while (cursor !== undefined)
  return records
}

test('a job that is killed at twenty random points ends once for each letter, and pays for no answer twice', async (t) => {
  const folder = temporaryFolder(t)
  const [input, bill, output] = ['in.jsonl', 'bill.jsonl', 'out.jsonl'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  writeFileSync(
    input,
    Array.from(
      { length: LETTERS },
      (_, n) =>
        `${JSON.stringify({ id: `letter-${String(n)}`, text: `Hamburg, den 3. Mai 1846\n\nLieber Freund,\n\nBrief Nummer ${String(n)} geht heute ab.\n\nDein Karl` })}\n`,
    ).join(''),
  )
  const model = `scripted:?latency_ms=60&bill=${bill}`
  const url = `sqlite:${join(folder, 'colophon.db')}`
  const env = {
    STORE_URL: url,
    MODEL_LOCAL: model,
    MODEL_FAST: model,
    MODEL_DEEP: model,
    RULES: 'off',
    WORKER_CONCURRENCY: '4',
  }
  const args = ['enrich', input, '--out', output]

  const points = Array.from({ length: KILLS }, () => 1 + Math.random() * CALLS * 0.95).sort(
    (a, b) => a - b,
  )
  const goesOnAfterMs: number[] = []
  for (const point of points) {
    const billed = readLines(bill).length
    const startedAt = performance.now()
    const run = startCommand(args, { cwd: folder, env })
    await until(
      'the killed job goes on',
      30_000,
      () => readLines(bill).length > billed || undefined,
    )
    goesOnAfterMs.push(performance.now() - startedAt)
    await until(
      'the job reaches the point of its kill',
      30_000,
      () => readLines(bill).length >= point || undefined,
    )
    run.child.kill('SIGKILL')
    await run.ended
  }
  // The lease is a minute: going on in seconds shows that a dead owner's work is taken back at once.
  const median = goesOnAfterMs.sort((a, b) => a - b)[KILLS / 2] ?? Infinity
  assert.ok(median < GOES_ON_WITHIN_MS, `goes on after ${median.toFixed(0)} ms`)
  const last = await runCommand(args, { cwd: folder, env })
  assert.equal(last.code, 0, last.stderr)

  const records = readLines<{ document_id: string; status: string }>(output)
  assert.deepEqual(
    records.map((record) => record.document_id),
    Array.from({ length: LETTERS }, (_, n) => `letter-${String(n)}`),
  )
  assert.ok(records.every((record) => record.status === 'completed'))

  const costs = (await costRecords(url)).filter((record) => record.tier !== 'rules')
  const settled = new Map(
    costs.filter((record) => record.state === 'settled').map((record) => [record.call_id, record]),
  )
  const lost = costs.filter((record) => record.state === 'unsettled')
  const billed = readLines<BillLine>(bill)
  for (const line of billed) {
    const record = settled.get(line.call_id)
    if (record === undefined) {
      assert.ok(
        lost.some((each) => line.call_id.startsWith(`${each.call_id}:`)),
        `${line.call_id} is on the bill and not in the ledger`,
      )
    } else {
      assert.deepEqual([record.tokens.input, record.tokens.output], [line.input, line.output])
    }
  }
  const onBill = new Set(billed.map((line) => line.call_id))
  assert.ok(
    [...settled.keys()].every((id) => onBill.has(id)),
    'the ledger has no call that the provider does not know',
  )

  const kept = billed.filter((line) => settled.has(line.call_id))
  assert.equal(
    new Set(kept.map(questionOf)).size,
    kept.length,
    'no question with a stored answer was asked again',
  )
  t.diagnostic(
    `${String(billed.length)} calls billed, ${String(settled.size)} settled, ${String(lost.length)} unsettled`,
  )
})
