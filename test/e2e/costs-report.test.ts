import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import type { MonthReport } from '@colophon/domain'
import { aCost, aDocument, aJob, aRun, temporaryFolder } from '@colophon/testkit'
import { runCommand } from './command.ts'

test('a month is written as one page, or as JSON, with what the ledger says', async (t) => {
  const folder = temporaryFolder(t)
  const url = `sqlite:${join(folder, 'colophon.db')}`
  {
    await using store = await openStore(url)
    const job = aJob()
    await store.jobs.create(job)
    await store.jobs.submit(job, [aDocument({ document_id: 'a' })])
    const claim = await store.work.claim('default', 'a', 'test', 60_000)
    assert.ok(claim)
    const run = aRun({ document_id: 'a' })
    await store.work.beginRuns(claim.ref, [run])
    const costs = ['2026-01-31T23:59:59.000Z', '2026-02-01T00:00:00.000Z'].map((created_at) =>
      aCost({ created_at }),
    )
    await store.work.endRun(claim.ref, run.run_id, costs)
  }
  const run = (...args: string[]) =>
    runCommand(['costs', 'report', ...args], { cwd: folder, env: { STORE_URL: url } })
  const json = await run('--month', '2026-01', '--json')
  assert.equal(json.code, 0, json.stderr)
  const report = JSON.parse(json.stdout) as MonthReport
  assert.deepEqual([report.cost_usd, report.days.length], ['0.0045', 31])
  const written = await run('--month', '2026-01', '--out', 'january.html')
  assert.equal(written.code, 0, written.stderr)
  assert.match(readFileSync(join(folder, 'january.html'), 'utf8'), /2026-01[^]*UTC/)
  assert.ok(!readdirSync(folder).some((name) => name.endsWith('.part')))
  const before = await run('--json')
  assert.equal((JSON.parse(before.stdout) as MonthReport).cost_usd, '0.00')
  assert.equal((await run('--month', '2026-13')).code, 1)
})
