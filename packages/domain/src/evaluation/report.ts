import { f1Of, meanOf, NOTHING, ratesOf, sum, type Rates } from './figures.ts'
import type { HeldDocument, HeldField } from './held-document.ts'
import { intervalsOf, wilson, type Interval, type Row } from './intervals.ts'
import type { Counts } from './match.ts'
import type { MeasuredField } from './spec.ts'

export interface FieldReport extends Counts, Rates {
  field: string
  /** Documents of which it is known. */
  documents: number
  /** Of F1, by the bootstrap over documents, 95 %. */
  interval: Interval | null
}

export interface GroupReport {
  group: string
  documents: number
  /** Mean F1 of the core fields that are known. */
  mean_f1: number | null
  interval: Interval | null
  fields: FieldReport[]
}

/** What nobody looked at, and how much of it is wrong by the milder rule. */
export interface TrustReport {
  /** Documents or values that needed no person. */
  taken: number
  /** Of all. */
  of: number
  /** Values of them that are known, and those that are wrong. */
  known: number
  wrong: number
  /** Of the wrong share, Wilson's, 95 %. */
  interval: Interval | null
}

export interface TrustGroup {
  group: string
  approval: TrustReport
  /** By field. */
  acceptance: Record<string, TrustReport>
}

export interface EvaluationReport extends Omit<GroupReport, 'group'> {
  /** Documents of the truth that have a record. */
  with_record: number
  /** Values left out since a person set them. */
  decided_values: number
  by: Record<GroupKind, GroupReport[]>
  trust: TrustGroup[]
}

export const GROUP_KINDS = ['language', 'collection', 'version'] as const
export type GroupKind = (typeof GROUP_KINDS)[number]

const byId = (a: HeldDocument, b: HeldDocument): number => (a.document_id < b.document_id ? -1 : 1)

type Picked = (document: HeldDocument, field: HeldField) => boolean

const rowOf = (document: HeldDocument, fields: readonly MeasuredField[], picked: Picked): Row =>
  fields.map(({ name }) => {
    const held = document.fields.find(({ field }) => field === name)
    return held !== undefined && picked(document, held) ? held.counts : null
  })

/** Rows of documents in the order of their ids, so that draws do not depend on the order they came in. */
export function rowsOf(
  documents: readonly HeldDocument[],
  fields: readonly MeasuredField[],
  picked: Picked = () => true,
): Row[] {
  return documents.toSorted(byId).map((document) => rowOf(document, fields, picked))
}

export const coreOf = (fields: readonly MeasuredField[]): number[] =>
  fields.flatMap(({ core }, at) => (core === true ? [at] : []))

function groupReport(
  group: string,
  rows: readonly Row[],
  fields: readonly MeasuredField[],
): GroupReport {
  const known = rows.filter((row) => row.some((counts) => counts !== null))
  const core = coreOf(fields)
  const { fields: intervals, mean } = intervalsOf(known, { fields: fields.length, core })
  const counts = fields.map((_, at) => sum(known.map((row) => row[at] ?? NOTHING)))
  const reports = fields.flatMap(({ name: field }, at): FieldReport[] => {
    const documents = known.filter((row) => row[at] != null).length
    const total = counts[at] ?? NOTHING
    if (documents === 0) return []
    return [{ field, documents, ...total, ...ratesOf(total), interval: intervals[at] ?? null }]
  })
  return {
    group,
    documents: known.length,
    mean_f1: meanOf(core.map((at) => f1Of(counts[at] ?? NOTHING))),
    interval: mean,
    fields: reports,
  }
}

const GROUP_OF: Readonly<Record<GroupKind, (document: HeldDocument, field: HeldField) => string>> =
  {
    language: ({ language }) => language,
    collection: ({ collection }) => collection,
    version: (_, { version }) => version,
  }

function groups(
  documents: readonly HeldDocument[],
  fields: readonly MeasuredField[],
  kind: GroupKind,
): GroupReport[] {
  const of = GROUP_OF[kind]
  const names = new Set(documents.flatMap((one) => one.fields.map((field) => of(one, field))))
  return [...names].sort().map((name) => {
    const rows = rowsOf(documents, fields, (one, field) => of(one, field) === name)
    return groupReport(name, rows, fields)
  })
}

/** One answer that is known and found: right when the milder rule says so of all that was found. */
const isWrong = ({ alike }: HeldField): boolean => alike.right < alike.found
const isJudged = ({ alike }: HeldField): boolean => alike.found > 0

function trustOf(taken: number, of: number, values: readonly HeldField[]): TrustReport {
  const judged = values.filter(isJudged)
  const wrong = judged.filter(isWrong).length
  return {
    taken,
    of,
    known: judged.length,
    wrong,
    interval: judged.length === 0 ? null : wilson(wrong, judged.length),
  }
}

/** Of the fields that are accepted one by one: those of which any record says how it stands. */
function trustGroup(
  group: string,
  documents: readonly HeldDocument[],
  fields: readonly string[],
): TrustGroup {
  const there = documents.filter((one) => one.there)
  const of = (field: string, all: readonly HeldDocument[]) =>
    all.flatMap((one) => one.fields.filter((held) => held.field === field))
  const approved = there.filter((one) => one.approved)
  const values = fields.flatMap((field) => of(field, approved))
  const acceptance = fields.map((field): [string, TrustReport] => {
    const accepted = of(field, there).filter((held) => held.accepted)
    const all = there.filter((one) => one.accepted.includes(field)).length
    return [field, trustOf(all, there.length, accepted)]
  })
  return {
    group,
    approval: trustOf(approved.length, there.length, values),
    acceptance: Object.fromEntries(acceptance),
  }
}

export const decidingOf = (fields: readonly MeasuredField[]): string[] =>
  fields.filter(({ decides }) => decides === true).map(({ name }) => name)

/** Approval and acceptance, of all and by collection; `fields` are the names of those that decide. */
export function trustGroups(
  documents: readonly HeldDocument[],
  fields: readonly string[],
): TrustGroup[] {
  const collections = [...Map.groupBy(documents, ({ collection }) => collection)].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  )
  return [
    trustGroup('all', documents, fields),
    ...collections.map(([collection, own]) => trustGroup(collection, own, fields)),
  ]
}

/** The figures of held documents, whatever order they come in. */
export function evaluationReport(
  documents: readonly HeldDocument[],
  fields: readonly MeasuredField[],
): EvaluationReport {
  const {
    documents: _known,
    group: _group,
    ...whole
  } = groupReport('all', rowsOf(documents, fields), fields)
  const kinds = GROUP_KINDS.map((kind) => [kind, groups(documents, fields, kind)] as const)
  return {
    documents: documents.length,
    with_record: documents.filter(({ there }) => there).length,
    decided_values: documents.reduce((total, { decided }) => total + decided, 0),
    ...whole,
    by: Object.fromEntries(kinds) as EvaluationReport['by'],
    trust: trustGroups(documents, decidingOf(fields)),
  }
}
