import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { aCost, aDocument, aJob, aRun, temporaryFolder } from '@colophon/testkit'
import { runCommand } from './command.ts'

test('the command names each difference with its line, and its exit code tells', async (t) => {
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
    const at = { created_at: '2026-01-15T10:00:00.000Z', provider: 'anthropic' }
    const costs = [1, 2].map((n) => aCost({ ...at, request_id: `req-${String(n)}` }))
    // A run of the rules, which no provider bills.
    costs.push(aCost({ ...at, provider: 'rules', tier: 'rules', amount_pico_usd: 0n }))
    await store.work.endRun(claim.ref, run.run_id, costs)
  }
  const file = join(folder, 'bill.csv')
  const reconcile = async (lines: readonly string[]) => {
    writeFileSync(file, ['day,request_id,model,cost', ...lines].join('\n'))
    return runCommand(['costs', 'reconcile', '--provider-csv', file], {
      cwd: folder,
      env: { STORE_URL: url },
    })
  }
  const honest = ['2026-01-15,req-1,claude-sonnet,0.0045', '2026-01-15,req-2,claude-sonnet,0.0045']
  const same = await reconcile(honest)
  assert.equal(same.code, 0, same.stderr)
  assert.match(same.stdout, /^0 differences, 2 /)
  const other = await reconcile([honest[0] ?? '', '2026-01-15,req-2,claude-sonnet,0.0046'])
  assert.equal(other.code, 3)
  assert.match(other.stdout, /req-2 +another amount +\$0\.0045 +\$0\.0046 +3/)
  const unreadable = await reconcile(['soon,req-1,claude-sonnet,1'])
  assert.equal(unreadable.code, 1)
  assert.match(unreadable.stderr, /line 2 has no day/)
})
