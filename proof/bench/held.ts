import { readFileSync } from 'node:fs'
import {
  decidingOf,
  holdDocument,
  specOf,
  trustGroups,
  TruthLines,
  type HeldDocument,
  type JudgedRecord,
  type MeasuredField,
  type TruthDocument,
} from '@colophon/domain/evaluation'
import { trustTable } from '@colophon/cli/evaluation'
import { PROFILES } from '@colophon/profiles'

/** Benchmark letters with what their editions record, and how records are held against it: as `colophon evaluate` does. */
export interface Judged {
  fields: readonly MeasuredField[]
  readonly held: (records: readonly JudgedRecord[]) => HeldDocument[]
}

/** Reads the truth of a file of benchmark letters. Throws for a line that is none. */
export async function judgedBy(file: string): Promise<Judged> {
  const folder = PROFILES.find(({ record }) => record.name === 'letters')
  if (folder === undefined) throw new Error('there is no profile of letters')
  const profile = folder.record
  const spec = specOf(profile, await folder.loadEvaluation?.())
  const lines = new TruthLines(profile.name, spec)
  for (const [n, text] of readFileSync(file, 'utf8').split('\n').entries()) lines.add(text, n + 1)
  const { documents, problems } = lines.read()
  for (const { line, what } of problems) throw new Error(`${file}:${String(line)} ${what}`)
  const held = (truth: TruthDocument, record: JudgedRecord | undefined) =>
    holdDocument({ profile, spec }, truth, record)
  return {
    fields: spec.fields,
    held(records) {
      const known = new Map(records.map((record) => [record.document_id, record]))
      return documents.map((truth) => held(truth, known.get(truth.document_id)))
    },
  }
}

/** What of the records needed no person, and what of that is wrong, in all and by edition. */
export const trustInWords = ({ fields, held }: Judged, records: readonly JudgedRecord[]): string =>
  trustTable(trustGroups(held(records), decidingOf(fields)))
