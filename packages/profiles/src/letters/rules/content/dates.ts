import type { Finding, Span } from '@colophon/domain'
import { expandYear, readWrittenDates, toEdtf, toIso } from '@colophon/methods/dates'
import { reflow } from '@colophon/methods/sentences'
import { bodyRegion, type LetterParts } from './body-region.ts'

export interface MentionedDate {
  /** YYYY, YYYY-MM or YYYY-MM-DD; EDTF `XXXX-MM-DD` where no year is known. */
  date: string
  display: string
}

export interface DateOptions extends LetterParts {
  language: string
  /** Year of the letter, for dates that leave it out. */
  year?: number | undefined
}

/** The reader of dates wants short stretches; mentions do not run over a break this size looks for. */
const STRETCH_CHARS = 1500
const MOST_DATES = 60

const DATE_SIGN =
  /\d{1,4}|(?<!\p{L})(?:jan|feb|f[ée]v|mar|mär|mrz|apr|avr|ma[iy]|jun|jul|jui|aug|ao[uû]|sep|o[ck]t|nov|dec|déc|dez|jän|vend|brum|frim|niv|pluv|vent|germ|flor|prair|mess|therm|fruct|[xX7-9]b)\p{L}{0,9}/giu
const MARGIN = 60

/** "in 1832", "im Jahre 1813", "en 1789": a bare year needs a word before it, or it is a number. */
const YEAR_ALONE =
  /(?<!\p{L})(?:in|since|year|anno|before|after|until|till|about|of|im|jahre?|seit|vor|nach|bis|um|en|depuis|l['’]an(?:née)?|avant|après|dès|vers)[ \t\n]{1,2}(?<year>1[5-9]\d\d|20[0-2]\d)(?![\d\p{L}$£%/-]|[ \t\n]{1,2}(?:dollars|pounds|acres|miles|men|mark|thaler|gulden|francs|livres|leagues|hommes|mann|copies|stück|feet|families)|,\d)/giu

/**
 * Dates that the body of a letter mentions, in order. A date without year takes the letter's year as an inference where
 * it is given, and stays open where it is not; names of days alone are left to the dateline.
 */
export function extractDates(text: string, options: DateOptions): Finding<MentionedDate>[] {
  const region = bodyRegion(text, options)
  const findings: Finding<MentionedDate>[] = []
  for (const stretch of stretches(text, region)) {
    for (const date of readWrittenDates(text.slice(stretch.start, stretch.end))) {
      const span = { start: date.start + stretch.start, end: date.end + stretch.start }
      const finding = asFinding(text, span, { date, letterYear: options.year })
      if (finding) findings.push(finding)
    }
    if (findings.length >= MOST_DATES) break
  }
  const known = findings.map(({ evidence }) => evidence)
  const free = yearsAlone(text, region).filter(({ evidence: at }) =>
    known.every((span) => !span || !at || at.end <= span.start || at.start >= span.end),
  )
  return [...findings, ...free]
    .sort((a, b) => (a.evidence?.start ?? 0) - (b.evidence?.start ?? 0))
    .slice(0, MOST_DATES)
}

type WrittenDate = ReturnType<typeof readWrittenDates>[number]

interface Reading {
  date: WrittenDate
  letterYear: number | undefined
}

function asFinding(
  text: string,
  span: Span,
  { date, letterYear }: Reading,
): Finding<MentionedDate> | null {
  if (date.month === null && date.year === null) return null
  // "5/12" may be a share or a price, and a bare month name says too little.
  if (date.year === null && (date.day === null || date.form === 'numeric')) return null
  const display = reflow(text.slice(span.start, span.end))
  const full = date.yearDigits >= 4
  const year = full ? date.year : date.year === null ? (letterYear ?? null) : expandYear(date, text)
  const iso = toIso(date, year) ?? toEdtf(date, null)
  if (iso === null) return null
  const value = { date: iso, display }
  if (full) return { value, status: 'stated', confidence: 0.93, evidence: span }
  if (date.year !== null)
    return {
      value,
      status: 'inferred',
      confidence: 0.8,
      evidence: span,
      reason: 'century of the short year',
    }
  if (letterYear === undefined) return { value, status: 'stated', confidence: 0.85, evidence: span }
  return {
    value,
    status: 'inferred',
    confidence: 0.7,
    evidence: span,
    reason: 'the year of the letter',
  }
}

function yearsAlone(text: string, { start, end }: Span): Finding<MentionedDate>[] {
  const findings: Finding<MentionedDate>[] = []
  for (const match of text.slice(start, end).matchAll(YEAR_ALONE)) {
    const year = match.groups?.['year']
    if (year === undefined) continue
    const at = start + match.index + match[0].length
    const evidence = { start: at - year.length, end: at }
    findings.push({
      value: { date: year, display: year },
      status: 'stated',
      confidence: 0.85,
      evidence,
    })
    if (findings.length >= MOST_DATES) break
  }
  return findings
}

/** Stretches around figures and month names, cut at white space; the rest of a letter cannot hold a date. */
function* stretches(text: string, { start, end }: Span): Generator<Span> {
  let open: Span | null = null
  for (const match of text.slice(start, end).matchAll(DATE_SIGN)) {
    const at = start + match.index
    const near: Span = { start: Math.max(start, at - MARGIN), end: Math.min(end, at + MARGIN) }
    if (open && near.start <= open.end && near.end - open.start <= STRETCH_CHARS)
      open.end = near.end
    else {
      if (open) yield atSpaces(text, open)
      open = open ? { start: Math.max(near.start, open.end), end: near.end } : near
    }
  }
  if (open) yield atSpaces(text, open)
}

function atSpaces(text: string, span: Span): Span {
  const lead = /^\S{0,40}\s/.exec(text.slice(span.start, span.start + 42))?.[0].length ?? 0
  const inWord = span.start > 0 && /\S/.test(text.charAt(span.start - 1))
  const tail = /\s\S{0,40}$/.exec(text.slice(span.end - 42, span.end))?.[0].length ?? 0
  const cutsWord = /\S/.test(text.charAt(span.end))
  const start = inWord ? span.start + lead : span.start
  return { start, end: Math.max(start, cutsWord ? span.end - tail : span.end) }
}
