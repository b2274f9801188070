import type { Finding, Span } from '@colophon/domain'
import { wordsOf } from '@colophon/methods/language'
import { bodyRegion, type LetterParts } from './body-region.ts'
import { LINKS, type Business } from './business-cues.ts'
import { mattersOf } from './business.ts'
import { statementIn } from './telling.ts'

export interface SummaryOptions extends LetterParts {
  language: string
  /** As the record names them; null where the letter does not say. */
  sender?: string | null
  recipient?: string | null
  place?: string | null
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  date?: string | null
  signature?: string | null
  /** What it tells of, the weightiest first. */
  terms?: readonly string[]
}

const MOST_WORDS = 40
const MOST_MATTERS = 4
const TOLD = 6

interface Part {
  business: Business
  objects: string[]
}

/**
 * One sentence in the third person, at most forty words: who writes to whom, from where and when, what the letter does
 * (thanks, sends, asks …) and about what, in words of the letter. The evidence runs from the first sentence that it rests
 * on to the last. Null when the text has no words.
 */
export function summarise(text: string, options: SummaryOptions): Finding<string> | null {
  const region = bodyRegion(text, options)
  const words = wordsOf(text.slice(0, region.end), region.start).length
  const all = words > 0 ? region : { start: 0, end: Math.min(text.length, 4000) }
  if (wordsOf(text.slice(0, all.end), all.start).length === 0) return null
  const matters = mattersOf(text, all, {
    language: options.language,
    without: namesOf(options),
  }).slice(0, MOST_MATTERS - 1)
  const parts: Part[] = matters.map(({ business, objects }) => ({
    business,
    objects: objects.map(({ value }) => shown(value)),
  }))
  const statement = statementIn(text, all, {
    terms: options.terms ?? [],
    any: matters.length === 0,
  })
  const told = untold(options.terms ?? [], parts, statement?.value)
  if (told.length > 0) parts.push({ business: 'reports', objects: told })
  return {
    value: worded(headOf(options), parts, statement?.value ?? null),
    status: 'inferred',
    confidence: words <= 60 ? 0.9 : words < 150 ? 0.85 : 0.8,
    evidence:
      spanOf([
        ...matters.map(({ evidence }) => evidence),
        ...(statement ? [statement.span] : []),
      ]) ?? all,
    reason: 'what the letter does by its own words, and what it names most',
  }
}

const namesOf = ({ sender, recipient, signature }: SummaryOptions): string[] =>
  [sender, recipient, signature].filter((name) => name != null)

const MONTHS =
  'January February March April May June July August September October November December'

function dateInWords(date: string): string {
  const [year = '', month, day] = date.split('-')
  const name = MONTHS.split(' ')[Number(month) - 1]
  return [day === undefined ? undefined : String(Number(day)), name, year]
    .filter((part) => part !== undefined)
    .join(' ')
}

const shown = (value: string): string => value.replace(/\s+/gu, ' ')

/** Terms of which no part is named already. */
function untold(terms: readonly string[], parts: readonly Part[], statement = ''): string[] {
  const named = [...parts.flatMap(({ objects }) => objects), statement].join(' ').toLowerCase()
  return terms.filter((term) => !named.includes(term.toLowerCase())).slice(0, TOLD)
}

function headOf({ sender, recipient, place, date }: SummaryOptions): string {
  const from = place == null ? '' : ` from ${place}`
  const at = date == null ? '' : `, ${dateInWords(date)}`
  const who = sender ?? 'The writer'
  return `${who.charAt(0).toUpperCase()}${who.slice(1)} writes to ${recipient ?? 'an unnamed recipient'}${from}${at}`
}

const listed = (objects: readonly string[]): string =>
  objects.length < 2
    ? objects.join('')
    : `${objects.slice(0, -1).join(', ')} and ${objects.at(-1) ?? ''}`

const count = (words: string): number => words.split(/\s+/u).length

/** As much as forty words hold: the last things named go first. */
function worded(head: string, given: readonly Part[], statement: string | null): string {
  const tells = statement === null ? [] : [`tells that “${statement}”`]
  const parts = given.map(({ business, objects }) => ({ business, objects: [...objects] }))
  for (;;) {
    const said = parts.map(({ business, objects }) => `${LINKS[business]} ${listed(objects)}`)
    const all = [...said, ...tells]
    const summary = all.length === 0 ? `${head}.` : `${head}: ${all.join('; ')}.`
    const last = parts.toSorted((a, b) => b.objects.length - a.objects.length)[0]
    if (count(summary) <= MOST_WORDS || last === undefined) return summary
    last.objects.pop()
    if (last.objects.length === 0) parts.splice(parts.indexOf(last), 1)
  }
}

const spanOf = (spans: readonly Span[]): Span | null =>
  spans.length === 0
    ? null
    : {
        start: Math.min(...spans.map(({ start }) => start)),
        end: Math.max(...spans.map(({ end }) => end)),
      }
