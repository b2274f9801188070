import type { AlertGroup, AlertSpec, At, RecordSpec } from './alert.ts'
import { MODELS_GROUP } from './alerts/models.ts'
import { MONEY_GROUP } from './alerts/money.ts'
import { NSQ_GROUP } from './alerts/nsq.ts'
import { PIPELINE_GROUP } from './alerts/pipeline.ts'
import { PLATFORM_GROUP } from './alerts/platform.ts'
import { REVIEW_GROUP } from './alerts/review.ts'
import { SLO_GROUP } from './alerts/slo.ts'
import { DASHBOARD_PREFIX } from './alert.ts'
import { spoken } from './duration.ts'
import { THRESHOLDS, type AlertName, type Thresholds, type Unit } from './thresholds.ts'

export type { Owner, RecordSpec, Severity } from './alert.ts'

/** One file of rules and one page of the runbook each. */
export const GROUPS = {
  slo: SLO_GROUP,
  pipeline: PIPELINE_GROUP,
  nsq: NSQ_GROUP,
  models: MODELS_GROUP,
  money: MONEY_GROUP,
  review: REVIEW_GROUP,
  platform: PLATFORM_GROUP,
} as const satisfies Record<string, AlertGroup>
export type GroupName = keyof typeof GROUPS
export const GROUP_NAMES = Object.keys(GROUPS) as readonly GroupName[]

/** An alert as it is given to Prometheus. Summary and description are templates of Prometheus. */
export interface Alert {
  name: AlertName
  group: GroupName
  severity: AlertSpec['severity']
  owner: AlertSpec['owner']
  service: string
  expression: string
  /** A Prometheus duration. */
  for: string
  summary: string
  description: string
  /** Below the documentation's address. */
  runbook: string
  /** Of the dashboard that shows its figures. */
  dashboardUid: string
}

const VALUES: Readonly<Record<Unit, string>> = {
  count: '{{ $value | printf "%.0f" }}',
  seconds: '{{ $value | humanizeDuration }}',
  ratio: '{{ $value | humanizePercentage }}',
  usd: '${{ $value | printf "%.2f" }}',
  times: '{{ $value | printf "%.1f" }}',
}

const LENGTHS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const

function lengthOf(seconds: number): string {
  const [size, word] = LENGTHS.find(([length]) => seconds >= length) ?? [1, 's']
  return `${Number((seconds / size).toFixed(1))} ${word}`
}

function figureOf({ over, unit }: At): string {
  if (unit === 'seconds') return lengthOf(over)
  if (unit === 'ratio') return `${Number((over * 100).toFixed(1))} %`
  return unit === 'usd' ? `$${over.toFixed(2)}` : String(over)
}

const written = (text: string, at: At, unit: Unit): string =>
  text
    .replaceAll('{value}', VALUES[unit])
    .replaceAll('{over}', figureOf(at))
    .replaceAll('{window}', spoken(at.window))
    .replaceAll('{for}', spoken(at.for))

/** The figures of an alert, with nothing left open: what it does not look at is 0. */
export const figures =
  (thresholds: Thresholds) =>
  (name: AlertName): At => ({ window: '0s', short: '0s', least: 0, ...thresholds[name] })

function alertOf(name: AlertName, spec: AlertSpec, group: GroupName, at: At): Alert {
  const { severity, owner, service, dashboard, expression, summary, description } = spec
  const { shows = at.unit } = spec
  return {
    ...{ name, group, severity, owner, service, for: at.for },
    expression: expression(at),
    summary: written(summary, at, shows),
    description: written(description, at, shows),
    runbook: `runbook/alerts/${group}.md#${name.toLowerCase()}`,
    dashboardUid: DASHBOARD_PREFIX + dashboard,
  }
}

/** All alerts with the figures of these thresholds. */
export function alertsWith(thresholds: Thresholds): readonly Alert[] {
  const at = figures(thresholds)
  return GROUP_NAMES.flatMap((group) =>
    Object.entries(GROUPS[group].alerts).map(([name, spec]) =>
      alertOf(name as AlertName, spec, group, at(name as AlertName)),
    ),
  )
}

/** What is reckoned before the alerts of a group. */
export const recordsWith = (thresholds: Thresholds, group: GroupName): readonly RecordSpec[] =>
  GROUPS[group].records(figures(thresholds))

export const ALERTS = alertsWith(THRESHOLDS)
