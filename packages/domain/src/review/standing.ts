import { getPath, isPresent } from '../record/path.ts'
import { isHuman, type ProvenanceMap } from '../record/provenance.ts'
import type { Profile } from '../profile.ts'
import type { DocumentRecord } from '../record/document.ts'
import type { FieldView } from './contract/tasks.ts'
import type { FieldStanding } from './decisions.ts'
import type { DecidedRecord } from './field-state.ts'
import { isSettled } from './human-entry.ts'
import { fieldForms } from './profile-form.ts'
import type { FlaggedField, QualityMetrics } from './review.ts'
import { route } from './routing.ts'

/** How a field stands: by what people did with it, or by whether there is anything to decide on. */
export function standingOf({ data, provenance }: DecidedRecord, path: string): FieldStanding {
  const entry = Object.hasOwn(provenance, path) ? provenance[path] : undefined
  if (entry === undefined || !isHuman(entry))
    return isPresent(getPath(data, path)) || entry !== undefined ? 'proposed' : 'open'
  if (entry.status === 'not_in_document' || entry.status === 'illegible') return entry.status
  if (entry.tool === 'reject' && !isPresent(getPath(data, path))) return 'rejected'
  if (entry.status === 'uncertain') return 'uncertain'
  return entry.tool === 'accept' ? 'confirmed' : 'corrected'
}

const formPaths = new WeakMap<Profile, string[]>()

function pathsOf(profile: Profile): string[] {
  let paths = formPaths.get(profile)
  if (paths === undefined)
    formPaths.set(profile, (paths = fieldForms(profile).map(({ path }) => path)))
  return paths
}

const humanOnes = (provenance: ProvenanceMap): string[] =>
  Object.keys(provenance).filter((path) => isHuman(provenance[path]))

/** All fields of the profile, and what else somebody decided on or has to. */
export function fieldViews(
  profile: Profile,
  record: DecidedRecord,
  flagged: readonly FlaggedField[],
): FieldView[] {
  const issues = Map.groupBy(flagged, ({ path }) => path)
  const paths = new Set([...pathsOf(profile), ...humanOnes(record.provenance), ...issues.keys()])
  return [...paths].map((path) => ({
    path,
    standing: standingOf(record, path),
    issues: issues.get(path)?.map(({ issue }) => issue) ?? [],
  }))
}

type Judged = Pick<DocumentRecord, 'source' | 'agents' | 'quality_metrics'>

/**
 * Quality of a record that people decide on, by the very rules that routed it, and what a person is still to look at:
 * what is settled is not asked again, whatever a check says of it.
 */
export function qualityOf(
  profile: Profile,
  { source, agents, quality_metrics }: Judged,
  { data, provenance }: DecidedRecord,
  now: Date,
): { metrics: QualityMetrics; flagged: FlaggedField[] } {
  const { metrics, flagged } = route({
    profile,
    subject: { data, provenance, text: source.text, statedLanguage: source.language, now },
    agents,
    pageQuality: quality_metrics?.page_quality ?? null,
    sampleDraw: 1,
    toleratedError: quality_metrics?.tolerated_error,
  })
  return { metrics, flagged: flagged.filter(({ path }) => !isSettled(provenance[path])) }
}
