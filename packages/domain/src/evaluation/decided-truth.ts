import { z } from 'zod'
import { setPath, type Tree } from '../record/path.ts'
import { FieldStanding } from '../review/decisions.ts'
import type { EvaluationSpec, Expected, TruthDocument } from './spec.ts'

/** A line of the export of decisions; who decided, when and by which words does not matter here. */
export const DecidedTruth = z.object({
  document_id: z.string().min(1),
  profile: z.string().optional(),
  revision: z.int().default(1),
  fields: z.record(z.string(), z.object({ status: FieldStanding, value: z.unknown().optional() })),
})
export type DecidedTruth = z.infer<typeof DecidedTruth>

export const isDecidedLine = (line: unknown): boolean =>
  typeof line === 'object' && line !== null && 'document_id' in line && 'fields' in line

/** What a decision makes known: a value, or that there is none. That a value is wrong, or unsure, says not what is right. */
const KNOWN = new Set<FieldStanding>(['confirmed', 'corrected', 'not_in_document'])

/** Decided values as a record that has nothing else. Throws RangeError for a path that is none. */
function decidedRecord({ fields }: DecidedTruth): { data: Tree; paths: string[] } {
  const data: Tree = {}
  const paths: string[] = []
  for (const [path, { status, value }] of Object.entries(fields)) {
    if (!KNOWN.has(status)) continue
    if (isWithinList(path)) continue
    if (status !== 'not_in_document' && value !== null && value !== undefined)
      setPath(data, path, value)
    paths.push(path)
  }
  return { data, paths: paths.sort() }
}

/** Who decides on one item says nothing of those that are missing: only a list that was decided as a whole is known. */
const isWithinList = (path: string): boolean => path.split('.').some((key) => /^\d+$/.test(key))

/** What people decided, as truth. Fields that they left open are not known. */
export function truthOf(spec: EvaluationSpec, line: DecidedTruth): TruthDocument {
  const { data, paths } = decidedRecord(line)
  const decided = new Set(paths)
  const fields = spec.fields
    .filter(({ path, toldOnly }) => decided.has(path) && toldOnly !== true)
    .map(({ name, found }): [string, Expected[]] => [name, found(data).map((forms) => ({ forms }))])
  return { document_id: line.document_id, fields: Object.fromEntries(fields), paths }
}

/** Fields of a line that were decided without saying what is right. */
export const openFields = ({ fields }: DecidedTruth): number =>
  Object.values(fields).filter(({ status }) => !KNOWN.has(status)).length
