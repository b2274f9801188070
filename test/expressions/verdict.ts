import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Recheck from 'recheck'
import type { Expression } from './collect.ts'

/** How the worst time of an expression grows: with the text, with its square, faster, or nobody knows. */
export type Verdict = 'linear' | 'quadratic' | 'worse' | 'unknown'

const require = createRequire(import.meta.url)
// The form in JavaScript gives the same answer on every platform; the others start programs of their own.
process.env['RECHECK_BACKEND'] ??= 'pure'
const { checkSync } = require('recheck') as typeof Recheck

/** Steps are counted, not time, so that a busy machine says the same; a search that is bounded gives the same again. */
const PARAMETERS: Recheck.Parameters = {
  randomSeed: 0,
  attackTimeout: null,
  incubationTimeout: null,
  attackLimit: 2_000_000,
  maxIteration: 3,
  maxInitialGenerationSize: 150,
  maxGenerationSize: 40,
  maxGeneStringSize: 1_200,
}

export function judge({ source, flags }: Expression, timeoutMs: number): Verdict {
  const found = checkSync(source, flags, { ...PARAMETERS, timeout: timeoutMs })
  if (found.status === 'safe') return 'linear'
  if (found.status === 'unknown') return 'unknown'
  return found.complexity.type === 'polynomial' && found.complexity.degree === 2
    ? 'quadratic'
    : 'worse'
}

/** Fingerprint of all that verdicts depend on beside the expression. */
export const JUDGED_WITH = createHash('sha256')
  .update((require('recheck/package.json') as { version: string }).version)
  .update(JSON.stringify(PARAMETERS))
  .digest('hex')
  .slice(0, 16)

export const keyOf = ({ source, flags }: Expression): string =>
  createHash('sha256').update(`${flags}/${source}`).digest('hex').slice(0, 16)

export interface Kept {
  judgedWith: string
  verdicts: Record<string, Verdict>
}

export const KEPT_FILE = new URL('verdicts.json', import.meta.url)

/** Verdicts that took long to find; `npm run expressions` writes them. */
export function readKept(): Kept {
  const kept = JSON.parse(readFileSync(KEPT_FILE, 'utf8')) as Kept
  return kept.judgedWith === JUDGED_WITH ? kept : { judgedWith: JUDGED_WITH, verdicts: {} }
}
