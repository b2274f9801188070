import type { Check } from '../evidence/checks/index.ts'
import { DOUBTFUL } from '../evidence/letters.ts'
import { verdictOf, verdictText, type Verdict } from '../evidence/report.ts'
import type { E2eEvidence } from './evidence.ts'

export interface Report extends Verdict {
  /** Comes first, whatever the form: simulated models must not be taken for real ones. */
  models: string
  mode: E2eEvidence['mode']
  documents: number
  seconds: number
  jobs: { sound: string; doubtful: string }
}

export const reportOf = (evidence: E2eEvidence, checks: readonly Check[]): Report => ({
  models: evidence.models,
  mode: evidence.mode,
  ...verdictOf(checks),
  documents: evidence.submitted,
  seconds: Math.round(evidence.seconds * 10) / 10,
  jobs: { sound: evidence.sound.id, doubtful: evidence.doubtful.id },
})

export const reportText = (report: Report): string =>
  verdictText(report, {
    head: [
      `models: ${report.models}`,
      `form: ${report.mode}; sound letters in ${report.jobs.sound}, doubtful ones in ${report.jobs.doubtful}`,
      `doubtful: ${DOUBTFUL.map(([file, why]) => `${file} (${why})`).join(', ')}`,
    ],
  })
