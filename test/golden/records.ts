import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { openModels } from '@colophon/adapters/models'
import { readInputs } from '@colophon/cli/inputs'
import type { DocumentRecord, NewDocument } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { lettersProfile } from '@colophon/profiles/records'
import { readLetters } from '../../proof/trust/letters.ts'
import { documentOf, enrichDocuments } from '../../proof/trust/pipeline.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const BENCHMARK = join(ROOT, '../shared/letters-bench/public.jsonl')

/** Sets of letters whose records are kept as they were, by name. */
export const SETS = ['samples', 'benchmark-clean', 'benchmark-noisy'] as const
export type SetName = (typeof SETS)[number]

/** Some rules look at the year they are asked in: records of next year would be others. */
const TODAY = Date.parse('2026-11-30T12:00:00Z')

export const isHere = (set: SetName): boolean => set === 'samples' || existsSync(BENCHMARK)

/** Names of files are their ids, and no path of this machine is among the facts. */
async function samples(): Promise<NewDocument[]> {
  const documents: NewDocument[] = []
  const paths = [join(ROOT, 'samples/letters')]
  const options = { source: lettersProfile.source, cwd: ROOT, stdin: Readable.from([]) }
  for await (const item of readInputs(paths, options)) {
    // Images of pages are no part of a record.
    if (item.kind === 'note') continue
    if (item.kind !== 'document') throw new Error(`a sample cannot be read: ${item.where}`)
    const { former_id: _, source, ...document } = item.document
    const { file, machine: __, ...rest } = source
    if (file === undefined) throw new Error('a sample without a file')
    const named = { ...file, path: file.name }
    documents.push({ ...document, document_id: file.name, source: { ...rest, file: named } })
  }
  return documents
}

function documentsOf(set: SetName): Promise<NewDocument[]> | NewDocument[] {
  if (set === 'samples') return samples()
  return readLetters(BENCHMARK, set === 'benchmark-clean' ? 'clean' : 'noisy').map(documentOf)
}

/** Keys in one order, so that only what is said counts. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, part]) => [key, ordered(part)]))
}

const timeless = <T extends object>(of: T) => ({ ...of, at: undefined, definition_hash: undefined })

/** The part of a record that a reader would notice: values, where they come from, rivals, checks, routing. */
function lineOf(record: DocumentRecord): string {
  const { provenance, agents, rivals } = record
  const kept = {
    id: record.document_id,
    profile: record.profile,
    schema_version: record.schema_version,
    status: record.status,
    enriched_data: record.enriched_data,
    provenance: Object.fromEntries(
      Object.entries(provenance).map(([path, each]) => [path, timeless(each)]),
    ),
    rivals: rivals.map(timeless),
    quality_metrics: record.quality_metrics,
    agents: Object.fromEntries(
      Object.entries(agents).map(([name, { ms: _, ...end }]) => [name, end]),
    ),
    review_status: record.review_status,
    review_reasons: record.review_reasons,
    error: record.error?.code ?? null,
  }
  return JSON.stringify(ordered(kept))
}

/** Records that the rules make of a set of letters today: a line of JSON for each, in the order of their ids. */
export async function recordsOf(set: SetName): Promise<string> {
  const startedAt = Date.now()
  await using models = await openModels({}, {})
  const documents = await enrichDocuments(await documentsOf(set), {
    agents: LETTER_AGENTS,
    models,
    now: () => TODAY + (Date.now() - startedAt),
  })
  return documents
    .map((record) => `${lineOf(record)}\n`)
    .toSorted()
    .join('')
}
