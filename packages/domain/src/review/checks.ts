import type { Tree } from '../record/path.ts'
import type { ProvenanceMap } from '../record/provenance.ts'
import type { CheckResult } from './review.ts'

/** The subject of a check: the enriched record and where its values came from. */
export interface CheckSubject {
  data: Tree
  provenance: ProvenanceMap
  text: string
  /** The language the submitter stated, when it did. */
  statedLanguage?: string | undefined
  now: Date
}

/** A rule of the field that needs no model. `null` means the record gives it nothing to check. */
export interface Check {
  name: string
  /** A failed blocking check keeps the document from auto-approval; others are shown to the reviewer. */
  blocking: boolean
  description: string
  readonly run: (
    subject: CheckSubject,
  ) => { passed: boolean; paths: string[]; detail: string } | null
}

export function runChecks(checks: readonly Check[], subject: CheckSubject): CheckResult[] {
  const results: CheckResult[] = []
  for (const { name, blocking, run } of checks) {
    const outcome = run(subject)
    if (outcome !== null) results.push({ name, blocking, ...outcome })
  }
  return results
}
