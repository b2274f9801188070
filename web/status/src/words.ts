import type { SystemStatus } from '@colophon/domain'
import { counted } from '@colophon/web-shared/words'

type Alerts = SystemStatus['alerts']
export type Alert = Alerts[number]

/** How things stand, in one sentence: what somebody has to do something about, or that there is nothing. */
export function standingInWords({
  alerts,
  judged,
}: Pick<SystemStatus, 'alerts' | 'judged'>): string {
  const firing = alerts.filter(({ state }) => state === 'firing')
  if (firing.length > 0) return `${counted(firing.length, 'alert')}: ${firing[0]?.summary ?? ''}`
  const pending = alerts.length
  if (pending > 0)
    return `${counted(pending, 'condition')} to watch, and no alert of the ${judged} that are judged here`
  return 'Nothing is wrong'
}

/** The mark of an alert, and the word beside it. */
export function markOf({ state, severity }: Pick<Alert, 'state' | 'severity'>): {
  mark: string
  word: string
  tone: 'broken' | 'needs' | 'hint'
} {
  if (state === 'pending') return { mark: '◔', word: 'beginning', tone: 'hint' }
  return severity === 'page'
    ? { mark: '■', word: 'now', tone: 'broken' }
    : { mark: '▲', word: 'this week', tone: 'needs' }
}

/** `4.2 s`, `320 ms`, `–`. */
export function secondsInWords(seconds: number | null): string {
  if (seconds === null) return '–'
  if (seconds < 1) return `${Math.round(seconds * 1_000)} ms`
  return seconds < 10 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds)} s`
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

export function bytesInWords(bytes: number | null): string {
  if (bytes === null || bytes === 0) return '–'
  let [value, unit] = [bytes, 0]
  while (value >= 1_000 && unit < UNITS.length - 1) [value, unit] = [value / 1_000, unit + 1]
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit] ?? ''}`
}

/** A count, or that nobody here knows. */
export const countInWords = (count: number | null): string =>
  count === null ? '–' : Number(count.toFixed(1)).toLocaleString('en')

type Budget = SystemStatus['money'][number]

/** The share of a limit that is spent or held back, from 0; with no limit to spend, all of it. */
export function usedOf({ limit_usd, spent_usd, reserved_usd }: Budget): number {
  const limit = Number(limit_usd)
  return limit > 0 ? (Number(spent_usd) + Number(reserved_usd)) / limit : 1
}

type Model = SystemStatus['models'][number]

/** How a model does: what is wrong with it first. */
export function modelInWords({ present, breaker, running, waiting }: Model): string {
  if (present === false) return '■ is not there'
  if (breaker === 'open') return '■ left alone, it did not answer'
  if (breaker === 'half_open') return '▲ tried again'
  return running + waiting > 0 ? `${running} asked, ${waiting} wait` : 'at rest'
}

type Agent = SystemStatus['agents'][number]

export const agentInWords = ({ available }: Pick<Agent, 'available'>): string =>
  available === null ? '–' : available ? '● answers' : '■ does not answer'

export const drillInWords = (passed: boolean | null): string =>
  passed === null ? 'none is known' : passed ? '● passed' : '■ failed'
