/** What a figure is measured in; it says how the figure is written for people. */
export type Unit = 'count' | 'seconds' | 'ratio' | 'usd' | 'times'

/** When a condition becomes an alert: the figure it is compared with, and how long it must have held. */
export interface Threshold {
  /** In `unit`; ratios go from 0 to 1. */
  over: number
  unit: Unit
  /** A Prometheus duration, like all of them here. */
  for: string
  /** How far back is looked. */
  window?: string
  /** A second, shorter look back that has to agree, so that an alert ends soon after its cause. */
  short?: string
  /** Fewer events than this in the window say nothing. */
  least?: number
}
