import { picoUsd } from '@colophon/domain'
import type { JobAnalysis } from './job-analysis.ts'

/** What a job has to come to before the next one may be larger; those that are not set are not looked at. */
export interface Wanted {
  /** Mean completeness, at least; 0 to 1. */
  completeness?: number | undefined
  /** Share of documents that nobody has to look at, at least; 0 to 1. */
  autoApproval?: number | undefined
  /** What a document costs on average, at most; USD as it is written. */
  cost?: string | undefined
  /** Share of documents that failed, at most; 0 to 1. */
  failures?: number | undefined
}

export interface Gate {
  gate: 'ended' | 'completeness' | 'auto-approval' | 'cost' | 'failures'
  /** As it was asked for, with its direction. */
  wanted: string
  /** Null: there is nothing that it could be measured of. */
  found: number | null
  passed: boolean
  /** Why it did not pass, where the figure alone does not say. */
  why?: string
}

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

function atLeast(gate: Gate['gate'], wanted: number | undefined, found: number | null): Gate[] {
  if (wanted === undefined) return []
  return [{ gate, wanted: `>= ${wanted}`, found, passed: found !== null && found >= wanted }]
}

function atMost(gate: Gate['gate'], wanted: number | undefined, found: number | null): Gate[] {
  if (wanted === undefined) return []
  return [{ gate, wanted: `<= ${wanted}`, found, passed: found !== null && found <= wanted }]
}

/** Compared exactly; calls without a price make it unknown. */
function costGate(limit: string | undefined, { cost }: JobAnalysis): Gate[] {
  if (limit === undefined) return []
  const { per_document_usd: each, models } = cost
  const unpriced = models.reduce((sum, model) => sum + model.unpriced, 0)
  const gate = {
    gate: 'cost' as const,
    wanted: `<= ${limit}`,
    found: each === null ? null : Number(each),
  }
  if (unpriced > 0) return [{ ...gate, passed: false, why: `${unpriced} calls without a price` }]
  return [{ ...gate, passed: each !== null && picoUsd(each) <= picoUsd(limit) }]
}

/** One line for each gate; the first is always whether the job has ended, for before that no figure is its last. */
export function judgeJob(analysis: JobAnalysis, wanted: Wanted): Gate[] {
  const { total, queued, processing, auto_approved, failed } = analysis.counts
  const ended = ratio(total - queued - processing, total)
  return [
    ...atLeast('ended', 1, ended),
    ...atLeast('completeness', wanted.completeness, analysis.completeness.mean),
    ...atLeast('auto-approval', wanted.autoApproval, ratio(auto_approved, total)),
    ...costGate(wanted.cost, analysis),
    ...atMost('failures', wanted.failures, ratio(failed, total)),
  ]
}
