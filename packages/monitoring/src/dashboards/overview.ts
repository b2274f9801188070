import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../thresholds/marks.ts'
import type { DashboardSpec, Row } from './build/dashboard.ts'
import { highIsBad, lowIsBad, NONE_WANTED, NONE_WISHED } from './build/limits.ts'
import { dashboard, PLACES, queueOf, runbook } from './build/links.ts'
import { bars, gauge, pie, series, stat } from './build/panels.ts'
import {
  HOUR,
  increase,
  known,
  mean,
  NAMES,
  orZero,
  quantiles,
  RANGE,
  share,
} from './build/queries.ts'
import { COLLECTION } from './build/variables.ts'
import { AUTO_APPROVED, BACKLOG_COLORS, ENDED, OUTCOME_COLORS } from './parts/documents.ts'
import { firingAlerts, firingCount } from './parts/alerts.ts'

const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    firingCount('page', 'Pages', NONE_WANTED),
    firingCount('ticket', 'Tickets', NONE_WISHED),
    stat({
      title: 'Processes down',
      description:
        'Processes that Prometheus cannot ask. Each has its name under Platform; documents wait while workers are down, people cannot work while an API is.',
      unit: units.Short,
      queries: orZero('count(up == 0)'),
      limits: NONE_WANTED,
      links: [dashboard('colophon-platform', 'Which ones')],
    }),
    stat({
      title: 'Oldest waiting document',
      description:
        'How long the document that waits longest has been due. Grows without end: nothing is worked on, look at the workers and the bus.',
      unit: units.Seconds,
      queries: known('oldestDueAge'),
      limits: highIsBad(MARKS.oldestDue),
      links: [PLACES.queued],
    }),
    stat({
      title: 'Documents that fail',
      description:
        'Share of the documents of the last hour that have failed for good. Each stands in the review queue with its reason and can be sent round again.',
      unit: units.PercentUnit,
      decimals: 1,
      queries: share(
        increase('documents', { where: 'outcome="failed"', over: HOUR }),
        increase('documents', { where: ENDED, over: HOUR }),
      ),
      limits: highIsBad(MARKS.failedShare),
      links: [PLACES.failed],
    }),
    stat({
      title: 'Requests that fail',
      description:
        'Share of the requests of the last 5 minutes that an API answered with 5xx: what reviewers and integrators feel.',
      unit: units.PercentUnit,
      decimals: 2,
      queries: share(
        `sum(rate(${NAMES.httpSeconds}_count{code=~"5.."}[5m]))`,
        `sum(rate(${NAMES.httpSeconds}_count[5m]))`,
      ),
      limits: highIsBad(MARKS.requestErrors),
      links: [dashboard('colophon-slo', 'What it costs of the budget')],
    }),
    firingAlerts(),
    series({
      title: 'Documents whose run ended',
      description:
        'Of the 10 minutes before each moment, by how they ended. At zero while documents wait: nothing is worked on. Retried ones come again.',
      unit: units.Short,
      queries: {
        expr: increase('documents', { by: ['outcome'], over: '10m' }),
        legend: '{{outcome}}',
      },
      colors: OUTCOME_COLORS,
      stacked: true,
      width: 12,
      height: 10,
      links: [PLACES.completed, PLACES.failed],
    }),
  ],
}

