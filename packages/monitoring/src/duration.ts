const SECONDS = { d: 86_400, h: 3_600, m: 60, s: 1 } as const
type Unit = keyof typeof SECONDS
const UNITS = Object.keys(SECONDS) as readonly Unit[]

const isUnit = (text: string): text is Unit => text in SECONDS

/** Seconds of a Prometheus duration of one unit, such as `15m`. Throws a RangeError on anything else. */
export function secondsOf(duration: string): number {
  const unit = duration.slice(-1)
  const count = Number(duration.slice(0, -1))
  if (!isUnit(unit) || !Number.isInteger(count) || count < 0)
    throw new RangeError(`${duration} is no duration such as 15m`)
  return count * SECONDS[unit]
}

/** The duration in the largest unit that divides it: 900 is `15m`. */
export function durationOf(seconds: number): string {
  const unit =
    UNITS.find((each) => seconds % SECONDS[each] === 0 && seconds >= SECONDS[each]) ?? 's'
  return `${seconds / SECONDS[unit]}${unit}`
}

const WORDS: Readonly<Record<Unit, string>> = { d: 'd', h: 'h', m: 'min', s: 's' }

/** As people write it: `15 min`. */
export function spoken(duration: string): string {
  const unit = duration.slice(-1)
  return isUnit(unit) ? `${duration.slice(0, -1)} ${WORDS[unit]}` : duration
}
