import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { skipWithout, temporaryFolder } from '@colophon/testkit'
import type { Report } from '../../proof/e2e/report.ts'
import { startStack } from '../../proof/stack/index.ts'
import { runScript, until } from './command.ts'

const SCRIPT = fileURLToPath(new URL('../../run-e2e-test.sh', import.meta.url))
const PATIENCE_MS = 120_000

/** Settings of models would make it ask real ones. */
const environment = (): NodeJS.ProcessEnv => {
  const { MODEL_LOCAL: _local, MODEL_FAST: _fast, MODEL_DEEP: _deep, ...rest } = process.env
  return rest
}

async function endToEnd(
  t: { after(end: () => void): void },
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; report: Report; stderr: string }> {
  const command = [SCRIPT, ...args, '--json'] as const
  const { code, ...printed } = await runScript(t, command, { ...environment(), ...env })
  assert.notEqual(printed.stdout, '', printed.stderr)
  return { code, report: JSON.parse(printed.stdout) as Report, stderr: printed.stderr }
}

function assertPassed({ code, report, stderr }: Awaited<ReturnType<typeof endToEnd>>): void {
  const short = report.checks.filter(({ ok }) => ok === false)
  assert.deepEqual(short, [], stderr)
  assert.equal(code, 0, stderr)
  assert.equal(report.models, 'simulated')
  assert.ok(
    report.checks.every(({ ok }) => ok === true),
    'nothing was left unchecked',
  )
  for (const name of ['completeness', 'auto-approval of sound letters'])
    assert.match(figureOf(report, name), /not a measure of reading/)
}

const figureOf = (report: Report, name: string): string =>
  report.checks.find((check) => check.name === name)?.figure ?? ''

suite('run-e2e-test.sh', () => {
  test('the one-process form does what it has to', async (t) => {
    const run = await endToEnd(t, ['--embedded', '--documents', '3'])
    assertPassed(run)
    // Its own and that of the providers.
    assert.match(figureOf(run.report, 'nothing secret in logs and metrics'), /none in 2 logs/)
  })

  test(
    'the distributed form does what it has to, over real servers',
    { skip: skipWithout('nsqlookupd', 'nsqd', 'ferretdb') },
    async (t) => {
      const run = await endToEnd(t, ['--local', '--documents', '2', '--workers', '1'])
      assertPassed(run)
      // Coordinator, worker, two APIs, five agents; nsqlookupd, nsqd, FerretDB, the providers.
      assert.match(figureOf(run.report, 'nothing secret in logs and metrics'), /none in 13 logs/)
    },
  )

  test('what falls short is named, and the exit code says so', async (t) => {
    const env = { MODEL_LOCAL: 'scripted:?fail=model.refused' }
    const { code, report } = await endToEnd(t, ['--embedded', '--documents', '2'], env)
    assert.equal(code, 1)
    assert.equal(report.passed, false)
    assert.notEqual(report.models, 'simulated')
    const verdicts = Object.fromEntries(report.checks.map(({ name, ok }) => [name, ok]))
    assert.equal(verdicts['every document in a terminal state'], true)
    assert.equal(verdicts['auto-approval of sound letters'], false)
    assert.equal(verdicts['agents used'], false)
    assert.equal(verdicts['ledger equals the bill'], null)
  })
})

suite('the stack', { skip: skipWithout('nsqlookupd', 'nsqd') }, () => {
  test('processes are killed and started again on their ports; only the death nobody caused is reported', async (t) => {
    const folder = temporaryFolder(t)
    const stack = await startStack({
      workers: 1,
      agents: 'memory',
      folder,
      storeUrl: `sqlite:${folder}/colophon.db`,
    })
    t.after(() => stack.stop())
    const { deaths, nsqd, reviewApi } = stack
    const [worker] = stack.workers
    assert.ok(worker)
    const { pid, url } = worker
    await worker.kill('SIGKILL')
    assert.equal(worker.running, false)
    await worker.restart()
    assert.notEqual(worker.pid, pid)
    assert.equal(worker.url, url)
    assert.equal((await fetch(`${url}/readyz`)).status, 200)
    await nsqd.restart({ emptied: true })
    assert.equal(await (await fetch(`${nsqd.url}/ping`)).text(), 'OK')
    assert.equal(deaths.length, 0)

    process.kill(reviewApi.pid, 'SIGKILL')
    await until('its death is reported', PATIENCE_MS, () => deaths[0])
    assert.deepEqual(
      deaths.map(({ name, signal }) => [name, signal]),
      [['review-api', 'SIGKILL']],
    )
    assert.match(deaths[0]?.tail ?? '', /"service":"review-api"/)

    const answer = await fetch(`${stack.coordinator.url}/api/jobs`, {
      headers: { authorization: `Bearer ${stack.token('submitter')}` },
    })
    assert.equal(answer.status, 200)
    const { processes } = stack
    await stack.stop()
    assert.deepEqual(
      processes.filter(({ running }) => running).map(({ name }) => name),
      [],
    )
    assert.equal(deaths.length, 1)
  })
})
