import {
  inOrder,
  type Mention,
  type ProposedValue,
  type Register,
  type Support,
} from '@colophon/domain'
import { isoWeekday, readQualifiedDates, toIso, type WrittenDate } from '@colophon/methods/dates'
import { asSupport, DATE, DATE_WORDS } from './mentions.ts'

const FULL_YEAR = /(?<!\d)1[5-9]\d\d(?!\d)/u

/** The year of a letter that writes it in full; what was inferred is no ground for inferring. */
export function statedYear({ path, value, words, decided }: Mention): number | null {
  if (path !== DATE) return null
  const year = value.slice(0, 4)
  return decided || FULL_YEAR.exec(words)?.[0] === year ? Number(year) : null
}

/** The letters dated in each year. */
export function yearsOf(mentions: readonly Mention[]): Register['years'] {
  const years: Record<string, Mention[]> = {}
  for (const mention of inOrder(mentions)) {
    const year = statedYear(mention)
    if (year !== null) (years[String(year)] ??= []).push(mention)
  }
  return years
}

const CENTURIES = [1600, 1700, 1800, 1900]
const AROUND = { short: 5, weekday: 1 } as const
const AT_LEAST = { short: 2, weekday: 3 } as const
const LEAD = 3

interface Weighed {
  year: number
  weight: number
}

/** The letters dated in a year and in those around it. */
function weightOf(years: Register['years'], year: number, around: number): number {
  let weight = 0
  for (let at = year - around; at <= year + around; at++) weight += years[String(at)]?.length ?? 0
  return weight
}

/** The one candidate that the years around it speak for. */
function leading(
  { years }: Register,
  candidates: readonly number[],
  kind: keyof typeof AROUND,
): Weighed | null {
  const weighed = candidates
    .map((year) => ({ year, weight: weightOf(years, year, AROUND[kind]) }))
    .toSorted((a, b) => b.weight - a.weight || a.year - b.year)
  const [first, second] = weighed
  if (first === undefined || first.weight < AT_LEAST[kind]) return null
  return second !== undefined && second.weight * LEAD > first.weight ? null : first
}

/** The years in which this day of this month is this day of the week. */
function yearsOfWeekday({ years }: Register, date: WrittenDate): number[] {
  const known = Object.keys(years).map(Number)
  if (known.length === 0) return []
  const [from, to] = [Math.min(...known), Math.max(...known)]
  const fitting: number[] = []
  for (let year = from; year <= to; year++) {
    const iso = toIso(date, year)
    if (iso?.length === 10 && isoWeekday(iso) === date.weekday?.number) fitting.push(year)
  }
  return fitting
}

interface YearFound extends Weighed {
  date: WrittenDate
  reason: string
}

function foundIn(register: Register, words: string, hasValue: boolean): YearFound | null {
  const date = readQualifiedDates(words).find(({ month, year }) => month !== null || year !== null)
  if (date === undefined) return null
  if (date.year !== null && date.yearDigits === 2) {
    const short = date.year
    const found = leading(
      register,
      CENTURIES.map((century) => century + short),
      'short',
    )
    if (found === null) return null
    const reason = `${String(found.weight)} letters of the collection are dated around ${String(found.year)}`
    return { ...found, date, reason }
  }
  if (hasValue || date.year !== null || date.day === null || date.weekday === null) return null
  const found = leading(register, yearsOfWeekday(register, date), 'weekday')
  if (found === null) return null
  const reason = `Of the years of the collection's letters, ${String(found.year)} has this day of the week`
  return { ...found, date, reason }
}

// Five were measured and two were right: somebody has to look.
const CONFIDENCE = 0.6
const SUPPORTS = 3

/** Letters of the years around, the nearest first. */
function supportsOf({ years }: Register, year: number): Support[] {
  const near = Object.entries(years).toSorted(
    ([a], [b]) => Math.abs(Number(a) - year) - Math.abs(Number(b) - year) || Number(a) - Number(b),
  )
  return near
    .flatMap(([, mentions]) => mentions)
    .slice(0, SUPPORTS)
    .map(asSupport)
}

/** Day and month as the letter's own reading has them: it settled which is which. */
const isoOf = ({ date, year }: YearFound, own: Mention | undefined): string | null =>
  own === undefined ? toIso(date, year) : `${String(year)}${own.value.slice(4)}`

export function proposeYear(register: Register, mentions: readonly Mention[]): ProposedValue[] {
  const own = mentions.find(({ path }) => path === DATE)
  const written = mentions.find(({ path }) => path === DATE_WORDS) ?? own
  if (written === undefined || written.words === '' || own?.decided === true) return []
  const found = foundIn(register, written.words, own !== undefined)
  const value = found === null ? null : isoOf(found, own)
  if (found === null || value === null || value === own?.value) return []
  return [
    {
      document_id: written.document_id,
      path: DATE,
      value,
      kind: 'year',
      status: 'inferred',
      confidence: CONFIDENCE,
      reason: found.reason,
      evidence: { start: written.start, end: written.end },
      supports: supportsOf(register, found.year),
    },
  ]
}
