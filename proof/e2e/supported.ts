import {
  getPath,
  isOfModel,
  route,
  setPath,
  standsIn,
  withoutPaths,
  type FieldValue,
  type Provenance,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import type { EndedDocument } from '../evidence/client.ts'

/** The worth of a record without the values that a model gave and nothing in the letter supports. */
export interface SupportedRecord {
  completeness: number
  approved: boolean
  /** Paths of what was taken out, or replaced by a value that counts. */
  taken: string[]
}

/** Rules and what came with the document count as they are, a model with a quote that stands in the text. */
const counts = (entry: Provenance, text: string): boolean =>
  !isOfModel(entry) || standsIn(text, entry.evidence)

/** The surest of the values that lost against the one that is taken out. */
const nextBest = ({ rivals, source }: EndedDocument, path: string): FieldValue | undefined =>
  rivals
    .filter((rival) => rival.path === path && counts(rival.provenance, source.text))
    .toSorted((a, b) => b.provenance.confidence - a.provenance.confidence)[0]

/** Never drawn for an audit: that a person looks at a sample says nothing of the record. */
const NO_DRAW = 1

/** The record without what is not supported, decided on again by the rules of routing. */
export function supportedOnly(document: EndedDocument): SupportedRecord {
  const { enriched_data: given, provenance, source, agents, status } = document
  const taken = Object.keys(provenance).filter((path) => {
    const entry = provenance[path]
    return entry !== undefined && !counts(entry, source.text)
  })
  const data = withoutPaths(given ?? {}, taken)
  const kept = Object.fromEntries(
    Object.entries(provenance).filter(([path]) => !taken.includes(path)),
  )
  for (const { path, value, provenance: entry } of taken.flatMap(
    (path) => nextBest(document, path) ?? [],
  )) {
    setPath(data, path, value)
    kept[path] = entry
  }
  const { pageQualityPath } = lettersProfile
  const quality = pageQualityPath === undefined ? null : getPath(data, pageQualityPath)
  const { reviewStatus, metrics } = route({
    profile: lettersProfile,
    subject: {
      data,
      provenance: kept,
      text: source.text,
      statedLanguage: source.language,
      now: new Date(),
    },
    agents,
    pageQuality: typeof quality === 'number' ? quality : null,
    sampleDraw: NO_DRAW,
  })
  const approved =
    status === 'completed' &&
    document.review_status === 'not_required' &&
    reviewStatus === 'not_required'
  return { completeness: metrics.completeness_score, approved, taken }
}
