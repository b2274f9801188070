import { wordKey } from '../words/fold.ts'
import {
  daytimes,
  months,
  numberWords,
  ordinalEndings,
  readRoman,
  readRomanYear,
  weekdays,
} from './calendar-words.ts'
import { republicanMonths } from './republican.ts'

export type DateTokenKind =
  'number' | 'month' | 'republican' | 'weekday' | 'daytime' | 'ordinal' | 'roman' | 'word'

export interface DateToken {
  start: number
  end: number
  kind: DateTokenKind
  value: number
  /** Figures written, for numbers: "09" and "9" are days, only "09" is a year. */
  digits: number
  key: string
  spelled?: true
}

const chunk = /[\p{L}\p{M}\p{N}]+/gu
const lookalikes: Record<string, string> = {
  l: '1',
  i: '1',
  I: '1',
  '|': '1',
  O: '0',
  o: '0',
  '°': '0',
  S: '5',
  s: '5',
  B: '8',
  Z: '2',
  z: '2',
  g: '9',
  q: '9',
  b: '6',
  G: '6',
  j: '1',
  J: '1',
}

function readFigures(text: string): { value: number; digits: number } | undefined {
  if (text.length > 4) return undefined
  const digits = text.replace(/\D/g, '').length
  // Mostly figures: "l8l4", "182O", "l2". A single character is never a number.
  if (digits === 0 || (digits < text.length && digits * 2 < text.length)) return undefined
  const figures = text.replace(/\D/g, (character) => lookalikes[character] ?? '?')
  return figures.includes('?') ? undefined : { value: Number(figures), digits: figures.length }
}

type WordMeaning = Omit<DateToken, 'start' | 'end'>

// Every word of a head is asked for; what it means for a date does not change.
const meanings = new Map<string, WordMeaning>()

function wordToken(text: string, start: number): DateToken {
  let meaning = meanings.get(text)
  if (meaning === undefined) {
    meaning = readMeaning(text)
    if (meanings.size > 4000) meanings.clear()
    meanings.set(text, meaning)
  }
  return { start, end: start + text.length, ...meaning }
}

function readMeaning(text: string): WordMeaning {
  const key = wordKey(text)
  const at = { key, digits: 0 }
  const romanYear = text.length > 3 ? readRomanYear(key) : undefined
  if (romanYear !== undefined) return { ...at, kind: 'number', value: romanYear, digits: 4 }
  const month = months.find(key)
  const weekday = weekdays.find(key)
  if (ordinalEndings.has(key)) return { ...at, kind: 'ordinal', value: 0 }
  if (
    month !== undefined &&
    (months.exact(key) !== undefined || weekdays.exact(key) === undefined)
  ) {
    return { ...at, kind: 'month', value: month }
  }
  if (weekday !== undefined) return { ...at, kind: 'weekday', value: weekday }
  const republican = republicanMonths.find(key)
  if (republican !== undefined) return { ...at, kind: 'republican', value: republican }
  const spelled = key.length > 1 ? numberWords.exact(key) : undefined
  if (spelled !== undefined)
    return { ...at, kind: 'number', value: spelled, digits: spelled < 100 ? 2 : 4, spelled: true }
  if (daytimes.exact(key) !== undefined) return { ...at, kind: 'daytime', value: 0 }
  const roman = readRoman(key, 31)
  return roman === undefined
    ? { ...at, kind: 'word', value: 0 }
    : { ...at, kind: 'roman', value: roman }
}

/** A run of characters and figures such as "28th1822", "Jany13h1841", "8bre" or "l8th" is several words of a date. */
function splitChunk(text: string, start: number): DateToken[] {
  if (/^\d+$/.test(text)) {
    return [
      {
        start,
        end: start + text.length,
        kind: 'number',
        value: Number(text),
        digits: text.length,
        key: text,
      },
    ]
  }
  if (!/\d/.test(text)) return [wordToken(text, start)]
  const month =
    months.exact(wordKey(text)) ??
    months.exact(wordKey(text.replaceAll('0', 'o').replaceAll('1', 'l')))
  if (month !== undefined) {
    return [
      {
        start,
        end: start + text.length,
        kind: 'month',
        value: month,
        digits: 0,
        key: wordKey(text),
      },
    ]
  }
  const figures = readFigures(text)
  const split = /^([\dlIOS]{1,2})([a-z]{1,4})$/.exec(text)
  if (split?.[1] && split[2] && /\d/.test(split[1]) && ordinalEndings.has(split[2])) {
    return [...splitFigure(split[1], start), wordToken(split[2], start + split[1].length)]
  }
  if (figures) return [{ start, end: start + text.length, kind: 'number', key: text, ...figures }]
  const parts: DateToken[] = []
  for (const part of text.matchAll(/\d+|\D+/g)) {
    parts.push(
      ...(/\d/.test(part[0])
        ? splitFigure(part[0], start + part.index)
        : [wordToken(part[0], start + part.index)]),
    )
  }
  return parts
}

