import { JOB, type AlertGroup, type AlertSpec, type At, type RecordSpec } from '../alert.ts'
import { bound, sumBy } from '../promql.ts'
import { OBJECTIVES, THRESHOLDS, type AlertName } from '../thresholds.ts'
import type { SLO } from '../thresholds/service.ts'

/** The APIs that people work with; in the embedded form they are one process. */
const APIS = 'job=~"review-api|cost-api|colophon"'
/** What probes and scrapes ask is no use of the product. */
const ASKED = `${APIS},route!~"/metrics|/healthz|/readyz|/health|unmatched"`
/** What is kept open, or is large by its nature, has no latency to promise. */
const QUICK = `${ASKED},route!~".*/(events|stream|export|bulk|propagate).*"`
const REQUESTS = 'colophon_http_request_duration_seconds'
const TURNAROUND = 'colophon_document_turnaround_seconds'

/** A share of what was asked that was not as promised. */
export interface Indicator {
  /** Middle of the name of its rules. */
  name: string
  budget: number
  bad: (window: string) => string
  all: (window: string) => string
}

const budgetOf = ({ share }: { share: number }): number => Number((1 - share).toFixed(6))

const answered = (selector: string, window: string): string =>
  sumBy('job', `rate(${REQUESTS}_count{${selector}}[${window}])`)

export const API_ERRORS: Indicator = {
  name: 'api_errors',
  budget: budgetOf(OBJECTIVES.availability),
  // Without an error so far there is no series of one, and no share of them would be no figure.
  bad: (window) =>
    `(${answered(`${ASKED},code=~"5.."`, window)} or ${answered(ASKED, window)} * 0)`,
  all: (window) => answered(ASKED, window),
}
export const API_SLOW: Indicator = {
  name: 'api_slow',
  budget: budgetOf(OBJECTIVES.latency),
  bad: (window) => {
    const quick = `${QUICK},${bound(OBJECTIVES.latency.withinSeconds)}`
    return `(${answered(QUICK, window)} - ${sumBy('job', `rate(${REQUESTS}_bucket{${quick}}[${window}])`)})`
  },
  all: (window) => answered(QUICK, window),
}
export const LATE_DOCUMENTS: Indicator = {
  name: 'late_documents',
  budget: budgetOf(OBJECTIVES.freshness),
  bad: (window) => {
    const inTime = bound(OBJECTIVES.freshness.withinSeconds)
    return `(sum(rate(${TURNAROUND}_count[${window}])) - sum(rate(${TURNAROUND}_bucket{${inTime}}[${window}])))`
  },
  all: (window) => `sum(rate(${TURNAROUND}_count[${window}]))`,
}

/** Which indicator an alert watches, over the two windows of its threshold. */
const WATCHED = {
  ApiErrorBudgetBurnFast: API_ERRORS,
  ApiErrorBudgetBurnSlow: API_ERRORS,
  ApiErrorBudgetBurnTicket: API_ERRORS,
  ApiLatencyBurn: API_SLOW,
  FreshnessBurnFast: LATE_DOCUMENTS,
  FreshnessBurnSlow: LATE_DOCUMENTS,
} as const satisfies Partial<Record<AlertName, Indicator>>
type Watch = keyof typeof WATCHED
const WATCHES = Object.keys(WATCHED) as readonly Watch[]

/** Names keep the windows of production, so that dashboards find them when tests shorten the times. */
export const ratioOf = ({ name }: Indicator, window: string): string =>
  `colophon:${name}:ratio_rate${window}`
const countOf = ({ name }: Indicator, window: string): string =>
  `colophon:${name}_of:increase${window}`

function recordsOf(alert: Watch, { window, short }: At): RecordSpec[] {
  const watched = WATCHED[alert]
  const named = THRESHOLDS[alert]
  const ratio = (name: string, actual: string): RecordSpec => ({
    name: ratioOf(watched, name),
    expression: `${watched.bad(actual)} / ${watched.all(actual)}`,
  })
  return [
    ratio(named.window, window),
    ratio(named.short, short),
    {
      name: countOf(watched, named.window),
      expression: watched.all(window).replace('rate(', 'increase('),
    },
  ]
}

