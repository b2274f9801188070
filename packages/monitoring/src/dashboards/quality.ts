import * as units from '@grafana/grafana-foundation-sdk/units'
import { MARKS } from '../thresholds/marks.ts'
import type { DashboardSpec, Row } from './build/dashboard.ts'
import { highIsBad, lowIsBad } from './build/limits.ts'
import { dashboard, PLACES, queueOf, runbook } from './build/links.ts'
import { gauge, pie, series, stat } from './build/panels.ts'
import {
  HOUR,
  increase,
  known,
  mean,
  orNone,
  quantiles,
  RANGE,
  share,
  shareBy,
} from './build/queries.ts'
import { AUTO_APPROVED, ENDED, OUTCOME_COLORS } from './parts/documents.ts'
import { reasons } from './parts/reasons.ts'

const REVIEWED = increase('documents', { where: 'outcome=~"auto_approved|review"' })

const NOW: Row = {
  title: 'Is it broken, and for whom?',
  panels: [
    gauge({
      title: 'Completeness, mean',
      description:
        'Required fields with a value, of all that are required: mean of the documents of the time shown. Below the mark most documents need a person.',
      unit: units.PercentUnit,
      decimals: 1,
      max: 1,
      queries: mean('completeness', { over: RANGE }),
      limits: lowIsBad(MARKS.completeness),
    }),
    gauge({
      title: 'Approved without a person',
      description: 'Share of the documents of the time shown that needed no review.',
      unit: units.PercentUnit,
      decimals: 1,
      max: 1,
      queries: share(AUTO_APPROVED, REVIEWED),
      limits: lowIsBad(MARKS.autoApproved),
      links: [PLACES.queue],
    }),
    gauge({
      title: 'Values with evidence, mean',
      description:
        'Share of the values of a record whose quote stands in the text: mean of the time shown. When it falls, a model makes things up; such values go to review.',
      unit: units.PercentUnit,
      decimals: 1,
      max: 1,
      queries: mean('evidenceCoverage', { over: RANGE }),
      limits: lowIsBad(MARKS.evidence),
    }),
    gauge({
      title: 'Confidence, mean',
      description: 'Mean confidence of the values of a record, of the time shown.',
      unit: units.PercentUnit,
      decimals: 1,
      max: 1,
      queries: mean('confidence', { over: RANGE }),
      limits: lowIsBad(MARKS.confidence),
    }),
    stat({
      title: 'Model values refused',
      description:
        'Share of the values models gave in the time shown that were not taken: no quote, or one that does not support them.',
      unit: units.PercentUnit,
      decimals: 1,
      height: 6,
      queries: share(
        increase('modelValues', { where: 'outcome!="taken"' }),
        increase('modelValues'),
      ),
      limits: highIsBad(MARKS.valuesRefused),
      links: [dashboard('colophon-agents', 'By model')],
    }),
    stat({
      title: 'Waiting for review',
      description: 'Tasks that no one has taken yet.',
      unit: units.Short,
      height: 6,
      queries: known('reviewItems', { where: 'state="pending"' }),
      links: [PLACES.queue],
    }),
  ],
}

const RECORDS: Row = {
  title: 'Records',
  panels: [
    pie({
      title: 'How documents end',
      description: 'Of the time shown: approved by themselves, sent to review, failed.',
      unit: units.Short,
      decimals: 0,
      queries: {
        expr: increase('documents', { where: ENDED, by: ['outcome'] }),
        legend: '{{outcome}}',
      },
      colors: OUTCOME_COLORS,
      links: [PLACES.queue, PLACES.failed],
    }),
    series({
      title: 'Completeness p99, p95, p50',
      description:
        'Of the documents of the hour before each moment. The median falls first when an agent is missing.',
      unit: units.PercentUnit,
      max: 1,
      queries: quantiles([0.99, 0.95, 0.5], 'completeness', { over: HOUR }),
      limits: lowIsBad({ bad: MARKS.completeness.bad }),
    }),
    series({
      title: 'Missing fields p95, p50',
      description: 'Required fields of a document without a value, of the hour before each moment.',
      unit: units.Short,
      queries: quantiles([0.95, 0.5], 'missingFields', { over: HOUR }),
    }),
    series({
      title: 'OCR confidence p95, p50',
      description:
        'As submitted, of the hour before each moment. When it falls with completeness, the scans are at fault and not the agents.',
      unit: units.PercentUnit,
      max: 1,
      queries: quantiles([0.95, 0.5], 'ocrConfidence', { over: HOUR }),
    }),
    series({
      title: 'Confidence p50, p05',
      description:
        'Mean confidence of a record, of the hour before each moment. A low p05 beside a good median: some documents only.',
      unit: units.PercentUnit,
      max: 1,
      queries: quantiles([0.5, 0.05], 'confidence', { over: HOUR }),
    }),
    series({
      title: 'Values with evidence p50, p05',
      description:
        'Share of the values of a record whose quote stands in the text, of the hour before each moment.',
      unit: units.PercentUnit,
      max: 1,
      queries: quantiles([0.5, 0.05], 'evidenceCoverage', { over: HOUR }),
    }),
  ],
}

const REVIEW: Row = {
  title: 'What people have to do about it',
  panels: [
    series({
      title: 'Review queue',
      description:
        'Tasks that wait and those somebody has. Rising day after day: more comes than is decided.',
      unit: units.Short,
      stacked: true,
      queries: {
        expr: known('reviewItems', { where: 'state=~"pending|in_progress"', by: ['state'] }),
        legend: '{{state}}',
      },
      links: [PLACES.queue, dashboard('colophon-review', 'Review')],
    }),
    series({
      title: 'Why documents need a person',
      description:
        'By reason, of the hour before each moment: one that rises alone points at its check, agent or model.',
      unit: units.Short,
      queries: {
        expr: orNone(
          `topk(8, ${increase('reviewTasks', { by: ['reason'], over: HOUR })})`,
          'reason',
        ),
        legend: '{{reason}}',
      },
      links: [queueOf('reason')],
    }),
    series({
      title: 'Fields that people correct',
      description:
        'Share of the decisions on a field that were not to accept it, of the 6 hours before each moment: rules or prompt of the field want work.',
      unit: units.PercentUnit,
      queries: {
        expr: orNone(
          `topk(8, ${shareBy(
            increase('reviewFields', { where: 'action!="accept"', by: ['field'], over: '6h' }),
            increase('reviewFields', { by: ['field'], over: '6h' }),
          )})`,
          'field',
        ),
        legend: '{{field}}',
      },
      links: [dashboard('colophon-review', 'Review')],
    }),
    reasons('Reasons of the time shown'),
    series({
      title: 'Approved without a person',
      description:
        'Share of the hour before each moment, with deploys: a step down after one is a reason to go back.',
      unit: units.PercentUnit,
      max: 1,
      width: 12,
      queries: share(
        increase('documents', { where: 'outcome="auto_approved"', over: HOUR }),
        increase('documents', { where: 'outcome=~"auto_approved|review"', over: HOUR }),
      ),
    }),
  ],
}

export const DOCUMENT_QUALITY: DashboardSpec = {
  uid: 'colophon-quality',
  title: 'Document Quality',
  description:
    'How good records are, why documents need a person, and whether scans, rules or models are at fault.',
  folder: 'quality',
  variables: [],
  links: [PLACES.queue, runbook('review.md')],
  rows: [NOW, RECORDS, REVIEW],
}
