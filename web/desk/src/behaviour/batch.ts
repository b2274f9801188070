import type { BulkAnswer, FieldDecision, FieldForm, ProfileForm, TaskView } from '@colophon/domain'
import { valueAt } from './record.ts'
import { counted, shortened, valueInWords } from './words.ts'

/** One document in the table of a field. */
export interface BatchRow {
  id: string
  title: string
  value: unknown
  provenance: TaskView['document']['provenance'][string] | undefined
  standing: TaskView['fields'][number]['standing']
  /** Flagged: somebody is asked. */
  asks: boolean
  /** Who works on it now, and so keeps others from it. */
  holder: string | null
}

/** The row of a document; of a failed one there is nothing to decide. */
export function rowOf({ task, document, fields }: TaskView, path: string): BatchRow {
  const view = fields.find((field) => field.path === path)
  return {
    id: task.review_id,
    title: task.title === '' ? task.document_id : task.title,
    value: valueAt(document.enriched_data, path),
    provenance: document.provenance[path],
    standing: view?.standing ?? 'open',
    asks: (view?.issues.length ?? 0) > 0,
    holder: task.lease_owner,
  }
}

/** The fields to choose among: those that stand in tables of such records first. */
export function choicesOf({ fields, columns }: Pick<ProfileForm, 'fields' | 'columns'>): {
  columns: FieldForm[]
  others: FieldForm[]
} {
  const paths = new Set(columns.map(({ path }) => path))
  const shown = fields.filter(({ bulk, fixed }) => !bulk && !fixed)
  return {
    columns: shown.filter(({ path, extracted }) => extracted && paths.has(path)),
    others: shown.filter(({ path, extracted }) => !extracted || !paths.has(path)),
  }
}

export type BatchAction =
  'accept' | 'correct' | 'reject' | 'not_in_document' | 'illegible' | 'uncertain'

const VERBS: Readonly<Record<BatchAction, string>> = {
  accept: 'Accept',
  correct: 'Correct',
  reject: 'Reject',
  not_in_document: 'Not in document',
  illegible: 'Illegible',
  uncertain: 'Uncertain',
}
export const batchVerb = (action: BatchAction): string => VERBS[action]

/** What is done to each: a correction is not in the words of all of them, so that it says where it is known from. */
export const batchDecision = (
  action: BatchAction,
  path: string,
  given: { value: unknown; external: string },
): FieldDecision => (action === 'correct' ? { action, path, ...given } : { action, path })

/** `from` and `to` of a sample hold the values by their paths. */
const valueIn = (side: unknown, path: string): string => {
  const values = (side ?? {}) as Record<string, unknown>
  return shortened(valueInWords(values[path]), 60)
}

export const sampleInWords = (
  { from, to }: Pick<BulkAnswer['sample'][number], 'from' | 'to'>,
  path: string,
): { from: string; to: string } => ({ from: valueIn(from, path), to: valueIn(to, path) })

/** What was done, for the notice with the undo. */
export function batchDone({ done, skipped }: BulkAnswer, label: string): string {
  const left = skipped.length === 0 ? '' : `, ${skipped.length} left as they were`
  return `${label} decided in ${counted(done, 'document')}${left}`
}