/** Both windows burn, and there were enough events in the longer one for a share to mean something. */
const burns =
  (alert: Watch) =>
  ({ over, least }: At): string => {
    const watched = WATCHED[alert]
    const { window, short } = THRESHOLDS[alert]
    return [
      `${ratioOf(watched, window)} / ${watched.budget} > ${over}`,
      `and ${ratioOf(watched, short)} / ${watched.budget} > ${over}`,
      `and ${countOf(watched, window)} > ${least}`,
    ].join('\n')
  }

const byName = (records: readonly RecordSpec[]): RecordSpec[] => [
  ...new Map(records.map((record) => [record.name, record])).values(),
]

const ERRORS = {
  owner: 'operations',
  service: JOB,
  dashboard: 'slo',
  summary: `${JOB} fails {value} times as often as it may, for {window}`,
} as const
const LATE = { owner: 'operations', service: 'enrichment-worker', dashboard: 'slo' } as const

/** Down or never there: a process that nobody asks looks the same in no other figure. */
const gone = (job: string): string =>
  `label_replace(absent(up{job=~"${job}|colophon"}), "job", "${job}", "", "")`

const alerts: Record<keyof typeof SLO, AlertSpec> = {
  ApiErrorBudgetBurnFast: {
    ...ERRORS,
    severity: 'page',
    expression: burns('ApiErrorBudgetBurnFast'),
    description:
      'People who review or look up costs get errors; in an hour 2 % of the errors of a month are used up. First: read the errors in the log of the service, and look whether the store answers.',
  },
  ApiErrorBudgetBurnSlow: {
    ...ERRORS,
    severity: 'page',
    expression: burns('ApiErrorBudgetBurnSlow'),
    description:
      'People who review or look up costs get errors now and again, and for hours. First: see which route and code it is, then read those errors in the log.',
  },
  ApiErrorBudgetBurnTicket: {
    ...ERRORS,
    severity: 'ticket',
    expression: burns('ApiErrorBudgetBurnTicket'),
    description:
      'A few requests in a thousand fail, more than was promised for a month. First: see which route it is; it is most likely one fault of ours.',
  },
  ApiLatencyBurn: {
    owner: 'operations',
    service: JOB,
    dashboard: 'slo',
    severity: 'ticket',
    expression: burns('ApiLatencyBurn'),
    summary: `${JOB} is slower than ${OBJECTIVES.latency.withinSeconds} s {value} times as often as it may be`,
    description:
      'People wait for each document they open. First: compare the time of store operations with that of requests, and look at the lag of the event loop.',
  },
  FreshnessBurnFast: {
    ...LATE,
    severity: 'page',
    expression: burns('FreshnessBurnFast'),
    summary: 'documents end after more than 4 h {value} times as often as they may',
    description:
      'What was handed in this morning is not there this afternoon. First: see whether workers, agents or models are what documents wait for; during a large import silence this until it is through.',
  },
  FreshnessBurnSlow: {
    ...LATE,
    severity: 'ticket',
    expression: burns('FreshnessBurnSlow'),
    summary: 'documents end after more than 4 h {value} times as often as they may, for {window}',
    description:
      'Some documents take more than half a day. First: see which collection they are of, and whether they were tried more than once.',
  },
  ApiDown: {
    severity: 'page',
    owner: 'operations',
    service: JOB,
    dashboard: 'platform',
    expression: () =>
      [
        'max by (job) (up{job=~"coordinator|review-api|cost-api|colophon"}) == 0',
        ...['coordinator', 'review-api', 'cost-api'].map((job) => `or ${gone(job)}`),
      ].join('\n'),
    summary: `${JOB} does not answer`,
    description:
      'Nobody can hand in documents (coordinator), review (review-api) or see costs (cost-api). First: look whether the process runs, and why it ended.',
  },
}

export const SLO_GROUP: AlertGroup = {
  alerts,
  records: (at) => byName(WATCHES.flatMap((alert) => recordsOf(alert, at(alert)))),
}
