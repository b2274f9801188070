import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import {
  startAlertmanager,
  startPrometheus,
  type AlertmanagerServer,
  type FiringAlert,
  type PrometheusServer,
  type ServerScope,
} from '@colophon/testkit'
import { deadlineIn } from '../stack/index.ts'
import { prometheusConfig, type Scraped } from './prometheus-config.ts'

const SHIPPED = fileURLToPath(new URL('../../infra/alertmanager/alertmanager.yml', import.meta.url))

/** A real Prometheus that scrapes every second, and the real Alertmanager it tells. */
export interface Monitoring {
  readonly prometheus: PrometheusServer
  readonly alertmanager: AlertmanagerServer
  /** Alerts that somebody would be told of now: neither inhibited nor the one that always fires. */
  raised(): Promise<FiringAlert[]>
}

/** The shipped inhibitions; what is sent to whom is looked at elsewhere. */
function alertmanagerConfig(): string {
  const { inhibit_rules = [] } = parse(readFileSync(SHIPPED, 'utf8')) as {
    inhibit_rules?: unknown[]
  }
  return JSON.stringify({
    route: { receiver: 'nobody', group_wait: '1s', group_interval: '1s' },
    receivers: [{ name: 'nobody' }],
    inhibit_rules,
  })
}

const ALWAYS = 'Watchdog'

/** `rules`: files of rules by name. */
export async function startMonitoring(
  scope: ServerScope,
  scraped: readonly Scraped[],
  rules: Readonly<Record<string, string>> = {},
): Promise<Monitoring> {
  const alertmanager = await startAlertmanager(scope, { config: alertmanagerConfig() })
  const prometheus = await startPrometheus(scope, {
    config: (address) =>
      prometheusConfig(
        [
          ...scraped,
          { job: 'prometheus', url: `http://${address}` },
          { job: 'alertmanager', url: alertmanager.url },
        ],
        { alertmanager: alertmanager.address },
      ),
    files: Object.fromEntries(Object.entries(rules).map(([name, text]) => [`rules/${name}`, text])),
  })
  return {
    prometheus,
    alertmanager,
    async raised() {
      const firing = await alertmanager.firing()
      return firing.filter(
        ({ state, labels }) => state !== 'suppressed' && labels['alertname'] !== ALWAYS,
      )
    },
  }
}

const LOOK_MS = 250

/** Waits for a state; rejects with what was seen last when it does not come. */
export async function untilSeen<T>(
  what: string,
  withinMs: number,
  look: () => Promise<{ seen: boolean; is: T }>,
): Promise<T> {
  const deadline = deadlineIn(withinMs)
  for (;;) {
    const { seen, is } = await look()
    if (seen) return is
    if (deadline.passed()) {
      const seconds = Math.round(deadline.ms / 1000)
      throw new Error(`not within ${seconds} s: ${what}; it is ${JSON.stringify(is)}`)
    }
    await delay(LOOK_MS)
  }
}
