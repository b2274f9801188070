import { counter, gauge, histogram, HTTP_SECONDS, recordedBy } from './row.ts'

const STORE_SECONDS = [0.005, 0.025, 0.1, 0.5, 2.5, 10]

const STORE = recordedBy('stores', {
  storeErrors: counter('store_errors_total', 'Failed store operations', {
    labels: ['op', 'class'],
    maxChildren: 60,
  }),
  storeSeconds: histogram('store_op_duration_seconds', 'Time of store operations', {
    labels: ['op'],
    maxChildren: 14,
    buckets: STORE_SECONDS,
  }),
  storeUp: gauge('store_up', 'Whether the store answered the last look: 1, else 0'),
  storeBytes: gauge('store_bytes', 'Size of the files of the store, where it has any'),
  storeFreeRatio: gauge(
    'store_disk_free_ratio',
    'Share of its disk that is free, where it has one',
  ),
})

const HTTP = recordedBy('apis', {
  httpSeconds: histogram('http_request_duration_seconds', 'Time of HTTP requests, by route', {
    labels: ['route', 'method', 'code'],
    maxChildren: 40,
    buckets: HTTP_SECONDS,
  }),
  httpInFlight: gauge('http_requests_in_flight', 'HTTP requests that are being answered'),
  certificateExpiry: gauge(
    'certificate_expiry_timestamp_seconds',
    'When the certificate ends that is served, seconds since the epoch',
  ),
})

const BACKUP = recordedBy('leader', {
  backupLastSuccess: gauge(
    'backup_last_success_timestamp_seconds',
    'When the last backup was made, seconds since the epoch',
  ),
  backupBytes: gauge('backup_bytes', 'Size of the last backup'),
  restoreDrillLast: gauge(
    'restore_drill_timestamp_seconds',
    'When the last restore drill ended, seconds since the epoch',
  ),
  restoreDrillOk: gauge('restore_drill_ok', 'Whether the last restore drill passed: 1, else 0'),
})

const PROCESS = recordedBy('processes', {
  buildInfo: gauge('build_info', 'Always 1; the labels say what runs', {
    labels: ['service', 'version', 'node'],
    maxChildren: 1,
  }),
})

/** What everything runs on. */
export const PLATFORM = { ...STORE, ...HTTP, ...BACKUP, ...PROCESS } as const
