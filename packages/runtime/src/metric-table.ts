import { AGENTS } from './metric-rows/agents.ts'
import { DELIVERY } from './metric-rows/delivery.ts'
import { MODELS } from './metric-rows/models.ts'
import { MONEY } from './metric-rows/money.ts'
import { PLATFORM } from './metric-rows/platform.ts'
import { REVIEW } from './metric-rows/review.ts'
import type { MetricSpec } from './metric-rows/row.ts'
import { WORK } from './metric-rows/work.ts'

export { RECORDERS } from './metric-rows/row.ts'
export type { MetricSpec, MetricType, Recorder } from './metric-rows/row.ts'

export const METRIC_PREFIX = 'colophon_'

/**
 * Every metric Colophon exports is declared here once; reference, alerts and dashboards are checked against this table.
 * Labels never hold a job, document, user or error text.
 */
export const METRICS = {
  ...WORK,
  ...AGENTS,
  ...MODELS,
  ...MONEY,
  ...DELIVERY,
  ...REVIEW,
  ...PLATFORM,
} as const satisfies Record<string, MetricSpec>
