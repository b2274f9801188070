import { figures, type Alert } from '../alerts.ts'
import { secondsOf } from '../duration.ts'
import { THRESHOLDS, type Thresholds } from '../thresholds.ts'
import { CONDITIONS, type JudgedName } from './conditions.ts'
import type { Found, History } from './history.ts'
import { Look } from './look.ts'

/** A condition that holds. It becomes an alert when it has held for as long as its threshold says. */
export interface Standing extends Found {
  name: JudgedName
  state: 'pending' | 'firing'
  /** Seconds since the epoch. */
  since: number
}

const identityOf = ({ name, labels }: Pick<Standing, 'name' | 'labels'>): string =>
  JSON.stringify([name, Object.entries(labels).sort()])

export interface JudgeOptions {
  /** What held after the sample before. */
  before: readonly Standing[]
  names: readonly JudgedName[]
  thresholds?: Thresholds | undefined
}

/** What holds after the last sample. */
export function judge(
  history: History,
  { before, names, thresholds = THRESHOLDS }: JudgeOptions,
): Standing[] {
  const look = new Look(history)
  const at = figures(thresholds)
  const since = new Map(before.map((each) => [identityOf(each), each.since]))
  return names.flatMap((name) => {
    const lasts = secondsOf(at(name).for)
    return CONDITIONS[name].holds(look, at(name)).map(({ labels, value }): Standing => {
      const from = since.get(identityOf({ name, labels })) ?? look.now
      const state = look.now - from >= lasts ? 'firing' : 'pending'
      return { name, labels, value, since: from, state }
    })
  })
}

const SIZES = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
] as const

function lengthOf(seconds: number): string {
  const [size, word] = SIZES.find(([length]) => seconds >= length) ?? [1, 's']
  return `${Number((seconds / size).toFixed(1))} ${word}`
}

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  humanizeDuration: lengthOf,
  humanizePercentage: (value) => `${Number((value * 100).toFixed(1))} %`,
  'printf "%.0f"': (value) => value.toFixed(0),
  'printf "%.1f"': (value) => value.toFixed(1),
  'printf "%.2f"': (value) => value.toFixed(2),
}

const TEMPLATE = /\{\{ \$(?:value(?: \| ([^}]+))?|labels\.(\w+)) \}\}/g

/** The summary or the description of an alert, as Prometheus would fill it in; it adds the labels `job` and `instance`. */
export const filledIn = (
  text: Alert['summary'],
  { labels, value }: Pick<Standing, 'labels' | 'value'>,
): string =>
  text.replace(TEMPLATE, (_all, format: string | undefined, label: string | undefined) => {
    if (label !== undefined) return labels[label] ?? ''
    return (FORMATS[format?.trim() ?? ''] ?? String)(value)
  })
