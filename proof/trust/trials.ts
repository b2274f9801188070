import { calibrated, type Calibration } from '@colophon/agents'
import { noModels, type DocumentRecord, type ModelClient } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { isAutoApproved, modelValues, unsupportedIn, type Finding } from './audit.ts'
import { createHalfRightModel } from './half-right.ts'
import { createHostileModel } from './hostile.ts'
import { halfOf, type Letter, type Variant } from './letters.ts'
import { measure } from './measure.ts'
import { enrichLetters } from './pipeline.ts'
import { score, type Score } from './score.ts'

export interface Trial {
  name: string
  variant: Variant
  letters: number
  score: Score
  /** The same letters by rules alone. */
  rules: Score
  /** Values of the model in the records, and those of them in approved documents that the text does not support. */
  kept: number
  unsupported: Finding[]
}

export interface TrialOptions {
  /** The folder of the benchmark: letters and scorer. */
  bench: string
  variant: Variant
  letters: readonly Letter[]
  onTrial?: (trial: Trial) => void
}

const enrich = (
  letters: readonly Letter[],
  models: ModelClient,
  calibration?: Calibration,
): Promise<DocumentRecord[]> => {
  const { agents } = calibrated(LETTER_AGENTS, calibration)
  return enrichLetters(letters, { agents, models })
}

/** The records of some of the letters. */
function recordsOf(letters: readonly Letter[], records: readonly DocumentRecord[]) {
  const ids = new Set(letters.map(({ id }) => id))
  return records.filter(({ document_id: id }) => ids.has(id))
}

/**
 * A model that is hostile, without a calibration and with its own; one that is half right, measured on every second letter
 * and tried on the others. Each against rules alone on the same letters.
 */
export async function runTrials(options: TrialOptions): Promise<Trial[]> {
  const { bench, variant, letters } = options
  const byRules = await enrich(letters, noModels)
  const trials: Trial[] = []
  const trial = (name: string, of: readonly Letter[], records: readonly DocumentRecord[]): void => {
    const made: Trial = {
      name,
      variant,
      letters: of.length,
      score: score(bench, variant, of, records),
      rules: score(bench, variant, of, recordsOf(of, byRules)),
      kept: records.reduce((sum, record) => sum + modelValues(record).length, 0),
      unsupported: records.filter(isAutoApproved).flatMap(unsupportedIn),
    }
    trials.push(made)
    options.onTrial?.(made)
  }

  const hostile = createHostileModel(letters.map(({ text }) => text))
  trial('hostile', letters, await enrich(letters, hostile))
  const ofHostile = await measure({ agents: LETTER_AGENTS, models: hostile, letters })
  trial('hostile, measured', letters, await enrich(letters, hostile, ofHostile))

  const [learnt, tried] = [halfOf(letters, 'even'), halfOf(letters, 'odd')]
  const halfRight = createHalfRightModel(letters)
  trial('half right', tried, await enrich(tried, halfRight))
  const ofHalf = await measure({ agents: LETTER_AGENTS, models: halfRight, letters: learnt })
  trial('half right, measured', tried, await enrich(tried, halfRight, ofHalf))
  return trials
}
