import type { Profile } from '../profile.ts'
import type { AgentOutcome, DocumentRecord } from '../record/document.ts'
import { getPath, type Tree } from '../record/path.ts'
import type { ProvenanceMap } from '../record/provenance.ts'
import type { CollectionSettings } from './collection-settings.ts'
import { askedRouting, neutralShare, route, type AskedRouting } from './routing.ts'

export interface RoutedRecord {
  profile: Profile
  document: Pick<DocumentRecord, 'source'>
  record: { data: Tree; provenance: ProvenanceMap }
  agents: Record<string, AgentOutcome>
  /** Uniform in [0, 1), the same for the same document. */
  chance: number
  now: Date
}

/** Whether a person is asked, as the profile and the settings of the collection say: whoever makes or changes a record. */
export function routeRecord(
  { profile, document: { source }, record, agents, chance, now }: RoutedRecord,
  {
    audit_sample,
    seeded,
    tolerated_error,
  }: Pick<CollectionSettings, 'audit_sample' | 'seeded' | 'tolerated_error'>,
): AskedRouting {
  const { pageQualityPath, routing } = profile
  const { data, provenance } = record
  const pageQuality = pageQualityPath === undefined ? null : getPath(data, pageQualityPath)
  const auditSample = audit_sample ?? routing.auditSample
  const { text, language: statedLanguage } = source
  const ends = route({
    profile,
    subject: { data, provenance, text, statedLanguage, now },
    agents,
    pageQuality: typeof pageQuality === 'number' ? pageQuality : null,
    sampleDraw: chance,
    auditSample,
    toleratedError: tolerated_error,
  })
  return askedRouting(ends, { chance, neutralBelow: neutralShare(auditSample, seeded) })
}
