import { ColophonError, type Profile } from '@colophon/domain'
import {
  evaluationReport,
  holdDocument,
  pairedReport,
  specOf,
  type EvaluationReport,
  type EvaluationSpec,
  type HeldDocument,
  type JudgedRecord,
  type PairedReport,
  type Truth,
} from '@colophon/domain/evaluation'
import type { ProfileFolder } from '@colophon/profiles'
import { openExistingStore } from '../open-existing-store.ts'
import { openRecords, openStoreRecords, type RecordsPlace } from './records.ts'
import { readReviewed, readTruthFile } from './truth.ts'

export interface EvaluationAsked {
  folder: ProfileFolder
  tenantId: string
  cwd: string
  /** The store that is asked where no other place is named. */
  storeUrl: string
  /** A truth file; without one, what people decided in the store. */
  truth: string | undefined
  /** A file of records or the URL of a store. @default the store */
  records: string | undefined
  against: string | undefined
  /** Told of each record as it is held against the truth: its text is not kept. */
  readonly seen?: ((document: HeldDocument, record: JudgedRecord | undefined) => void) | undefined
}

export interface Evaluation {
  profile: string
  truth: string
  records: string
  documents: readonly HeldDocument[]
  report: EvaluationReport
  against: { records: string; documents: readonly HeldDocument[]; paired: PairedReport } | null
  /** Lines that could not be read, each named. */
  problems: string[]
  /** Fields that somebody decided on without saying what is right. */
  open: number
  others: number
}

async function truthOf(asked: EvaluationAsked, spec: EvaluationSpec): Promise<Truth> {
  const { folder, truth, cwd, tenantId, storeUrl } = asked
  const of = { profile: folder.record.name, spec }
  if (truth !== undefined) return await readTruthFile(truth, { ...of, cwd })
  await using store = await openExistingStore(storeUrl, cwd)
  return await readReviewed(store, { ...of, tenantId })
}

/** Each document of the truth, with its record or without one. */
async function heldOf(
  place: RecordsPlace,
  { documents }: Truth,
  judge: { profile: Profile; spec: EvaluationSpec },
  seen?: EvaluationAsked['seen'],
): Promise<HeldDocument[]> {
  const wanted = new Map(documents.map((truth) => [truth.document_id, truth]))
  const held: HeldDocument[] = []
  const add = (truth: (typeof documents)[number], record: JudgedRecord | undefined): void => {
    const document = holdDocument(judge, truth, record)
    held.push(document)
    seen?.(document, record)
  }
  const left = new Map(wanted)
  for await (const record of place.recordsOf(new Set(wanted.keys()))) {
    const truth = left.get(record.document_id)
    if (truth === undefined) continue
    left.delete(record.document_id)
    add(truth, record)
  }
  for (const truth of left.values()) add(truth, undefined)
  return held
}

/** How the fields of a profile are measured. */
export async function measuredBy(folder: ProfileFolder): Promise<EvaluationSpec> {
  return specOf(folder.record, await folder.loadEvaluation?.())
}

/** Holds records against what is known. Rejects with `input.not_found` where nothing is. */
export async function evaluate(asked: EvaluationAsked): Promise<Evaluation> {
  const { folder, tenantId, cwd, storeUrl, records, against } = asked
  const { record: profile } = folder
  const spec = await measuredBy(folder)
  const truth = await truthOf(asked, spec)
  const name = asked.truth ?? 'what people decided'
  const problems = truth.problems.map(({ line, what }) => `${name}:${line} ${what}`)
  if (truth.documents.length === 0) throw nothingKnown(name, problems)
  const opening = { cwd, tenantId, profile }
  await using place = await (records === undefined
    ? openStoreRecords({ ...opening, url: storeUrl })
    : openRecords(records, opening))
  const documents = await heldOf(place, truth, { profile, spec }, asked.seen)
  const fields = spec.fields
  const other = against === undefined ? null : await heldAgainst(against)
  return {
    profile: profile.name,
    ...{ truth: name, records: place.name, documents },
    report: evaluationReport(documents, fields),
    against: other && { ...other, paired: pairedReport(documents, other.documents, fields) },
    problems: [...problems, ...place.problems, ...(other?.problems ?? [])],
    ...{ open: truth.open, others: truth.others },
  }

  async function heldAgainst(url: string) {
    await using place = await openRecords(url, opening)
    const held = await heldOf(place, truth, { profile, spec })
    return { records: place.name, documents: held, problems: place.problems }
  }
}

function nothingKnown(name: string, problems: readonly string[]): ColophonError {
  const faults = problems.length === 0 ? '' : `: ${problems.slice(0, 5).join('; ')}`
  return new ColophonError('input.not_found', `${name} says nothing of any document${faults}`)
}
