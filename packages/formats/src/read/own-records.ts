import type { Found } from './input-format.ts'

/** Output that lies in the folder it came from must not go in again at the next run. */
export function isEnrichedRecord(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || 'text' in value || 'pages' in value)
    return false
  return 'document_id' in value && 'enriched_data' in value && 'provenance' in value
}

/** Columns of every table of records. */
const COLUMNS = ['document_id', 'status', 'review_status', 'completeness']

export const isEnrichedTable = (header: readonly string[]): boolean =>
  COLUMNS.every((name) => header.includes(name))

export const leftOut = (where: string): Found => ({
  kind: 'note',
  where,
  message: 'is left out: it holds enriched records, not documents',
})
