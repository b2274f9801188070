import type { GroupCases, Labels, RuleCase } from './case.ts'

const WORKER = 'job="enrichment-worker",instance="10.0.0.2:8010"'
const ofWorker = { job: 'enrichment-worker', instance: '10.0.0.2:8010' }
const API = 'job="review-api",instance="r:5001"'
const FAILED = `colophon_store_errors_total{${WORKER},op="claim",class="transient"}`
const FREE = `colophon_store_disk_free_ratio{job="colophon",instance="c:5000"}`
const BYTES = `colophon_store_bytes{job="colophon",instance="c:5000"}`
const LAG = `nodejs_eventloop_lag_p99_seconds{${WORKER}}`
const STARTED = `process_start_time_seconds{${WORKER}}`
const EXPIRY = `colophon_certificate_expiry_timestamp_seconds{${API}}`
const OTHER = 'up{job="mongodb",instance="m:9216"}'
const BACKUP = 'colophon_backup_last_success_timestamp_seconds{job="coordinator"}'
const DRILLED = 'colophon_restore_drill_timestamp_seconds{job="coordinator"}'
const DRILL_OK = 'colophon_restore_drill_ok{job="coordinator"}'
const RULES =
  'prometheus_rule_evaluation_failures_total{job="prometheus",rule_group="colophon-slo"}'
const NOTIFIED = 'alertmanager_notifications_failed_total{job="alertmanager",integration="slack"}'

const running: Record<string, readonly RuleCase[]> = {
  StoreErrors: [
    {
      series: { [FAILED]: '_x2 20x30' },
      fires: '5m',
      ends: '15m',
      summary: '20 operations of the store have failed in 5 min',
      below: [{ [FAILED]: '_x2 10x30' }],
    },
  ],
  StoreDiskLow: [
    {
      series: { [FREE]: '0.05x20 0.5x20', [BYTES]: '4096x40' },
      fires: '18m',
      ends: '30m',
      labels: { job: 'colophon', instance: 'c:5000' },
      summary: '5% of the disk of the store is free',
      below: [{ [FREE]: '0.1x40' }, { [FREE]: '0x40', [BYTES]: '0x40' }],
    },
  ],
  EventLoopLag: [
    {
      series: { [LAG]: '0.8x20 0.1x20' },
      fires: '12m',
      ends: '30m',
      labels: ofWorker,
      summary: 'enrichment-worker 10.0.0.2:8010 stands still for 800ms at a time',
      below: [{ [LAG]: '0.5x40' }],
    },
  ],
  RestartLoop: [
    {
      series: { [STARTED]: '0+100x4 400x60' },
      fires: '6m',
      ends: '40m',
      labels: { job: 'enrichment-worker' },
      summary: 'enrichment-worker has started 4 times in 30 min',
      below: [{ [STARTED]: '0+100x3 300x60' }],
    },
  ],
  CertOrTokenExpiry: [
    {
      series: { [EXPIRY]: '864000x75 9000000x30' },
      fires: '70m',
      ends: '90m',
      labels: { job: 'review-api', instance: 'r:5001' },
      summary: 'the certificate of review-api r:5001 ends in 9d 22h 50m 0s',
      below: [{ [EXPIRY]: '1213800x105' }, { [EXPIRY]: '0x105' }],
    },
  ],
  TargetDown: [
    {
      series: { [OTHER]: '0x10 1x10' },
      fires: '8m',
      ends: '15m',
      labels: { job: 'mongodb', instance: 'm:9216' },
      summary: 'mongodb m:9216 cannot be scraped',
      below: [{ [OTHER]: '1x20', [`up{${WORKER}}`]: '0x20' }],
    },
  ],
}

const kept: Record<string, readonly RuleCase[]> = {
  BackupTooOld: [
    {
      every: '10m',
      series: { [BACKUP]: '1x162 97200x30' },
      fires: '27h',
      ends: '30h',
      summary: 'the last backup is 1d 2h 59m 59s old, or there is none',
      below: [{ [BACKUP]: '3600x192' }],
    },
    {
      every: '10m',
      // There was never one.
      series: {
        [BACKUP]: '0x162 97200x30',
        'process_start_time_seconds{job="coordinator"}': '1x192',
      },
      fires: '27h',
      ends: '30h',
      summary: 'the last backup is 1d 2h 59m 59s old, or there is none',
      below: [{ 'process_start_time_seconds{job="coordinator"}': '3600x192' }],
    },
  ],
  RestoreDrillFailed: [
    {
      series: { [DRILL_OK]: '0x10 1x10', [DRILLED]: '100x20' },
      fires: '5m',
      ends: '15m',
      summary: 'the last backup could not be restored in a drill',
      below: [{ [DRILL_OK]: '1x20' }, { [DRILLED]: '0x20' }],
    },
  ],
  RestoreDrillTooOld: [
    {
      every: '1d',
      series: { [DRILLED]: '1x105 9072000x20' },
      fires: '102d',
      ends: '110d',
      summary: 'the last restore drill was 101d 23h 59m 59s ago',
      below: [{ [DRILLED]: '172800x125' }, { [DRILLED]: '0x125' }],
    },
  ],
}

const failing = (series: string, labels: Labels, summary: string): RuleCase => ({
  series: { [series]: '0x5 3x40' },
  fires: '12m',
  ends: '40m',
  labels,
  summary,
  below: [{ [series]: '3x45' }],
})

export const PLATFORM_CASES: GroupCases = {
  cases: {
    ...running,
    ...kept,
    RuleEvaluationFailing: [
      failing(
        RULES,
        { rule_group: 'colophon-slo' },
        '3 evaluations of colophon-slo have failed in 15 min',
      ),
    ],
    NotificationsFailing: [
      failing(NOTIFIED, { integration: 'slack' }, '3 notifications by slack have failed in 15 min'),
    ],
  },
  silence: { Watchdog: [{ labels: {}, summary: 'alerts are evaluated and sent' }] },
}