const DAY: Row = {
  title: 'The time shown',
  panels: [
    stat({
      title: 'Documents',
      description:
        'Documents whose run has ended in the time shown: approved, sent to review, failed.',
      unit: units.Short,
      decimals: 0,
      queries: orZero(increase('documents', { where: ENDED })),
      height: 6,
      links: [PLACES.completed],
    }),
    gauge({
      title: 'Completeness, mean',
      description:
        'Mean of the completeness of the documents of the time shown: required fields with a value, of all that are required.',
      unit: units.PercentUnit,
      decimals: 1,
      max: 1,
      queries: mean('completeness', { over: RANGE }),
      limits: lowIsBad(MARKS.completeness),
      links: [dashboard('colophon-quality', 'Document Quality')],
    }),
    gauge({
      title: 'Approved without a person',
      description:
        'Share of the documents of the time shown that needed no review. The rest costs people time.',
      unit: units.PercentUnit,
      decimals: 1,
      max: 1,
      queries: share(
        AUTO_APPROVED,
        increase('documents', { where: 'outcome=~"auto_approved|review"' }),
      ),
      limits: lowIsBad(MARKS.autoApproved),
      links: [PLACES.queue],
    }),
    gauge({
      title: 'Budget of the day',
      description:
        'Spent, as a share of what may be spent today (UTC). At 80 % the costly agents are left out, at 100 % documents wait or go to review.',
      unit: units.PercentUnit,
      decimals: 0,
      max: 1,
      queries: `max(${NAMES.budgetSpent}{scope="day"} / ${NAMES.budgetLimit}{scope="day"})`,
      limits: highIsBad(MARKS.budgetOfDay),
      links: [dashboard('colophon-costs', 'Cost Tracking')],
    }),
    stat({
      title: 'Waiting for review',
      description: 'Tasks that no one has taken yet.',
      unit: units.Short,
      queries: known('reviewItems', { where: 'state="pending"' }),
      height: 6,
      links: [PLACES.queue],
    }),
    stat({
      title: 'Spent',
      description:
        'Cost of all model calls of the time shown. The ledger is exact, this is for graphs.',
      unit: units.Dollars,
      decimals: 2,
      queries: orZero(increase('llmCost')),
      height: 6,
      links: [dashboard('colophon-costs', 'Cost Tracking')],
    }),
  ],
}

const MORE: Row = {
  title: 'What comes out, what it costs, whose it is',
  panels: [
    series({
      title: 'Completeness p95, p50, p05',
      description:
        'Of the documents of the hour before each moment. A low p05 with a good p50 is a few bad scans; all lines falling is a fault of ours.',
      unit: units.PercentUnit,
      max: 1,
      queries: quantiles([0.95, 0.5, 0.05], 'completeness', { over: HOUR }),
    }),
    pie({
      title: 'Cost by model',
      description: 'Who was paid in the time shown.',
      unit: units.Dollars,
      decimals: 2,
      queries: { expr: increase('llmCost', { by: ['model'] }), legend: '{{model}}' },
      links: [dashboard('colophon-costs', 'Cost Tracking')],
    }),
    series({
      title: 'Documents that wait, and those in work',
      description: 'Waiting ones that only grow: more comes than is worked on, start more workers.',
      unit: units.Short,
      queries: { expr: known('documentsInStatus', { by: ['status'] }), legend: '{{status}}' },
      colors: BACKLOG_COLORS,
      links: [PLACES.queued, PLACES.processing],
    }),
    bars({
      title: 'Documents by collection',
      description: 'The ten collections with most documents whose run ended in the time shown.',
      unit: units.Short,
      decimals: 0,
      width: 12,
      queries: {
        expr: `topk(10, ${increase('collectionDocuments', { where: COLLECTION, by: ['tenant', 'collection'] })})`,
        legend: '{{tenant}} / {{collection}}',
      },
    }),
    bars({
      title: 'Why documents need a person',
      description:
        'Reasons of the tasks of the time shown; a document counts under each of its reasons. One that rises alone points at its check or agent.',
      unit: units.Short,
      decimals: 0,
      width: 12,
      queries: {
        expr: `topk(10, ${increase('reviewTasks', { by: ['reason'] })})`,
        legend: '{{reason}}',
      },
      links: [queueOf('reason')],
    }),
  ],
}

export const OVERVIEW: DashboardSpec = {
  uid: 'colophon-overview',
  title: 'Enrichment Overview',
  description:
    'Whether documents are enriched, reviewed and paid for as they should be. Start here at night: the first row says what is broken and for whom.',
  folder: 'enrichment',
  variables: ['tenant', 'collection'],
  links: [PLACES.queue, PLACES.jobs, runbook('README.md')],
  rows: [NOW, DAY, MORE],
}
