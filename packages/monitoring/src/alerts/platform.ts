import { JOB, type AlertGroup, type AlertSpec } from '../alert.ts'
import { grown, sumBy } from '../promql.ts'
import type { PLATFORM } from '../thresholds/service.ts'

const PROCESS = { owner: 'operations', service: JOB, dashboard: 'platform' } as const
const STORE = { ...PROCESS, service: 'store' } as const
const MONITORING = { ...PROCESS, service: 'monitoring' } as const
/** These have an alert of their own, which says what people feel. */
const OTHERS_SAY = 'enrichment-worker|.+-agent|coordinator|review-api|cost-api|colophon'
const BACKUP = 'colophon_backup_last_success_timestamp_seconds'
const DRILL = 'colophon_restore_drill_timestamp_seconds'

const running: Pick<
  Record<keyof typeof PLATFORM, AlertSpec>,
  | 'StoreErrors'
  | 'StoreDiskLow'
  | 'EventLoopLag'
  | 'RestartLoop'
  | 'CertOrTokenExpiry'
  | 'TargetDown'
> = {
  StoreErrors: {
    ...STORE,
    severity: 'page',
    expression: ({ over, window }) =>
      `sum${grown('colophon_store_errors_total', window)} > ${over}`,
    summary: '{value} operations of the store have failed in {window}',
    description:
      'Nothing can be handed in, decided or finished; nothing that was acknowledged is lost. First: see whether the store runs and has room on its disk.',
  },
  StoreDiskLow: {
    ...STORE,
    severity: 'ticket',
    // A process without a file of its own says 0 for both.
    expression: ({ over }) =>
      `min by (job, instance) (colophon_store_disk_free_ratio) < ${over} and colophon_store_bytes > 0`,
    summary: '{value} of the disk of the store is free',
    description:
      'When it is full nothing can be handed in or decided. First: make room or a larger disk; old backups beside the store are what can go first.',
  },
  EventLoopLag: {
    ...PROCESS,
    severity: 'ticket',
    expression: ({ over }) => `nodejs_eventloop_lag_p99_seconds > ${over}`,
    summary: `${JOB} {{ $labels.instance }} stands still for {value} at a time`,
    description:
      'Pages and leases wait that long. First: see whether its processor is used up, and what it works on; a worker may have too much at once.',
  },
  RestartLoop: {
    ...PROCESS,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('job', `changes(process_start_time_seconds[${window}])`)} > ${over}`,
    summary: `${JOB} has started {value} times in {window}`,
    description:
      'Requests and documents in work are broken off each time. First: read the last lines before each end: the memory limit, or a setting that is refused.',
  },
  CertOrTokenExpiry: {
    ...PROCESS,
    severity: 'ticket',
    expression: ({ over }) =>
      `min by (job, instance) (colophon_certificate_expiry_timestamp_seconds > 0) - time() < ${over}`,
    summary: `the certificate of ${JOB} {{ $labels.instance }} ends in {value}`,
    description:
      'After that no browser and no program connects. First: put the renewed certificate in its place.',
  },
  TargetDown: {
    ...PROCESS,
    severity: 'ticket',
    expression: () => `up{job!~"${OTHERS_SAY}"} == 0`,
    summary: `${JOB} {{ $labels.instance }} cannot be scraped`,
    description:
      'What it measures is missing, and its alerts cannot fire. First: see whether it runs, and whether Prometheus reaches it.',
  },
}

const kept: Omit<Record<keyof typeof PLATFORM, AlertSpec>, keyof typeof running> = {
  BackupTooOld: {
    ...STORE,
    severity: 'ticket',
    // Where there was never one, a process that has run for so long says so.
    expression: ({ over }) =>
      `time() - (max(${BACKUP} > 0) or min(process_start_time_seconds{job=~"coordinator|colophon"})) > ${over}`,
    summary: 'the last backup is {value} old, or there is none',
    description:
      'What was decided since would be lost with the disk. First: make one by hand, then see why the job did not.',
  },
  RestoreDrillFailed: {
    ...STORE,
    severity: 'ticket',
    expression: () => `min(colophon_restore_drill_ok and ${DRILL} > 0) == 0`,
    summary: 'the last backup could not be restored in a drill',
    description:
      'There may be no backup that helps. First: make a new one and drill it; keep older ones until it passes.',
  },
  RestoreDrillTooOld: {
    ...STORE,
    severity: 'ticket',
    expression: ({ over }) => `time() - max(${DRILL} > 0) > ${over}`,
    summary: 'the last restore drill was {value} ago',
    description: 'Nobody knows whether the backups help. First: run a drill.',
  },
  RuleEvaluationFailing: {
    ...MONITORING,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('rule_group', `increase(prometheus_rule_evaluation_failures_total[${window}])`)} > ${over}`,
    summary: '{value} evaluations of {{ $labels.rule_group }} have failed in {window}',
    description:
      'Alerts of this group cannot fire. First: the page /rules of Prometheus says which rule and why.',
  },
  NotificationsFailing: {
    ...MONITORING,
    severity: 'ticket',
    expression: ({ over, window }) =>
      `${sumBy('integration', `increase(alertmanager_notifications_failed_total[${window}])`)} > ${over}`,
    summary: '{value} notifications by {{ $labels.integration }} have failed in {window}',
    description:
      'Somebody was not called who should have been. First: see the log of Alertmanager; a key or an address is wrong, or the way out is closed.',
  },
  Watchdog: {
    ...MONITORING,
    severity: 'none',
    expression: () => 'vector(1)',
    summary: 'alerts are evaluated and sent',
    description:
      'Always fires: whoever expects it calls somebody when it no longer comes. First, when it stays away: see whether Prometheus and Alertmanager run and have a way out.',
  },
}

export const PLATFORM_GROUP: AlertGroup = { alerts: { ...running, ...kept }, records: () => [] }
