import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { ALERTS, GROUP_NAMES, recordsWith } from '@colophon/monitoring/alerts'
import { DASHBOARDS, toJson } from '@colophon/monitoring/dashboards'
import { renderRules } from '@colophon/monitoring/rules'
import { THRESHOLDS } from '@colophon/monitoring/thresholds'
import { METRIC_PREFIX, METRICS, type MetricSpec } from '@colophon/runtime'
import { MAX_SERIES } from '@colophon/runtime/metrics'
import { skipWithout, temporaryFolder } from '@colophon/testkit'
import { expressionsOf } from '../../packages/monitoring/test/dashboards/json.ts'
import { startDistributedForm, startEmbeddedForm, type Form } from '../../proof/faults/forms.ts'
import { startMonitoring, untilSeen, type Monitoring } from '../../proof/faults/monitoring.ts'
import { scriptedRun } from '../../proof/faults/scripted-run.ts'
import { absentFrom, labelsSeen, type Expression, type Seen } from './contract.ts'
import { queriesOf, withoutFigure, type PanelQuery } from './panel-answers.ts'

const EXPRESSIONS: readonly Expression[] = [
  ...ALERTS.map(({ name, expression }) => ({ expression, where: name })),
  ...GROUP_NAMES.flatMap((group) =>
    recordsWith(THRESHOLDS, group).map(({ name, expression }) => ({ expression, where: name })),
  ),
  ...DASHBOARDS.flatMap((spec) => expressionsOf(toJson(spec))),
]

/** Measured when something happens that fifty documents do not bring about, and what that is. */
const NOT_IN_A_RUN: Partial<Record<keyof typeof METRICS, string>> = {
  storeErrors: 'the store fails; an alert goes by it in faults.test.ts',
  llmUnpricedCalls: 'a model without a price answers; the same',
  llmBreaker: 'a model is left alone, or asked again; the same',
  budgetSkipped: 'there is no money',
  budgetHeld: 'there is no money',
  budgetFullest: 'somebody has set a budget',
  budgetThresholds: 'half of a budget is spent',
  fencingViolations: 'a worker comes back after its lease',
  duplicateAnswers: 'a document is worked on twice at once',
  redispatched: 'a message or a worker is lost',
  rulesEnded: 'rules do not end',
  llmTruncated: 'a model has read less than it was asked',
  reviewSeeded: 'known answers are handed out',
  certificateExpiry: 'HTTPS is served',
}

const QUERIES = DASHBOARDS.flatMap(queriesOf)
/** Some scrapes more, so that what came last is in the rates of panels too. */
const SCRAPES_MS = 4_000
/** What only agents that are services of their own count, and what NSQ says of itself. */
const ONLY_SERVICES = [
  /^Agent Performance \/ (?:Time of a tool|MCP calls that succeed|Calls in work in agents)/,
  /^Platform \/ (?:Servers|Lookup servers|Channels|Waiting messages|Messages on disk|In work and put off|Messages a minute|Put back, timed out)/,
]

function declared(): Seen {
  const specs = Object.entries(METRICS as Record<string, MetricSpec>)
  return new Map(
    specs.flatMap(([key, { name, labels }]) =>
      key in NOT_IN_A_RUN
        ? [[METRIC_PREFIX + name, new Set(['job', 'instance', ...labels])] as const]
        : [],
    ),
  )
}

async function untilAllUp({ prometheus }: Monitoring, targets: number): Promise<void> {
  await untilSeen('every target is up', 60_000, async () => {
    const found = await prometheus.targets()
    const down = found.filter(({ health }) => health !== 'up').map(({ job }) => job)
    return { seen: found.length === targets && down.length === 0, is: down }
  })
}

suite('scraped by a real Prometheus', { skip: skipWithout('prometheus', 'alertmanager') }, () => {
  const seen = new Map<string, Set<string>>()
  /** Panels that would be empty after a run, of each form. */
  const empty: Partial<Record<'one process' | 'distributed', readonly PanelQuery[]>> = {}

  /** Prometheus and Alertmanager are targets too. */
  async function assertScraped(
    t: TestContext,
    name: keyof typeof empty,
    { scraped, target }: Form,
  ): Promise<void> {
    const since = Date.now() / 1000
    const monitoring = await startMonitoring(t, scraped, renderRules())
    await untilAllUp(monitoring, scraped.length + 2)
    await scriptedRun(target)
    const { prometheus } = monitoring
    // All that was counted by now is scraped a second later.
    const from = Date.now() / 1000
    await untilSeen('a scrape after the run', 30_000, async () => {
      const [last] = await prometheus.query('min(timestamp(up))')
      return { seen: (last?.value ?? 0) > from, is: last?.value }
    })
    for (const [name, labels] of await labelsSeen(prometheus))
      seen.set(name, (seen.get(name) ?? new Set<string>()).union(labels))
    const [most] = await prometheus.query(
      `max(count by (job, instance) ({__name__=~"${METRIC_PREFIX}.+"}))`,
    )
    t.diagnostic(`${most?.value ?? 0} series of ours at most`)
    assert.ok((most?.value ?? Infinity) < MAX_SERIES)
    const failing = (await prometheus.rules()).filter(({ health }) => health === 'err')
    assert.deepEqual(failing, [])
    await new Promise((resolve) => setTimeout(resolve, SCRAPES_MS))
    empty[name] = await withoutFigure({ url: prometheus.url, since }, QUERIES)
  }

  test('the one-process form is one target', async (t) => {
    await assertScraped(t, 'one process', await startEmbeddedForm(t))
  })

  const needs = skipWithout('nsqlookupd', 'nsqd')
  test('every process of the distributed form is one', { skip: needs }, async (t) => {
    // Of all stores the quickest: what is looked at is the processes.
    const storeUrl = `sqlite:${join(temporaryFolder(t), 'watched.db')}`
    const form = await startDistributedForm(t, { workers: 2, storeUrl })
    await assertScraped(t, 'distributed', form)
  })

  test(
    'every metric that a rule or a panel asks for is there, with its labels',
    { skip: needs },
    () => {
      assert.deepEqual(absentFrom(new Map([...declared(), ...seen]), EXPRESSIONS), [])
    },
  )

  const placesOf = (queries: readonly PanelQuery[] = QUERIES): string[] =>
    queries.map(({ where }) => where)

  test('every panel shows a figure of the one process, but for what only services of their own have', () => {
    const places = placesOf(empty['one process'])
    assert.deepEqual(
      places.filter((place) => !ONLY_SERVICES.some((of) => of.test(place))),
      [],
    )
  })

  test('every panel shows a figure of one of the forms', { skip: needs }, () => {
    const places = placesOf(empty['one process'])
    assert.deepEqual(
      placesOf(empty.distributed).filter((place) => places.includes(place)),
      [],
    )
  })
})
