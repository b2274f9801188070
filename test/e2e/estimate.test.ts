import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { estimateIn, readPastEstimates } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand } from './command.ts'

const letter = (n: number): string =>
  `Hamburg, den 3. Mai 1846\n\nLieber Freund ${String(n)},\n\nich danke Dir für Deinen Brief.\n\nDein\nKarl Meyer\n`

/** As dear as the real one, and asked by nobody. */
const MODELS = { MODEL_FAST: 'scripted:?model=claude-sonnet-5-5' }

test('what documents will cost is said before, kept with the job, and held against what it cost', async (t) => {
  const folder = temporaryFolder(t)
  const file = (name: string, from: number, to: number): string => {
    const lines = []
    for (let n = from; n < to; n++)
      lines.push(JSON.stringify({ id: `letter-${String(n)}`, text: letter(n) }))
    writeFileSync(join(folder, name), lines.join('\n'))
    return name
  }
  const run = (args: string[], env: Record<string, string> = MODELS) =>
    runCommand(args, { cwd: folder, env })

  // Before there is a store, only the limit is known, and asking makes none.
  const fresh = await run(['enrich', file('first.jsonl', 0, 4), '--estimate'])
  assert.equal(fresh.code, 0, fresh.stderr)
  assert.match(fresh.stdout, /^cost +unknown +\$0\.0000 to \$2\.0000/m)
  const rulesOnly = await run(['enrich', 'first.jsonl', '--estimate'], {})
  assert.match(rulesOnly.stdout, /no model is configured: rules cost nothing/)

  const first = await run(['enrich', 'first.jsonl'])
  assert.equal(first.code, 0, first.stderr)
  assert.doesNotMatch(first.stderr, /estimated/)

  // Half of these are known already.
  const told = await run(['enrich', file('second.jsonl', 2, 6), '--estimate'])
  assert.match(told.stdout, /^documents +2 .* 2 known already/m)
  assert.match(told.stdout, /^ {2}content-agent .*fast claude-sonnet-5-5: \d+ calls/m)
  const likely = /^cost +\$(\d+\.\d+)/m.exec(told.stdout)?.[1]
  assert.ok(Number(likely) > 0, told.stdout)

  const second = await run(['enrich', 'second.jsonl'])
  const kept = /^ {2}estimated +\$(\d+\.\d+) +\$\d+\.\d+ to \$\d+\.\d+/m.exec(second.stderr)?.[1]
  assert.equal(kept, likely, second.stderr)

  await using store = await openStore(`sqlite:${join(folder, 'data', 'colophon.db')}`)
  const [job] = (await store.jobs.list('default', { limit: 1 })).items
  assert.equal(estimateIn(job?.options ?? {})?.documents, 2)
  const [past, ...others] = await readPastEstimates(store, 'default')
  assert.deepEqual(others, [])
  assert.ok(past !== undefined && past.actual > 0n)
  // Letters like those before cost about what was said.
  assert.ok(past.low <= past.actual && past.actual <= past.high, JSON.stringify({ told, second }))
})
