import { withPath } from '../record/changed-path.ts'
import { getPath, type Tree } from '../record/path.ts'
import { isHuman, type Provenance } from '../record/provenance.ts'
import type { DocumentRecord } from '../record/document.ts'
import type { Profile } from '../profile.ts'
import { hold, type Counts, type Held } from './match.ts'
import type { EvaluationSpec, MeasuredField, TruthDocument } from './spec.ts'

/** What is needed of a record: as the store has it, and as a file of records has it. */
export type JudgedRecord = Pick<DocumentRecord, 'document_id' | 'enriched_data' | 'provenance'> &
  Partial<Pick<DocumentRecord, 'collection_id' | 'review_status' | 'quality_metrics'>> & {
    status?: string
    source?: { text?: string | undefined }
  }

export interface HeldField extends Held {
  field: string
  path: string
  /** Of the first value, by the milder rule. */
  alike: Counts
  /** Of the value's provenance. */
  confidence: number | null
  source: string | null
  evidence: Provenance['evidence']
  /** The fingerprint of the agent that answers for the field, as far as the record has one. */
  version: string
  /** It needed no person. */
  accepted: boolean
}

export interface HeldDocument {
  document_id: string
  language: string
  collection: string
  /** There is a record of it. */
  there: boolean
  /** The record was approved without a person. */
  approved: boolean
  fields: HeldField[]
  /** Names of the deciding fields that needed no person, whether they are known or not. */
  accepted: string[]
  /** Values that a person set, which say nothing of the machine. */
  decided: number
}

export const UNKNOWN = '-'

/** A record with these parts alone. */
function partsOf(data: Tree, paths: readonly string[] | undefined): Tree {
  if (paths === undefined) return data
  let parts: Tree = {}
  for (const path of paths) {
    const value = getPath(data, path)
    if (value !== undefined) parts = withPath(parts, path, value)
  }
  return parts
}

/** Agents whose answers a record has, each with its fingerprint. */
function versionsOf(provenance: DocumentRecord['provenance']): ReadonlyMap<string, string> {
  const versions = new Map<string, string>()
  for (const { agent, definition_hash } of Object.values(provenance))
    if (agent !== null && definition_hash !== '' && !versions.has(agent))
      versions.set(agent, definition_hash)
  return versions
}

export interface Judge {
  profile: Pick<Profile, 'fields'>
  spec: EvaluationSpec
}

const isAccepted = (record: JudgedRecord | undefined, { path }: MeasuredField): boolean =>
  record?.quality_metrics?.acceptance?.[path] === 'accepted'

function heldField(
  field: MeasuredField,
  { truth, record, data }: { truth: TruthDocument; record: JudgedRecord | undefined; data: Tree },
): HeldField {
  const expected = truth.fields[field.name] ?? []
  const found = field.found(data)
  const entry = record?.provenance[field.path]
  const held = hold(expected, found, field.same)
  const { alike = field.same } = field
  return {
    ...held,
    field: field.name,
    path: field.path,
    alike: hold(expected, found.slice(0, 1), alike).counts,
    confidence: entry?.confidence ?? null,
    source: entry?.source ?? null,
    evidence: entry?.evidence ?? null,
    version: UNKNOWN,
    accepted: isAccepted(record, field),
  }
}

/**
 * Holds a record against what is known of its document. Without a record nothing was found. Values that a person set
 * are left out: they are no answers of the machine.
 */
export function holdDocument(
  { profile, spec }: Judge,
  truth: TruthDocument,
  record: JudgedRecord | undefined,
): HeldDocument {
  const whole = record?.enriched_data ?? {}
  const data = partsOf(whole, truth.paths)
  const versions = versionsOf(record?.provenance ?? {})
  const agents = new Map(profile.fields.map(({ path, agent }) => [path, agent]))
  const known = spec.fields.filter(({ name }) => Object.hasOwn(truth.fields, name))
  const byPeople = known.filter(({ path }) => isHuman(record?.provenance[path]))
  const fields = known
    .filter((field) => !byPeople.includes(field))
    .map((field) => ({
      ...heldField(field, { truth, record, data }),
      version: versionOf(agents.get(field.path), versions),
    }))
  return {
    document_id: truth.document_id,
    language: truth.language ?? spec.languageOf?.(whole) ?? UNKNOWN,
    collection: truth.collection ?? record?.collection_id ?? UNKNOWN,
    there: record?.enriched_data != null,
    approved: record?.status === 'completed' && record.review_status === 'not_required',
    fields,
    accepted: spec.fields
      .filter((field) => field.decides === true && isAccepted(record, field))
      .map(({ name }) => name),
    decided: byPeople.length,
  }
}

const SHORT = 10

function versionOf(
  agent: string | null | undefined,
  versions: ReadonlyMap<string, string>,
): string {
  if (agent == null) return UNKNOWN
  return `${agent} ${versions.get(agent)?.slice(0, SHORT) ?? UNKNOWN}`
}
