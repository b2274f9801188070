import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { findServer, skipWithout, temporaryFolder } from '@colophon/testkit'
import { PORTS, read, ROOT } from './programs.ts'

const PROMETHEUS = 'infra/prometheus/prometheus.yml'
const ALERTMANAGER = 'infra/alertmanager/alertmanager.yml'

const skip = skipWithout('promtool', 'amtool')

interface Checked {
  code: number | null
  printed: string
}

function check(program: string, args: readonly string[]): Checked {
  const { status, stdout, stderr } = spawnSync(findServer(program) ?? program, args, {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return { code: status, printed: stdout + stderr }
}

const CREDENTIALS = '/run/secrets/metrics_token'

/** Beside the rules that it names; the token of a container is a file of ours. */
function checkPrometheus(t: TestContext, file: string): Checked {
  const folder = temporaryFolder(t)
  const token = join(folder, 'token')
  writeFileSync(token, 'a token')
  symlinkSync(join(ROOT, 'infra/prometheus/rules'), join(folder, 'rules'))
  const text = readFileSync(resolve(ROOT, file), 'utf8')
  assert.ok(text.includes(CREDENTIALS))
  const copy = join(folder, 'prometheus.yml')
  writeFileSync(copy, text.replaceAll(CREDENTIALS, token))
  return check('promtool', ['check', 'config', '--lint-fatal', copy])
}

const checkAlertmanager = (file: string): Checked => check('amtool', ['check-config', file])

/** Our file with one thing in it replaced, in a folder of its own. */
function broken(t: TestContext, path: string, [from, to]: readonly [string, string]): string {
  const text = read(path)
  assert.ok(text.includes(from), `${path} has no ${from}`)
  const file = join(temporaryFolder(t), 'broken.yml')
  writeFileSync(file, text.replace(from, to))
  return file
}

suite('prometheus.yml', () => {
  test('Prometheus asks every program where it is', () => {
    const text = read(PROMETHEUS)
    for (const [name, port] of Object.entries(PORTS)) {
      const entry =
        name === 'enrichment-worker'
          ? `      - names: [${name}]\n        type: A\n        port: ${port}\n`
          : `      - targets: [${name}:${port}]\n`
      assert.ok(text.includes(entry), `${name} on ${port}`)
    }
  })

  test('promtool finds nothing wrong with it', { skip }, (t) => {
    const { code, printed } = checkPrometheus(t, PROMETHEUS)
    assert.equal(code, 0, printed)
  })

  test('promtool finds what is wrong with it', { skip }, (t) => {
    for (const [change, says] of [
      [['scrape_interval: 15s', 'scrape_intervall: 15s'], /scrape_intervall not found/],
      [['scrape_timeout: 10s', 'scrape_timeout: 20s'], /timeout greater than scrape interval/],
      [['job_name: review-api', 'job_name: coordinator'], /multiple scrape configs with job name/],
    ] as const) {
      const { code, printed } = checkPrometheus(t, broken(t, PROMETHEUS, change))
      assert.notEqual(code, 0, printed)
      assert.match(printed, says)
    }
  })
})

suite('alertmanager.yml', () => {
  test('amtool finds nothing wrong with it', { skip }, () => {
    const { code, printed } = checkAlertmanager(ALERTMANAGER)
    assert.equal(code, 0, printed)
  })

  test('amtool finds what is wrong with it', { skip }, (t) => {
    for (const [change, says] of [
      [['receiver: deadman', 'receiver: somebody'], /undefined receiver/],
      [['group_wait: 30s', 'group_weight: 30s'], /group_weight not found/],
    ] as const) {
      const { code, printed } = checkAlertmanager(broken(t, ALERTMANAGER, change))
      assert.notEqual(code, 0, printed)
      assert.match(printed, says)
    }
  })
})
