import type { Finding, Span } from '@colophon/domain'
import { REGION_CHARS } from './body-region.ts'
import { sentencesOf } from '@colophon/methods/sentences'
import type { Subject } from '../../subjects.ts'
import { SUBJECT_CUES } from './subject-cues.ts'

export type { Subject } from '../../subjects.ts'

export interface SubjectOptions {
  language: string
}

interface Score {
  subject: Subject
  score: number
  cues: number
  evidence: Span
}

const MOST = 3
/** A second subject needs this share of the first one's score. */
const SECOND_SHARE = 0.55
/** Below it a subject stands alone, as the only one that a letter has words for. */
const MIN_SCORE = 2.5
/** One cue repeated is one cue, heard a little louder. */
const REPEATS = 4
/** Characters on either side within which the sentence of a word is looked for. */
const REACH = 300

/**
 * Up to three subjects, strongest first, each with the sentence of its strongest cue. Where none has cues enough, the
 * one that the letter has any word for; none where there is no word for any.
 */
export function classifySubjects(text: string, options: SubjectOptions): Finding<Subject>[] {
  const region = text.slice(0, REGION_CHARS)
  const hundreds = Math.max(1, region.length / 1200)
  const scores: Score[] = []
  for (const subject of subjects()) {
    const found = weigh(region, subject, options)
    if (found) scores.push({ ...found, score: found.score / Math.sqrt(hundreds) })
  }
  scores.sort((a, b) => b.score - a.score)
  const best = scores[0]
  if (best === undefined) return []
  const least = Math.max(MIN_SCORE, best.score * SECOND_SHARE)
  const kept = scores.filter((one) => one === best || (one.score >= least && one.cues > 1))
  return kept.slice(0, MOST).map(({ subject, score, cues, evidence }) => ({
    value: subject,
    status: 'inferred',
    confidence: score >= 6 ? 0.85 : score >= 4 ? 0.8 : 0.75,
    evidence: sentenceAt(region, evidence),
    reason: cues === 1 ? 'one cue word' : `${cues} different cue words`,
  }))
}

/** As far as a sentence is one that can be read: else the word alone. */
function sentenceAt(region: string, word: Span): Span {
  const from = Math.max(0, word.start - REACH)
  const to = Math.min(region.length, word.end + REACH)
  for (const sentence of sentencesOf(region, from, to))
    if (sentence.start <= word.start && sentence.end >= word.end) return sentence
  return word
}

function weigh(region: string, subject: Subject, options: SubjectOptions): Score | null {
  const matcher = matcherFor(subject, options.language)
  if (!matcher) return null
  const hits = new Map<string, { count: number; at: Span; strong: boolean }>()
  matcher.pattern.lastIndex = 0
  for (const match of region.matchAll(matcher.pattern)) {
    const strong = match.groups?.['strong'] !== undefined
    const cue = (match.groups?.['strong'] ?? match.groups?.['plain'] ?? match[0]).toLowerCase()
    const known = hits.get(cue)
    if (known) known.count += 1
    else hits.set(cue, { count: 1, at: wholeWord(region, match), strong })
  }
  let score = 0
  let best: { value: number; at: Span } | null = null
  for (const { count, at, strong } of hits.values()) {
    const value = (strong ? 2 : 1) * (1 + Math.log(Math.min(count, REPEATS)) / 2)
    score += value
    if (!best || value > best.value) best = { value, at }
  }
  return best && { subject, score, cues: hits.size, evidence: best.at }
}

/** Whether a stretch of text has a cue of the subject, in any language. */
export function hasSubjectCue(text: string, subject: Subject): boolean {
  return Object.keys(SUBJECT_CUES[subject]).some((language) => {
    const pattern = matcherFor(subject, language)?.pattern
    return pattern !== undefined && text.search(pattern) >= 0
  })
}

/** The cue is a word's beginning; the quote is the word. */
function wholeWord(region: string, match: RegExpExecArray): Span {
  const from = match.index + match[0].length
  const rest = /^\p{L}{0,30}/u.exec(region.slice(from, from + 30))?.[0].length ?? 0
  return { start: match.index, end: from + rest }
}

interface Matcher {
  pattern: RegExp
}

const matchers = new Map<string, Matcher | null>()

function subjects(): Subject[] {
  return Object.keys(SUBJECT_CUES) as Subject[]
}

function matcherFor(subject: Subject, language: string): Matcher | null {
  const key = `${subject}:${language}`
  const known = matchers.get(key)
  if (known !== undefined) return known
  const cues = SUBJECT_CUES[subject][language]?.split(/\s+/).filter(Boolean)
  const matcher = cues ? { pattern: patternOf(cues) } : null
  matchers.set(key, matcher)
  return matcher
}

function patternOf(cues: readonly string[]): RegExp {
  const strong = cues.filter((cue) => cue.startsWith('!')).map((cue) => cueSource(cue.slice(1)))
  const plain = cues.filter((cue) => !cue.startsWith('!')).map(cueSource)
  return new RegExp(
    String.raw`(?<![\p{L}\p{M}])(?:(?<strong>${strong.join('|')})|(?<plain>${plain.join('|')}))`,
    'giu',
  )
}

/** `a=b` is two words, a final `=` the end of a word; the rest is literal but for character classes. */
function cueSource(cue: string): string {
  const whole = cue.endsWith('=')
  const source = (whole ? cue.slice(0, -1) : cue)
    .replace(/[.$]/g, String.raw`\$&`)
    .replaceAll('=', String.raw`\s{1,3}`)
  return whole ? String.raw`${source}(?![\p{L}\p{M}])` : source
}
