import type { Keeper } from './drafts.ts'

/** How the day goes, by what was decided in this browser. */
export interface Day {
  date: string
  decided: number
  seconds: number
}

const KEY = 'colophon.day'
/** A cup of tea in between is no time at a task. */
const LONGEST_S = 15 * 60

const dateOf = (nowMs: number): string => new Date(nowMs).toISOString().slice(0, 10)

export function dayOf(keeper: Keeper, nowMs: number): Day {
  const fresh: Day = { date: dateOf(nowMs), decided: 0, seconds: 0 }
  try {
    const kept = JSON.parse(keeper.getItem(KEY) ?? 'null') as Partial<Day> | null
    if (kept?.date !== fresh.date) return fresh
    return { ...fresh, decided: Number(kept.decided) || 0, seconds: Number(kept.seconds) || 0 }
  } catch {
    return fresh
  }
}

export function countDecided(keeper: Keeper, seconds: number, nowMs: number): Day {
  const day = dayOf(keeper, nowMs)
  const now = {
    ...day,
    decided: day.decided + 1,
    seconds: day.seconds + Math.min(LONGEST_S, Math.max(0, seconds)),
  }
  keeper.setItem(KEY, JSON.stringify(now))
  return now
}
