import type { AlertName, Threshold, Unit } from './thresholds.ts'

export type Severity = 'page' | 'ticket' | 'none'
export type Owner = 'operations' | 'review' | 'finance'

export const DASHBOARD_PREFIX = 'colophon-'
export type DashboardName =
  'overview' | 'agents' | 'costs' | 'quality' | 'throughput' | 'slo' | 'review' | 'platform'

/** A threshold with nothing left open. */
export type At = Required<Threshold>

/**
 * An alert, without its figures. In summary and description `{value}`, `{over}`, `{window}` and `{for}` stand for what
 * was measured and for those figures, with their units; the rest is Prometheus' templates.
 */
export interface AlertSpec {
  severity: Severity
  owner: Owner
  /** The part of the product that it is about; a template where that is the job. */
  service: string
  dashboard: DashboardName
  expression: (at: At) => string
  /** What the expression gives, where that is not what its threshold is compared with. */
  shows?: Unit
  /** What is wrong, with its figure. */
  summary: string
  /** What the user feels, and the first thing to do. */
  description: string
}

export interface RecordSpec {
  /** `colophon:what:operation`. */
  name: string
  expression: string
}

/** The alerts of one file of rules, and what is reckoned before them. */
export interface AlertGroup {
  alerts: Readonly<Partial<Record<AlertName, AlertSpec>>>
  records: (at: (name: AlertName) => At) => readonly RecordSpec[]
}

export const JOB = '{{ $labels.job }}'
