import {
  GROUP_KINDS,
  type FieldReport,
  type GroupKind,
  type GroupReport,
  type Interval,
  type PairedReport,
  type TrustGroup,
  type TrustReport,
} from '@colophon/domain/evaluation'
import { formatTable, type Alignment } from '../terminal/table.ts'
import type { Evaluation } from './evaluate.ts'

const RIGHT: readonly Alignment[] = ['left', ...Array.from({ length: 24 }, () => 'right' as const)]
const WIDE = 44

const percent = (share: number | null): string => (share === null ? '-' : (share * 100).toFixed(1))
const interval = (of: Interval | null): string =>
  of === null ? '-' : `${percent(of.low)}–${percent(of.high)}`
const signed = (difference: number | null): string =>
  difference === null ? '-' : `${difference > 0 ? '+' : ''}${percent(difference)}`
const titled = (title: string, rows: readonly (readonly string[])[]): string =>
  `\n${title}\n${formatTable(rows, { align: RIGHT, maxCellWidth: WIDE })}`

/** What an evaluation came to, a table for each question; shares in percent. */
export function evaluationInWords(evaluation: Evaluation): string {
  const { report, against } = evaluation
  return [
    overview(evaluation),
    titled('by field', [FIELD_HEAD, ...report.fields.map(fieldRow)]),
    ...GROUP_KINDS.map((kind) => groupTable(kind, report.by[kind])),
    trustTable(report.trust),
    ...(against === null ? [] : [pairedTable(against.records, against.paired)]),
  ].join('')
}

function overview({ truth, records, report, open, others }: Evaluation): string {
  const { documents, with_record: there, mean_f1, decided_values: decided } = report
  const rows = [
    ['truth', truth],
    ['records', `${records}: ${there} of ${documents} documents have one`],
    ['mean F1', `${percent(mean_f1)} (${interval(report.interval)})`],
  ]
  if (decided > 0) rows.push(['left out', `${decided} values that a person set in the records`])
  if (open > 0) rows.push(['not known', `${open} fields that were decided on and left open`])
  if (others > 0) rows.push(['passed over', `${others} lines of other profiles`])
  return formatTable(rows, { maxCellWidth: 100 })
}

const FIELD_HEAD = [
  ...['field', 'documents', 'expected', 'found', 'right', 'precision', 'recall', 'F1', '95 %'],
]
const fieldRow = (of: FieldReport): string[] => [
  of.field,
  ...[of.documents, of.expected, of.found, of.right].map(String),
  ...[of.precision, of.recall, of.f1].map(percent),
  interval(of.interval),
]

/** F1 of each field, a line a group. */
function groupTable(kind: GroupKind, groups: readonly GroupReport[]): string {
  if (groups.length === 0) return ''
  const fields = [...new Set(groups.flatMap((group) => group.fields.map(({ field }) => field)))]
  const head = [kind, 'documents', 'mean F1', '95 %', ...fields.map(abridged)]
  const rows = groups.map((group) => [
    group.group,
    String(group.documents),
    percent(group.mean_f1),
    interval(group.interval),
    ...fields.map((name) => percent(group.fields.find(({ field }) => field === name)?.f1 ?? null)),
  ])
  return titled(`F1 by ${kind}`, [head, ...rows])
}

const ABRIDGED = 12
const abridged = (name: string): string => name.slice(name.lastIndexOf('.') + 1).slice(0, ABRIDGED)

const wrongShare = ({ known, wrong, interval: of }: TrustReport): string =>
  known === 0 ? '-' : `${percent(wrong / known)} of ${known} (${interval(of)})`
const taken = ({ taken: some, of }: TrustReport): string => (of === 0 ? '-' : percent(some / of))

/** What needed no person, and how much of that is wrong; another spelling of the same counts as right. */
export function trustTable(groups: readonly TrustGroup[]): string {
  if (groups.every(({ approval }) => approval.of === 0)) return ''
  const rows = groups.flatMap(({ group, approval, acceptance }) => [
    [group, 'documents', taken(approval), wrongShare(approval)],
    ...Object.entries(acceptance).map(([field, of]) => ['', field, taken(of), wrongShare(of)]),
  ])
  return titled('accepted without a person', [['collection', 'what', '%', '% wrong'], ...rows])
}

function pairedTable(name: string, { documents, left_out, mean, fields }: PairedReport): string {
  const row = (label: string, of: PairedReport['mean'], rest: readonly string[]): string[] => [
    label,
    String(of.documents),
    ...[of.against, of.f1].map(percent),
    signed(of.difference),
    interval(of.interval),
    ...rest,
  ]
  const head = [
    ...['field', 'documents', 'F1 before', 'now', 'change', '95 %', 'better', 'worse', 'by chance'],
  ]
  const left = left_out === 0 ? '' : `, ${left_out} that only one of them has left out`
  return titled(`against ${name}, ${documents} documents of both${left}`, [
    head,
    row('mean', mean, ['', '', '']),
    ...fields.map((of) =>
      row(of.field, of, [String(of.better), String(of.worse), of.chance.toFixed(3)]),
    ),
  ])
}
