import type { DateToken } from './date-tokens.ts'
import { adjoins, isFullYear, type TokenText, type WrittenDate } from './date-shape.ts'

const marks = new Map<string, 'kalends' | 'nones' | 'ides'>([
  ...'kal kalend kalendas kalendis cal calend calendas calendis'
    .split(' ')
    .map((key) => [key, 'kalends'] as const),
  ...'non nonas nonis'.split(' ').map((key) => [key, 'nones'] as const),
  ...'id idus idibus'.split(' ').map((key) => [key, 'ides'] as const),
])
const eve = /^prid(?:ie)?$/
/** Nones and Ides are two days later in March, May, July and October. */
const late = new Set([3, 5, 7, 10])

/** The day that is `count` days before the mark, both counted: 1 is the mark itself. */
function dayBefore(mark: 'kalends' | 'nones' | 'ides', month: number, count: number): Date {
  const day = mark === 'kalends' ? 1 : (mark === 'nones' ? 5 : 13) + (late.has(month) ? 2 : 0)
  return new Date(Date.UTC(2001, month - 1, day - count + 1))
}

/** "III. Non. Maii 1540", "prid. Id. Mart.", "Kal. Jan. MDLII". */
export function romanCalendarDate(source: TokenText, index: number): WrittenDate | undefined {
  const { text, tokens } = source
  const here = tokens[index]
  const month = tokens[index + 1]
  const mark = here && marks.get(here.key)
  if (!mark || month?.kind !== 'month' || !adjoins(text, here, month)) return undefined
  const counted = tokens[index - 1]
  const near = counted && adjoins(text, counted, here) ? counted : undefined
  const count = near && eve.test(near.key) ? 2 : near && isCount(near) ? near.value : 1
  const first = count > 1 && near ? beginning(source, index - 1) : here
  const written = tokens.slice(index + 2, index + 5).find((token) => isFullYear(token))
  const year = written && text.slice(month.end, written.start).length < 12 ? written : undefined
  if (count === 1 && !year && !/^\p{Lu}/u.test(text.slice(here.start))) return undefined
  const date = dayBefore(mark, month.value, count)
  const before = date.getUTCMonth() > month.value - 1
  return {
    start: first.start,
    end: (year ?? month).end,
    year: year ? year.value - (before ? 1 : 0) : null,
    yearDigits: year ? 4 : 0,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: null,
    form: 'words',
  }
}

function isCount({ kind, value }: DateToken): boolean {
  return (kind === 'roman' || kind === 'number') && value > 1 && value < 20
}

/** "a. d. VI": the two words before the number say no more. */
function beginning({ tokens }: TokenText, index: number): DateToken {
  const here = tokens[index] as DateToken
  const [ante, diem] = [tokens[index - 2], tokens[index - 1]]
  return ante &&
    diem &&
    /^(?:a|ante)$/.test(ante.key) &&
    /^(?:d|diem)$/.test(diem.key) &&
    here.start - ante.start < 12
    ? ante
    : here
}
