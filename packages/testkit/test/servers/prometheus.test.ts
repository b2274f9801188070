import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { skipWithout, startAlertmanager, startPrometheus } from '@colophon/testkit'

const skip = skipWithout('prometheus', 'alertmanager')

const ALERTMANAGER = 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n'
const RULES = `
groups:
  - name: tried
    rules:
      - { alert: Fires, expr: 'up{job="itself"} == 1', labels: { severity: page } }
      - { alert: DoesNot, expr: 'up{job="itself"} == 0' }
`

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await delay(50)
  }
}

test(
  'what a Prometheus scrapes can be asked for, and its alerts are at the Alertmanager',
  { skip },
  async (t) => {
    const alertmanager = await startAlertmanager(t, { config: ALERTMANAGER })
    const prometheus = await startPrometheus(t, {
      config: `
global: { scrape_interval: 200ms, evaluation_interval: 200ms }
rule_files: [rules/*.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ['${alertmanager.address}'] }] }] }
scrape_configs:
  - { job_name: absent, static_configs: [{ targets: ['127.0.0.1:1'] }] }
  - { job_name: itself, static_configs: [{ targets: ['${alertmanager.address}'] }] }
`,
      files: { 'rules/tried.yml': RULES },
    })
    const alert = await until(async () =>
      (await alertmanager.firing()).find(({ state }) => state !== 'unprocessed'),
    )
    assert.equal(alert.labels['alertname'], 'Fires')
    assert.deepEqual([alert.state, alert.receivers], ['active', ['nobody']])
    // Each is looked at in its own time.
    const judged = <T extends { health: string }>(all: T[]): T[] | undefined =>
      all.some(({ health }) => health === 'unknown') ? undefined : all
    const targets = await until(async () => judged(await prometheus.targets()))
    assert.deepEqual(
      targets.map(({ job, health }) => [job, health]),
      [
        ['absent', 'down'],
        ['itself', 'up'],
      ],
    )
    assert.match(targets[0]?.lastError ?? '', /refused/)
    const [up] = await prometheus.query('sum(up)')
    assert.deepEqual(up, { labels: {}, value: 1 })
    await assert.rejects(prometheus.query('sum('), /parse error/)
    const rules = await until(async () => judged(await prometheus.rules()))
    assert.deepEqual(
      rules.map(({ name, health }) => [name, health]),
      [
        ['Fires', 'ok'],
        ['DoesNot', 'ok'],
      ],
    )
  },
)
