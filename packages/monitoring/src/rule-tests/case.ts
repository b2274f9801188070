import type { AlertName } from '../thresholds.ts'

/** Series of promtool, and their values in its notation: `0+2x30` are 31 samples, `_x5` are five that are missing. */
export type Series = Readonly<Record<string, string>>
export type Labels = Readonly<Record<string, string>>

/** One alert and the course of things that raises it. */
export interface RuleCase {
  /** Distance of samples and evaluations. @default 1m */
  every?: '5m' | '10m' | '1h' | '1d'
  series: Series
  /** When it has to fire, and when no longer. */
  fires: string
  ends: string
  /** Of the alert, beside severity, owner and service; a template in `service` is filled from them. */
  labels?: Labels
  summary: string
  /** What is put in place of some series so that it must not fire at `fires`: just below the figure, or too few events. */
  below: readonly Series[]
}

export interface GroupCases {
  cases: Readonly<Partial<Record<AlertName, readonly RuleCase[]>>>
  /** Alerts that silence itself raises, with their labels: everything else is quiet when nothing is scraped. */
  silence: Readonly<Partial<Record<AlertName, readonly { labels: Labels; summary: string }[]>>>
}
