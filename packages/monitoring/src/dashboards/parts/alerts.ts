import * as units from '@grafana/grafana-foundation-sdk/units'
import type { Limits } from '../build/limits.ts'
import { runbook } from '../build/links.ts'
import type { Placed } from '../build/panel.ts'
import { stat, table } from '../build/panels.ts'
import { orZero } from '../build/queries.ts'

/** One that always fires says only that alerts work. */
const FIRING = 'ALERTS{alertstate="firing",severity=~"page|ticket"}'

export const firingCount = (severity: 'page' | 'ticket', title: string, limits: Limits): Placed =>
  stat({
    title,
    description:
      severity === 'page'
        ? 'Alerts that have woken somebody and still fire. Each has a page in the runbook.'
        : 'Alerts that want somebody in working hours and still fire.',
    unit: units.Short,
    queries: orZero(`count(ALERTS{alertstate="firing",severity="${severity}"})`),
    limits,
    links: [runbook('alerts/README.md')],
  })

/** A row that says so when there is none: an empty table might as well be a broken one. */
const NONE = `label_replace(vector(0), "alertname", "none fires", "", "")`

export const firingAlerts = (): Placed =>
  table({
    title: 'Alerts that fire',
    description:
      'What fires, for which service, and who looks after it. Each has a heading in the runbook.',
    rows: { severity: 'Severity', alertname: 'Alert', service: 'Service', owner: 'Owner' },
    rowColors: { Severity: { page: 'red', ticket: 'yellow' } },
    sort: { by: 'Severity' },
    height: 10,
    columns: [
      {
        title: 'Firing',
        unit: units.Short,
        expr: `count by (severity, alertname, service, owner) (${FIRING}) or on () ${NONE}`,
      },
    ],
    links: [runbook('alerts/README.md')],
  })
