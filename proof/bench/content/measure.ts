import { readFileSync } from 'node:fs'
import { stem } from '@colophon/methods/keywords'
import type { Annotated } from './labels.ts'
import { SUBJECTS } from './labels.ts'
import { lintsOf, type ContentRecord } from './lints.ts'

const FILE = new URL('./letters.jsonl', import.meta.url)
const TERMS = 5

interface Half {
  name: string
  letters: Annotated[]
}

/** What the records say of the annotated letters, half by half, and what lints find in all of them. */
export function contentReport(
  records: readonly ContentRecord[],
  languages: ReadonlyMap<string, string>,
): string {
  const lines = readFileSync(FILE, 'utf8').trim().split('\n')
  const all = lines.map((line) => JSON.parse(line) as Annotated)
  const halves: Half[] = [
    { name: 'developed on', letters: all.filter((_, at) => at % 2 === 0) },
    { name: 'only measured', letters: all.filter((_, at) => at % 2 === 1) },
    { name: 'together', letters: all },
  ]
  const byId = new Map(records.map((record) => [record.document_id, record]))
  const out = ['letters         n  business  terms  subjects']
  for (const { name, letters } of halves) {
    const pairs = letters.flatMap((letter) => {
      const record = byId.get(letter.id)
      return record ? [{ letter, record, language: languages.get(letter.id) ?? 'en' }] : []
    })
    const figures = [businessRecall(pairs), termPrecision(pairs), subjectF1(pairs)]
    const shown = figures.map((figure) => figure.toFixed(2).padStart(9)).join('')
    out.push(`${name.padEnd(14)} ${String(pairs.length).padStart(2)} ${shown}`)
  }
  out.push('', 'lints over all letters', ...lintsOf(records))
  return `${out.join('\n')}\n`
}

interface Pair {
  letter: Annotated
  record: ContentRecord
  language: string
}

/** A business is found where the summary has its verb and a word of its object. */
function businessRecall(pairs: readonly Pair[]): number {
  let found = 0
  let wanted = 0
  for (const { letter, record, language } of pairs) {
    const summary = record.enriched_data.content?.summary ?? ''
    const said = stems(summary, language)
    for (const { verb, object } of letter.business) {
      wanted += 1
      const overlaps = object.some((words) => overlap(stems(words, language), said))
      if (overlaps && new RegExp(String.raw`\b${verb}\b`).test(summary)) found += 1
    }
  }
  return wanted === 0 ? 0 : found / wanted
}

/** Of the first five index terms, those that share a word with one of the annotation's. */
function termPrecision(pairs: readonly Pair[]): number {
  let right = 0
  let given = 0
  for (const { letter, record, language } of pairs) {
    const wanted = stems(letter.terms.join(' '), language)
    for (const term of (record.enriched_data.analysis?.keywords ?? []).slice(0, TERMS)) {
      given += 1
      if (overlap(stems(term, language), wanted)) right += 1
    }
  }
  return given === 0 ? 0 : right / given
}

/** The mean over the twelve labels; one that no letter has, and none was given, is left out. */
function subjectF1(pairs: readonly Pair[]): number {
  const scores: number[] = []
  for (const label of Object.keys(SUBJECTS)) {
    let right = 0
    let counted = 0
    for (const { letter, record } of pairs) {
      const wanted = letter.subjects.some((subject) => subject === label)
      const given = record.enriched_data.analysis?.subjects?.includes(label) ?? false
      if (wanted && given) right += 1
      counted += Number(wanted) + Number(given)
    }
    if (counted > 0) scores.push((2 * right) / counted)
  }
  return scores.length === 0 ? 0 : scores.reduce((sum, one) => sum + one, 0) / scores.length
}

function stems(text: string, language: string): Set<string> {
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? []
  return new Set(words.map((word) => stem(word, language)))
}

const overlap = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  [...some].some((one) => others.has(one))
