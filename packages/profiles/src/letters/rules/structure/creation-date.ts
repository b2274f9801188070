import type { Finding } from '@colophon/domain'
import {
  expandYear,
  isoWeekday,
  toEdtf,
  toIso,
  type Weekday,
  type WrittenDate,
} from '@colophon/methods/dates'
import { confidence } from './confidence.ts'
import type { Dateline } from './dateline.ts'
import { trimSpan } from './lines.ts'

export interface LetterDate {
  creationDate: Finding<string> | null
  display: Finding<string> | null
  precision: 'exact' | 'inferred'
  edtf: string | null
  weekday: Finding<string> | null
  source: 'content'
}

const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function weekdayFinding(weekday: Weekday | null): Finding<string> | null {
  const name = weekdayNames[(weekday?.number ?? 0) - 1]
  if (!weekday || name === undefined) return null
  return {
    value: name,
    status: 'stated',
    confidence: 0.95,
    evidence: { start: weekday.start, end: weekday.end },
  }
}

interface Reading {
  date: WrittenDate
  year: number | null
  reason?: string
  sure: number
}

const british =
  /\b(?:england|scotland|wales|ireland|london|b\.e\.f|esq|downing street|whitehall|\p{L}{3,12}shire|surrey|sussex|kent|essex|norfolk|suffolk|devon|cornwall)\b/iu

/**
 * 4/5/78 is the fifth of April only where the month is written first. Letters in other languages than English write the
 * day first; a British one most likely does, and `likely` says that somebody has to look.
 */
function settleOrder(
  text: string,
  date: WrittenDate,
  language: string | undefined,
): { date: WrittenDate; likely: boolean } {
  if (!date.ambiguous) return { date, likely: false }
  const written = text.slice(date.start, date.end)
  const sure =
    /[IVX]/.test(written) ||
    (language === undefined ? written.includes('.') : !language.startsWith('en'))
  if (!sure && !british.test(`${text.slice(0, 400)}\n${text.slice(-300)}`))
    return { date, likely: false }
  const { ambiguous: _settled, ...settled } = date
  return { date: settled, likely: !sure }
}

function daysApart(a: WrittenDate, b: WrittenDate): number {
  if (a.month === null || b.month === null) return 999
  const gap = Math.abs((a.month - b.month) * 30 + (a.day ?? 15) - (b.day ?? 15))
  return Math.min(gap, 365 - gap)
}

/** Dates that say less than a day, or a day that is not that of the letter. */
function isVague({ day, until, hedge, ambiguous }: WrittenDate): boolean {
  return day === null || ambiguous === true || until !== undefined || hedge === 'approximate'
}

interface Settled extends Dateline {
  likely: boolean
}

function readingOf(text: string, dateline: Settled, others: readonly Dateline[]): Reading | null {
  const { date } = dateline
  if (dateline.likely)
    return {
      date,
      year: expandYear(date, text),
      sure: confidence.date.yearMonth,
      reason: 'day before month, as the British write',
    }
  if (date.year !== null) {
    const year = expandYear(date, text)
    if (year === null) return null
    if (date.yearDigits < 4)
      return {
        date,
        year,
        sure: isVague(date) ? confidence.date.yearMonth : confidence.date.shortYear,
        reason: 'century inferred from the letter',
      }
    const full = dateline.where === 'head' ? confidence.date.headFull : confidence.date.footFull
    if (date.calendar === 'both')
      return { date, year, sure: full, reason: 'New Style of the two days written' }
    return { date, year, sure: isVague(date) ? confidence.date.yearMonth : full }
  }
  if (date.month === null) return null
  // A frank, an endorsement or a second date a few days off gives the year that the dateline leaves out.
  const near = others.find(
    (other) =>
      other.date.year !== null && other.date.yearDigits === 4 && daysApart(other.date, date) <= 20,
  )
  if (!near) return null
  return {
    date,
    year: near.date.year,
    sure: confidence.date.borrowedYear,
    reason: 'year from another date on the letter',
  }
}

function displayOf(text: string, date: WrittenDate): Finding<string> {
  const before = text.slice(Math.max(0, date.start - 16), date.start)
  const lead =
    /(?:\[(?:about|circa|ca\.?|c\.|um|vers)?\s{0,2}|(?<![\p{L}’'])(?:le|ce|den|dem|am|this|the|d\.)[ ]{1,2})$/iu.exec(
      before,
    )
  const opened = date.start - (lead?.[0].length ?? 0)
  // The bracket of an editor belongs to it where both ends do.
  const written = text.slice(opened, date.end)
  const open = written.lastIndexOf('[') > written.lastIndexOf(']')
  const closed = open && text[date.end] === ']' ? date.end + 1 : date.end
  const whole = open && closed === date.end && written.startsWith('[') ? opened + 1 : opened
  const evidence = trimSpan(text, { start: whole, end: closed })
  const value = text.slice(evidence.start, evidence.end).replace(/\s+/g, ' ')
  return { value, status: 'stated', confidence: confidence.date.display, evidence }
}

/** A day and month at the head date the letter, even when only a frank or an endorsement gives a full date. */
function headFirst(text: string, datelines: readonly Settled[]): readonly Settled[] {
  const [best] = datelines
  if (best?.where !== 'foot') return datelines
  const head = datelines.find(
    ({ where, date }) =>
      where === 'head' && date.form === 'words' && date.day !== null && date.month !== null,
  )
  return head && readingOf(text, head, datelines) ? [head, ...datelines] : datelines
}

const nothing: LetterDate = {
  creationDate: null,
  display: null,
  precision: 'inferred',
  edtf: null,
  weekday: null,
  source: 'content',
}

/** The date of writing from the datelines, best first. */
export function readCreationDate(
  text: string,
  datelines: readonly Dateline[],
  language?: string,
): LetterDate {
  const best = datelines[0]
  if (!best) return nothing
  const settled = datelines.map((dateline) => ({
    ...dateline,
    ...settleOrder(text, dateline.date, language),
  }))
  for (const dateline of headFirst(text, settled)) {
    if (dateline.date.year === null && dateline.where === 'foot' && dateline !== settled[0])
      continue
    const reading = readingOf(text, dateline, settled)
    if (!reading) continue
    const display = displayOf(text, dateline.date)
    const iso = toIso(reading.date, reading.year)
    if (iso === null) continue
    const weekday =
      reading.date.weekday ?? settled.find((other) => other.date.weekday)?.date.weekday ?? null
    const hedged =
      reading.date.hedge !== undefined ||
      reading.reason !== undefined ||
      reading.date.ambiguous === true ||
      isVague(reading.date)
    const contradicts =
      reading.date.weekday !== null &&
      isoWeekday(iso) !== undefined &&
      isoWeekday(iso) !== reading.date.weekday.number
    const sure = contradicts ? reading.sure * 0.8 : reading.sure
    const base = { value: iso, confidence: sure, evidence: display.evidence }
    return {
      creationDate:
        reading.reason === undefined
          ? { ...base, status: 'stated' }
          : { ...base, status: 'inferred', reason: reading.reason },
      display,
      precision: hedged || iso.length < 10 ? 'inferred' : 'exact',
      edtf: toEdtf(reading.date, reading.year),
      weekday: weekdayFinding(weekday),
      source: 'content',
    }
  }
  const date = settled[0]?.date ?? best.date
  return {
    ...nothing,
    display: displayOf(text, date),
    edtf: toEdtf(date, date.yearDigits === 4 ? date.year : null),
    weekday: weekdayFinding(date.weekday),
  }
}
