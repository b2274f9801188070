import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { blocksOf, pages, usesContainers, type Block } from './blocks.ts'
import { makeClone, serveIn, type Clone } from './clone.ts'

/** Pages that a test of their own runs. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'plain-processes.md': 'test/e2e/runbook.test.ts',
  'soft-launch.md': 'below',
}
/** It puts another store in place of the one that is served. */
const LAST = 'backup-and-restore.md'

const isRun = (block: Block): boolean =>
  block.notRun === null && !usesContainers(block) && ELSEWHERE[block.page] === undefined

interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

/** Not while the process waits: it takes webhooks itself. */
async function shell({ cwd, env }: Clone, text: string): Promise<Ended> {
  const args = ['--norc', '--noprofile', '-euo', 'pipefail', '-c', text]
  const child = spawn('bash', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => (printed.stdout += part))
  child.stderr.setEncoding('utf8').on('data', (part: string) => (printed.stderr += part))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, ...printed }
}

/** What stands in capitals on the pages. */
async function thingsIn(clone: Clone): Promise<Record<string, string>> {
  const said = async (text: string): Promise<string> => {
    const { status, stdout, stderr } = await shell(clone, text)
    assert.equal(status, 0, `${text}\n${stderr}`)
    return stdout
  }
  await said('npx colophon submit samples/letters --job a-job --wait')
  // A second revision of a document.
  for (const text of ['The first text of it.', 'Another text of it.']) {
    await said(
      `echo '{"id": "a-document", "text": "${text}"}' > one.jsonl && npx colophon submit one.jsonl --wait`,
    )
  }
  return { JOB: 'a-job', DOCUMENT: 'a-document' }
}

function fill(text: string, things: Readonly<Record<string, string>>, { host }: Clone): string {
  const named = Object.entries(things).reduce(
    (sum, [name, value]) => sum.replaceAll(new RegExp(`(?<![\\w"])${name}\\b`, 'g'), value),
    text,
  )
  return named.replaceAll('127.0.0.1', host)
}

async function run(
  clone: Clone,
  block: Block,
  things: Readonly<Record<string, string>>,
): Promise<Ended> {
  if (block.setup !== null) {
    const ready = await shell(clone, block.setup)
    assert.equal(ready.status, 0, `${block.setup}\n${ready.stderr}`)
  }
  return shell(clone, fill(block.text, things, clone))
}

async function runAll(t: TestContext, clone: Clone, blocks: readonly Block[]): Promise<void> {
  const things = await thingsIn(clone)
  const failures: string[] = []
  for (const block of blocks) {
    const { status, stdout, stderr } = await run(clone, block, things)
    const where = `docs/runbook/${block.page}:${block.line}`
    t.diagnostic(`${where} ended with ${status ?? 'a signal'}`)
    if (status === block.endsWith) continue
    failures.push(`${where} ended with ${status}\n${block.text}\n${stdout}\n${stderr}`)
  }
  assert.deepEqual(failures, [])
}

const byPage = (a: string, b: string): number =>
  Number(a === LAST) - Number(b === LAST) || (a < b ? -1 : 1)

suite('the runbook, pasted into a shell', () => {
  test('each of its commands does what it is there for, in the embedded form', async (t) => {
    const clone = await makeClone(t)
    await serveIn(t, clone)
    const blocks = pages().toSorted(byPage).flatMap(blocksOf).filter(isRun)
    assert.ok(blocks.length > 15, `${blocks.length} blocks are run`)
    await runAll(t, clone, blocks)
  })

  test('a soft launch of twenty letters goes from gate to gate by the commands of its page', async (t) => {
    const clone = await makeClone(t)
    await serveIn(t, clone)
    const [first, ...others] = blocksOf('soft-launch.md')
    assert.ok(first)
    const passed = await run(clone, first, {})
    assert.equal(passed.status, 0, passed.stdout + passed.stderr)
    assert.match(
      passed.stderr,
      /completed: \d+ auto-approved, \d+ to review, 0 failed, 0 cancelled/,
    )
    assert.match(
      passed.stdout,
      /ended +>= 1 +1 +pass\ncompleteness +>= 0\.8 .*pass\nauto-approval .*pass\ncost .*pass/,
    )
    assert.match(passed.stdout, /launch-20 passes/)
    // The same, asked for more than it has: nothing larger is begun.
    const asked = first.text.replace('--completeness 0.8', '--completeness 1')
    const failed = await run(clone, { ...first, text: asked }, {})
    assert.equal(failed.status, 3)
    assert.match(failed.stdout, /completeness .*FAIL\n[^]*launch-20 FAILS 1 of 5 gates/)
    // What is there already is neither read again nor paid again: the next job ends at once.
    for (const block of others) assert.equal((await run(clone, block, {})).status, 0, block.text)
    const status = await shell(clone, 'npx colophon status launch-all --json')
    assert.equal((JSON.parse(status.stdout) as { total: number }).total, 20)
    const kept = readFileSync(join(clone.cwd, 'data/backups/backup-status.json'), 'utf8')
    assert.match(kept, /"backup"/)
  })
})
