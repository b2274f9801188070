import { PLATFORM, SLO } from './thresholds/service.ts'
import type { Threshold } from './thresholds/threshold.ts'
import { MODELS, NSQ, PIPELINE } from './thresholds/work.ts'
import { MONEY, REVIEW } from './thresholds/worth.ts'

export { OBJECTIVES } from './thresholds/service.ts'
export type { Threshold, Unit } from './thresholds/threshold.ts'

/**
 * Every figure that alerts, panels and `colophon top` compare with, in one place, by the name of the alert. Tests put
 * shorter times in, so that what takes a night in production takes seconds there.
 */
export const THRESHOLDS = {
  ...SLO,
  ...PIPELINE,
  ...NSQ,
  ...MODELS,
  ...MONEY,
  ...REVIEW,
  ...PLATFORM,
} as const satisfies Record<string, Threshold>

export type AlertName = keyof typeof THRESHOLDS
export type Thresholds = Readonly<Record<AlertName, Threshold>>
