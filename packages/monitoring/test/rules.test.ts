import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  ALERTS,
  alertsWith,
  GROUP_NAMES,
  recordsWith,
  type Alert,
} from '@colophon/monitoring/alerts'
import { untested } from '@colophon/monitoring/rule-tests'
import { renderRules, shorten } from '@colophon/monitoring/rules'
import { THRESHOLDS, type AlertName, type Thresholds } from '@colophon/monitoring/thresholds'
import { METRIC_PREFIX, METRICS, type MetricSpec } from '@colophon/runtime'
import { skipWithout } from '@colophon/testkit'
import { checkRules, tryRules } from './promtool.ts'

const skip = skipWithout('promtool')

/** What is compared with its figure from below fires sooner with a larger one. */
const isLeast = ({ expression }: Alert, over: number): boolean =>
  expression.includes(` < ${String(over)}`)

/** Figures a little easier to reach, so that what was just short of them is not. */
function looser(): Thresholds {
  const changed = ALERTS.map((alert) => {
    const threshold = THRESHOLDS[alert.name]
    const { over } = threshold
    const easier = over === 0 ? -1 : over * (isLeast(alert, over) ? 1.4 : 0.6)
    return [alert.name, { ...threshold, over: easier }] as const
  })
  return Object.fromEntries(changed) as Record<AlertName, (typeof THRESHOLDS)[AlertName]>
}

/** Alerts of which promtool has seen something else than it should, in trials of one kind. */
const failures = (text: string, kind: string): Set<string> =>
  new Set(
    text
      .split(/^\s+name: /m)
      .filter((part) => part.startsWith(kind))
      .flatMap((part) =>
        [...part.matchAll(/alertname: ?(\w+), time/g)].map(([, name = '']) => name),
      ),
  )

suite('rules of Prometheus', { skip }, () => {
  test('each alert fires as it should, is quiet just below, ends, and stands silence', async (t) => {
    const { code, text } = await tryRules(t, renderRules())
    assert.equal(code, 0, text)
  })

  test('each case is just below its figure: with one a little easier to reach it fails', async (t) => {
    const thresholds = looser()
    const { code, text } = await tryRules(t, renderRules(thresholds))
    assert.equal(code, 1)
    // A target that does not answer has no figure to come near to.
    const before = new Map(ALERTS.map((alert) => [alert.name, alert.expression]))
    const compared = alertsWith(thresholds)
      .filter(({ name, expression }) => before.get(name) !== expression)
      .map(({ name }) => name)
    const failed = failures(text, 'below')
    assert.deepEqual(
      compared.filter((name) => !failed.has(name)),
      [],
    )
    assert.ok(compared.length > 40, String(compared.length))
  })

  test('an alert that never fires does not go unseen', async (t) => {
    const { 'nsq.yml': rules = '' } = renderRules()
    const never = rules.replaceAll(/(alert: \w+\n\s+expr: )/g, '$1absent(vector(1)) and ')
    const { text } = await tryRules(t, { 'nsq.yml': never }, 'nsq')
    const own = ALERTS.filter(({ group }) => group === 'nsq').map(({ name }) => name)
    assert.deepEqual([...failures(text, 'fires and ends')].sort(), own.sort())
  })

  test('with shorter times they are rules as well', async (t) => {
    const short = shorten(THRESHOLDS, { by: 60, shortestWindow: '5s' })
    const { code, text } = await checkRules(t, renderRules(short))
    assert.equal(code, 0, text)
  })
})

const metricsIn = (expression: string): string[] => [
  ...new Set(expression.match(/(?<![\w:])colophon_\w+/g)),
]

const SUFFIXES = /_(?:bucket|sum|count)$/
const known = new Map(
  Object.values(METRICS).map((spec: MetricSpec) => [METRIC_PREFIX + spec.name, spec]),
)
const recorded = GROUP_NAMES.flatMap((group) => recordsWith(THRESHOLDS, group))
const everything = [...ALERTS, ...recorded].map(({ expression }) => expression)

suite('alerts', () => {
  test('there is a case for each', () => {
    assert.deepEqual(untested(), [])
    assert.ok(ALERTS.length >= 44)
  })

  test('each asks for metrics that exist', () => {
    const asked = new Set(everything.flatMap(metricsIn))
    const unknown = [...asked].filter((name) => {
      const histogram = known.get(name.replace(SUFFIXES, ''))
      return !known.has(name) && histogram?.type !== 'histogram'
    })
    assert.deepEqual(unknown, [])
  })

  test('what they take as recorded is recorded in their own file, and nothing for nobody', () => {
    for (const group of GROUP_NAMES) {
      const own = recordsWith(THRESHOLDS, group)
      const names = own.map(({ name }) => name)
      assert.deepEqual([...new Set(names)], names, group)
      const used = [...own, ...ALERTS.filter((alert) => alert.group === group)].flatMap(
        ({ expression }) => expression.match(/colophon:\w+:\w+/g) ?? [],
      )
      assert.deepEqual(
        used.filter((name) => !names.includes(name)),
        [],
        group,
      )
    }
  })

  test('a bound of a bucket that one compares with is one', () => {
    for (const expression of everything) {
      for (const [, metric = '', le = ''] of expression.matchAll(
        /(colophon_\w+)_bucket\{[^}]*le=~?"(\d+)/g,
      )) {
        assert.ok(known.get(metric)?.buckets?.includes(Number(le)), `${metric} ${le}`)
      }
    }
  })

  test('one says who is called, for what part, and where to read and look', () => {
    for (const alert of ALERTS) {
      assert.match(alert.service, /^(?:[a-z-]+|\{\{ \$labels\.(?:job|agent) \}\})$/)
      assert.match(alert.runbook, /^runbook\/alerts\/[a-z]+\.md#[a-z]+$/)
      assert.match(alert.description, /First[:,]/, alert.name)
      assert.doesNotMatch(alert.summary + alert.description, /\{(?:value|over|window|for)\}/)
    }
  })
})

suite('shorter times', () => {
  test('divide what is a time, and leave what is not', () => {
    const short = shorten(
      THRESHOLDS,
      { by: 60, shortestWindow: '5s' },
      { AgentSlow: { over: 0.5 } },
    )
    assert.deepEqual(short.OldestJobTooOld, { over: 60, unit: 'seconds', for: '10s' })
    const { JobFailureRatioHigh: ratio, AgentSlow: slow, ApiDown: down } = short
    assert.deepEqual([ratio.over, ratio.window, ratio.for], [0.1, '15s', '5s'])
    assert.deepEqual([slow.over, down.for], [0.5, '3s'])
    assert.equal(short.FreshnessBurnFast.short, '5s')
  })

  test('keep the names of what is recorded', () => {
    const short = shorten(THRESHOLDS, { by: 60, shortestWindow: '5s' })
    for (const group of GROUP_NAMES) {
      const names = (thresholds: Thresholds) =>
        recordsWith(thresholds, group).map(({ name }) => name)
      assert.deepEqual(names(short), names(THRESHOLDS))
    }
  })
})
