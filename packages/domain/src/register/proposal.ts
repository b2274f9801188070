import type { Support } from '../record/provenance.ts'

/** What a register proposes for one path of one document. */
export interface ProposedValue {
  document_id: string
  path: string
  value: unknown
  /** Why a register can say it, as the profile names it: of each kind it is measured how often it is right. */
  kind: string
  /** `inferred` where the document does not say it in part at least. */
  status: 'stated' | 'inferred'
  confidence: number
  /** A sentence, for people. */
  reason: string
  /** The document's own words that it makes fuller. */
  evidence: { start: number; end: number }
  /** Other documents, and decisions of people, that it rests on. */
  supports: readonly Support[]
}
