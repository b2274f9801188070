import type { GroupCases, RuleCase } from './case.ts'

const ROUTE = 'job="review-api",instance="r:5001",route="/api/review/queue",method="GET"'
const OK = `colophon_http_request_duration_seconds_count{${ROUTE},code="200"}`
const ERROR = `colophon_http_request_duration_seconds_count{${ROUTE},code="503"}`
const QUICK = `colophon_http_request_duration_seconds_bucket{${ROUTE},code="200",le="1"}`
const SCRAPES =
  'colophon_http_request_duration_seconds_count{job="review-api",instance="r:5001",route="/metrics",method="GET",code="500"}'
const ENDED = 'colophon_document_turnaround_seconds_count{job="enrichment-worker"}'
const inTime = (le: string): string =>
  `colophon_document_turnaround_seconds_bucket{job="enrichment-worker",le="${le}"}`
const labels = { job: 'review-api' }

const UP = {
  'up{job="coordinator",instance="c:5000"}': '1x30',
  'up{job="review-api",instance="r:5001"}': '0x10 1x20',
  'up{job="cost-api",instance="k:5002"}': '1x30',
}

const errors: Record<string, readonly RuleCase[]> = {
  ApiErrorBudgetBurnFast: [
    {
      series: { [OK]: '0+98x20 1960+100x60', [ERROR]: '0+2x20 40x60', [SCRAPES]: '0+9x80' },
      fires: '10m',
      ends: '40m',
      labels,
      summary: 'review-api fails 20.0 times as often as it may, for 1 h',
      below: [
        { [OK]: '0+99x20 1980+100x60', [ERROR]: '0+1x20 20x60' },
        // Half of them fail, but there are too few to wake somebody for.
        { [OK]: '0+0.5x80', [ERROR]: '0+0.5x80' },
      ],
    },
  ],
  ApiErrorBudgetBurnSlow: [
    {
      every: '5m',
      series: { [OK]: '0+992x24 23808+1000x48', [ERROR]: '0+8x24 192x48' },
      fires: '1h',
      ends: '3h',
      labels,
      summary: 'review-api fails 8.0 times as often as it may, for 6 h',
      below: [{ [OK]: '0+995x72', [ERROR]: '0+5x72' }],
    },
  ],
  ApiErrorBudgetBurnTicket: [
    {
      every: '1h',
      series: { [OK]: '0+998x24 23952+1000x24', [ERROR]: '0+2x24 48x24' },
      fires: '12h',
      ends: '36h',
      labels,
      summary: 'review-api fails 2.0 times as often as it may, for 3 d',
      below: [{ [OK]: '0+999.2x48', [ERROR]: '0+0.8x48' }],
    },
  ],
}

export const SLO_CASES: GroupCases = {
  cases: {
    ...errors,
    ApiLatencyBurn: [
      {
        every: '5m',
        series: { [OK]: '0+100x72', [QUICK]: '0+92x24 2208+100x48' },
        fires: '1h',
        ends: '3h',
        labels,
        summary: 'review-api is slower than 1 s 8.0 times as often as it may be',
        below: [{ [QUICK]: '0+95x72' }],
      },
    ],
    FreshnessBurnFast: [
      {
        series: { [ENDED]: '0+10x80', [inTime('14400')]: '0+8x20 160+10x60' },
        fires: '15m',
        ends: '40m',
        summary: 'documents end after more than 4 h 20.0 times as often as they may',
        below: [{ [inTime('14400')]: '0+9x80' }],
      },
    ],
    FreshnessBurnSlow: [
      {
        every: '5m',
        // As Prometheus 3 writes the bound of a bucket.
        series: { [ENDED]: '0+100x72', [inTime('14400.0')]: '0+92x24 2208+100x48' },
        fires: '1h',
        ends: '3h',
        summary: 'documents end after more than 4 h 8.0 times as often as they may, for 6 h',
        below: [{ [inTime('14400.0')]: '0+95x72' }],
      },
    ],
    ApiDown: [
      {
        series: UP,
        fires: '6m',
        ends: '20m',
        labels,
        summary: 'review-api does not answer',
        below: [{ 'up{job="review-api",instance="r:5001"}': '1x30' }],
      },
    ],
  },
  silence: {
    ApiDown: ['coordinator', 'review-api', 'cost-api'].map((job) => ({
      labels: { job },
      summary: `${job} does not answer`,
    })),
  },
}
