import type { PicoUsd } from './pico-usd.ts'

/** What one UTC day cost. */
export interface DaySpend {
  /** YYYY-MM-DD. */
  day: string
  amount_pico_usd: PicoUsd
}

export interface Forecast {
  /** Spent by the end of the period, if its days go on as those before. */
  projected_pico_usd: PicoUsd
  /** Four of five periods end between these two, as far as days differ by chance alone. */
  low_pico_usd: PicoUsd
  high_pico_usd: PicoUsd
  /** The day on which the limit is reached; null where it is not before the period ends. */
  reaches_limit_on: string | null
  /** How many whole days it rests on. */
  days: number
}

const DAY_MS = 86_400_000
/** Days that are looked back on: four of each weekday. */
export const FORECAST_DAYS = 28
/** With fewer whole days than this nothing is said: one dear day is no trend. */
export const FEWEST_DAYS = 3
/** Standard deviations on either side of a normal distribution that hold four fifths of it. */
const FOUR_FIFTHS = 1.2816

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + days * DAY_MS).toISOString().slice(0, 10)

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)

/** All days from one to another, both included, at what they cost: nothing where no row says otherwise. */
export function everyDay(spends: readonly DaySpend[], from: string, to: string): DaySpend[] {
  const amounts = new Map(spends.map(({ day, amount_pico_usd }) => [day, amount_pico_usd]))
  const count = Math.max(0, daysBetween(from, to) + 1)
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(from, index)
    return { day, amount_pico_usd: amounts.get(day) ?? 0n }
  })
}

export const sumOfDays = (spends: readonly DaySpend[]): PicoUsd =>
  spends.reduce((sum, { amount_pico_usd }) => sum + amount_pico_usd, 0n)

function deviation(spends: readonly DaySpend[], mean: bigint): number {
  const squares = spends.map(({ amount_pico_usd }) => Number(amount_pico_usd - mean) ** 2)
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / spends.length)
}

export interface ForecastAsk {
  /** Whole days before today, at most `FORECAST_DAYS`, those without spending too; none from before the first row. */
  history: readonly DaySpend[]
  /** Spent in the period by now. */
  spent: PicoUsd
  /** Spent today. */
  today: DaySpend
  /** The last day of the period. */
  lastDay: string
  limit: PicoUsd
}

/** Null with fewer than `FEWEST_DAYS` whole days to go by. */
export function forecastOf({
  history,
  spent,
  today,
  lastDay,
  limit,
}: ForecastAsk): Forecast | null {
  if (history.length < FEWEST_DAYS) return null
  const mean = sumOfDays(history) / BigInt(history.length)
  const restOfToday = mean > today.amount_pico_usd ? mean - today.amount_pico_usd : 0n
  const left = Math.max(0, daysBetween(today.day, lastDay))
  const projected = spent + restOfToday + mean * BigInt(left)
  const spread = BigInt(
    Math.round(
      FOUR_FIFTHS * deviation(history, mean) * Math.sqrt(left + (restOfToday > 0n ? 1 : 0)),
    ),
  )
  const low = projected - spread
  let reaches: string | null = null
  let amount = spent
  for (let ahead = 0; ahead <= left && reaches === null; ahead += 1) {
    if (ahead > 0) amount += mean
    else if (spent < limit) amount += restOfToday
    if (amount >= limit) reaches = addDays(today.day, ahead)
  }
  return {
    projected_pico_usd: projected,
    low_pico_usd: low > spent ? low : spent,
    high_pico_usd: projected + spread,
    reaches_limit_on: reaches,
    days: history.length,
  }
}
