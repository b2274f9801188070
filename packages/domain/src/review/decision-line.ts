import type { DocumentRecord } from '../record/document.ts'
import { getPath } from '../record/path.ts'
import { isHuman } from '../record/provenance.ts'
import type { DecisionLine } from './contract/around.ts'
import { standingOf } from './standing.ts'

const HUMAN = 'human:'

/** What people decided of one document at this time or after, by path; null when that is nothing. */
export function decisionLine(document: DocumentRecord, since = ''): DecisionLine | null {
  const { document_id, profile, revision, enriched_data, provenance, rivals } = document
  const data = enriched_data ?? {}
  const decided = Object.entries(provenance).filter(([, entry]) => isHuman(entry))
  if (!decided.some(([, { at }]) => at >= since)) return null
  const fields = decided.map(([path, { source, evidence, at }]) => [
    path,
    {
      status: standingOf({ data, provenance, rivals }, path),
      value: getPath(data, path) ?? null,
      evidence,
      reviewer: source.slice(HUMAN.length),
      at,
    },
  ])
  return {
    document_id,
    profile,
    revision,
    fields: Object.fromEntries(fields) as DecisionLine['fields'],
  }
}
