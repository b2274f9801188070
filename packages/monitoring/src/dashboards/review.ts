import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../thresholds/marks.ts'
import type { DashboardSpec, Row } from './build/dashboard.ts'
import { highIsBad, lowIsBad } from './build/limits.ts'
import { PLACES, runbook } from './build/links.ts'
import { bars, series, stat, table } from './build/panels.ts'
import {
  HOUR,
  increase,
  known,
  orNone,
  orZero,
  quantiles,
  RANGE,
  quantile,
  share,
  shareBy,
} from './build/queries.ts'
import { reasons } from './parts/reasons.ts'

const PENDING = known('reviewItems', { where: 'state="pending"' })
const DECIDED = 'action=~"approve|reject"'

const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    stat({
      title: 'Waiting',
      description: 'Tasks that nobody has taken yet.',
      unit: units.Short,
      queries: PENDING,
      links: [PLACES.queue],
    }),
    stat({
      title: 'Oldest open task',
      description:
        'How long the oldest task waits for a decision. Past the mark somebody has been promised an answer that does not come.',
      unit: units.Seconds,
      queries: known('reviewOldestAge'),
      limits: highIsBad(MARKS.reviewAge),
      links: [PLACES.queue],
    }),
    stat({
      title: 'In hand',
      description: 'Tasks somebody has taken and not decided.',
      unit: units.Short,
      queries: known('reviewItems', { where: 'state="in_progress"' }),
      links: [PLACES.queue],
    }),
    stat({
      title: 'Decided',
      description: 'Approved and rejected in the time shown.',
      unit: units.Short,
      decimals: 0,
      queries: orZero(increase('reviewDecisions', { where: DECIDED })),
    }),
    stat({
      title: 'Until all is decided',
      description: 'Waiting tasks at the pace of the time shown; a year stands for never.',
      unit: units.Seconds,
      queries: `clamp_max(${PENDING} / clamp_min(${orZero(`sum(rate(colophon_review_decisions_total{${DECIDED}}[${RANGE}]))`)}, 1e-9), 31536000)`,
      limits: highIsBad(MARKS.untilDecided),
    }),
    stat({
      title: 'Known faults that were caught',
      description:
        'Share of the planted faults decided in the time shown that reviewers found. A low share: people accept without looking. Without planted faults it stands at 100 %.',
      unit: units.PercentUnit,
      decimals: 0,
      queries: `(${increase('reviewSeeded', { where: 'outcome="caught"' })} / (${increase('reviewSeeded')} > 0)) or vector(1)`,
      limits: lowIsBad(MARKS.caught),
    }),
  ],
}

const QUEUE: Row = {
  title: 'Queue and pace',
  panels: [
    series({
      title: 'Open tasks',
      description: 'Waiting, and in somebody’s hands.',
      unit: units.Short,
      stacked: true,
      queries: {
        expr: known('reviewItems', { where: 'state=~"pending|in_progress"', by: ['state'] }),
        legend: '{{state}}',
      },
      links: [PLACES.queue],
    }),
    series({
      title: 'Comes in, goes out',
      description: 'Documents sent to review and tasks decided, of the hour before each moment.',
      unit: units.Short,
      queries: [
        {
          expr: orZero(increase('documents', { where: 'outcome=~"review|failed"', over: HOUR })),
          legend: 'in',
        },
        {
          expr: orZero(increase('reviewDecisions', { where: DECIDED, over: HOUR })),
          legend: 'out',
        },
      ],
      colors: { in: 'yellow', out: 'green' },
    }),
    series({
      title: 'Age of the oldest open task',
      description: 'A line that rises without a break: it is left lying, whatever else is decided.',
      unit: units.Seconds,
      queries: known('reviewOldestAge'),
      limits: highIsBad({ bad: MARKS.reviewAge.bad }),
      links: [PLACES.queue],
    }),
    series({
      title: 'What people do',
      description: 'Of the hour before each moment, by action.',
      unit: units.Short,
      stacked: true,
      queries: {
        expr: orNone(increase('reviewDecisions', { by: ['action'], over: HOUR }), 'action'),
        legend: '{{action}}',
      },
    }),
    series({
      title: 'Time for a task p95, p50',
      description: 'From taking a task to deciding it, of the hour before each moment.',
      unit: units.Seconds,
      queries: quantiles([0.95, 0.5], 'reviewSeconds', { over: HOUR }),
    }),
    stat({
      title: 'Time for a task, median',
      description: 'Of the time shown. Times the waiting tasks it is the work that lies ahead.',
      unit: units.Seconds,
      width: 8,
      height: 8,
      queries: orZero(`${quantile(0.5, 'reviewSeconds', { over: RANGE })} >= 0`),
    }),
  ],
}

const FIELDS: Row = {
  title: 'What is wrong with the records',
  panels: [
    table({
      title: 'Fields people decided on',
      description:
        'Decisions of the time shown and the share that was not to accept what was there. Many corrections of a field: its rules or its prompt want work.',
      rows: { field: 'Field' },
      sort: { by: 'Decisions', desc: true },
      columns: [
        {
          title: 'Decisions',
          unit: units.Short,
          decimals: 0,
          expr: orNone(`topk(20, ${increase('reviewFields', { by: ['field'] })})`, 'field'),
        },
        {
          title: 'Not accepted',
          unit: units.PercentUnit,
          decimals: 0,
          expr: orNone(
            shareBy(
              increase('reviewFields', { where: 'action!="accept"', by: ['field'] }),
              increase('reviewFields', { by: ['field'] }),
            ),
            'field',
          ),
          limits: highIsBad(MARKS.corrected),
        },
      ],
    }),
    reasons('Why documents need a person'),
    series({
      title: 'Corrections',
      description:
        'Share of the decisions on fields that were not to accept, of the 6 hours before each moment.',
      unit: units.PercentUnit,
      max: 1,
      width: 12,
      queries: share(
        increase('reviewFields', { where: 'action!="accept"', over: '6h' }),
        increase('reviewFields', { over: '6h' }),
      ),
    }),
    bars({
      title: 'Decisions on fields',
      description: 'By what people did, of the time shown.',
      unit: units.Short,
      decimals: 0,
      width: 12,
      queries: {
        expr: orNone(`sort_desc(${increase('reviewFields', { by: ['action'] })})`, 'action'),
        legend: '{{action}}',
      },
    }),
  ],
}

export const REVIEW: DashboardSpec = {
  uid: 'colophon-review',
  title: 'Review',
  description: 'Whether people keep up, and what they find wrong with the records.',
  folder: 'quality',
  variables: [],
  links: [PLACES.queue, runbook('review.md')],
  rows: [NOW, QUEUE, FIELDS],
}
