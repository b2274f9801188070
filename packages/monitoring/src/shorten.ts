import { durationOf, secondsOf } from './duration.ts'
import { THRESHOLDS, type AlertName, type Threshold, type Thresholds } from './thresholds.ts'

export interface Shortening {
  /** How many times shorter. */
  by: number
  /** A window holds two scrapes, or it shows nothing. */
  shortestWindow: string
  /** @default 1s */
  shortestFor?: string
}

function shorter(duration: string, by: number, shortest: string): string {
  const seconds = Math.max(Math.round(secondsOf(duration) / by), secondsOf(shortest))
  return durationOf(seconds)
}

function shortened(
  threshold: Threshold,
  { by, shortestWindow, shortestFor }: Shortening,
): Threshold {
  const { over, unit, window, short } = threshold
  return {
    ...threshold,
    over: unit === 'seconds' ? over / by : over,
    for: shorter(threshold.for, by, shortestFor ?? '1s'),
    ...(window !== undefined && { window: shorter(window, by, shortestWindow) }),
    ...(short !== undefined && { short: shorter(short, by, shortestWindow) }),
  }
}

/**
 * The thresholds with shorter times: how long a condition has to hold, how far back is looked, and ages. `kept` are
 * put in place of what comes of it.
 */
export function shorten(
  thresholds: Thresholds,
  shortening: Shortening,
  kept: Readonly<Partial<Record<AlertName, Partial<Threshold>>>> = {},
): Thresholds {
  const names = Object.keys(THRESHOLDS) as readonly AlertName[]
  return Object.fromEntries(
    names.map((name) => [name, { ...shortened(thresholds[name], shortening), ...kept[name] }]),
  ) as Record<AlertName, Threshold>
}