function splitFigure(text: string, start: number): DateToken[] {
  const figures = readFigures(text) ?? { value: Number(text), digits: text.length }
  return [{ start, end: start + text.length, kind: 'number', key: text, ...figures }]
}

/** Spelled numbers are written in several words: twenty five, eighteen hundred and twelve, mil huit cent vingt. */
function joinSpelled(tokens: DateToken[], text: string): DateToken[] {
  const joined: DateToken[] = []
  for (const token of tokens) {
    const before = joined.at(-1)
    const gap = before ? text.slice(before.end, token.start) : ''
    if (before?.spelled && token.spelled && /^[\s-]*(?:(?:and|und|et)\s*)?$/i.test(gap)) {
      const sum =
        token.value >= 100
          ? before.value > 1000 && before.value < 1020
            ? 1000 + (before.value - 1000) * 100
            : before.value * token.value
          : before.value >= 100 ||
              (before.value % 10 === 0 && token.value < 10) ||
              before.value === 60 ||
              before.value === 80
            ? before.value + token.value
            : before.value >= 10 && before.value < 20 && token.value >= 10
              ? before.value * 100 + token.value
              : undefined
      if (sum !== undefined) {
        joined[joined.length - 1] = {
          ...before,
          end: token.end,
          value: sum,
          digits: sum < 100 ? 2 : 4,
          key: '',
        }
        continue
      }
    }
    if (
      token.kind === 'word' &&
      /^(?:and|und|et)$/.test(token.key) &&
      before?.spelled &&
      before.value >= 100
    )
      continue
    joined.push(token)
  }
  return joined
}

export function readDateTokens(text: string): DateToken[] {
  const tokens: DateToken[] = []
  for (const match of text.matchAll(chunk)) {
    if (match[0].length > 30) continue
    tokens.push(...splitChunk(match[0], match.index))
  }
  return joinSpelled(quakerMonths(joinDoubleYears(oldSigns(tokens, text), text), text), text)
}

/** "7.ber", "9 bris": the signs of the last four months, which count from March. */
function oldSigns(tokens: DateToken[], text: string): DateToken[] {
  const joined: DateToken[] = []
  for (const token of tokens) {
    const before = joined.at(-1)
    if (
      before?.kind === 'number' &&
      before.value >= 7 &&
      before.value <= 10 &&
      /^(?:b[e.]?r|bre|bris)$/.test(token.key) &&
      /^[. ]{1,2}$/.test(text.slice(before.end, token.start))
    )
      joined[joined.length - 1] = {
        ...before,
        end: token.end,
        kind: 'month',
        value: before.value + 2,
        digits: 0,
        key: '7ber',
      }
    else joined.push(token)
  }
  return joined
}

/** 1709/10 is 1710: before 1752 the English year began in March, and careful writers gave both counts. */
function joinDoubleYears(tokens: DateToken[], text: string): DateToken[] {
  const joined: DateToken[] = []
  for (const token of tokens) {
    const before = joined.at(-1)
    if (
      before?.kind === 'number' &&
      before.digits === 4 &&
      before.value >= 1500 &&
      before.value <= 1752 &&
      token.kind === 'number' &&
      /^ ?[/–-] ?$/.test(text.slice(before.end, token.start)) &&
      token.value === (before.value + 1) % 10 ** token.digits
    )
      joined[joined.length - 1] = { ...before, end: token.end, value: before.value + 1 }
    else joined.push(token)
  }
  return joined
}

/** Friends counted the months instead of naming them after heathen gods: "4th of 3rd mo. 1821", "3 mo. 4th". */
function quakerMonths(tokens: DateToken[], text: string): DateToken[] {
  const joined: DateToken[] = []
  for (const token of tokens) {
    const counted = /^(?:mo|month|mos)$/.test(token.key) ? numberBefore(joined, token, text) : -1
    const number = joined[counted]
    if (number === undefined) {
      joined.push(token)
      continue
    }
    joined.length = counted
    joined.push({ ...number, end: token.end, kind: 'month', digits: 0, key: 'quaker' })
  }
  return joined
}

function numberBefore(tokens: DateToken[], month: DateToken, text: string): number {
  const last = tokens.at(-1)
  const at = last?.kind === 'ordinal' ? tokens.length - 2 : tokens.length - 1
  const token = tokens[at]
  if (tokens.slice(Math.max(0, at - 2), at).some(({ kind }) => kind === 'month')) return -1
  const close = token && /^[\p{L}\s.]{0,5}$/u.test(text.slice(token.end, month.start))
  return close && token.kind === 'number' && token.value >= 1 && token.value <= 12 ? at : -1
}
