import type { Finding, Span } from '@colophon/domain'
import { REGION_CHARS } from './body-region.ts'
import { SUBJECT_CUES, type Subject } from './subject-cues.ts'

export type { Subject } from './subject-cues.ts'

export interface SubjectOptions {
  language: string
  documentType?: string | undefined
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
const MIN_SCORE = 2.5
const MIN_CUES = 2
/** One cue repeated is one cue, heard a little louder. */
const REPEATS = 4

/**
 * One to three headings of the taxonomy, strongest first, each with its strongest cue. `correspondence` stands alone,
 * as an inference, where no subject has cues enough.
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
  if (!best || best.score < MIN_SCORE || best.cues < MIN_CUES) return [fallback(best)]
  const kept = scores.filter(
    ({ score, cues }) =>
      score >= Math.max(MIN_SCORE, best.score * SECOND_SHARE) && cues >= MIN_CUES,
  )
  return kept.slice(0, MOST).map(({ subject, score, cues, evidence }) => ({
    value: subject,
    status: 'inferred',
    confidence: score >= 6 ? 0.85 : score >= 4 ? 0.8 : 0.75,
    evidence,
    reason: `${cues} different cue words`,
  }))
}

function fallback(best: Score | undefined): Finding<Subject> {
  const why = best ? 'no subject has cue words enough' : 'no cue words of a narrower subject'
  return {
    value: 'correspondence',
    status: 'inferred',
    confidence: 0.8,
    evidence: null,
    reason: why,
  }
}

function weigh(
  region: string,
  subject: Exclude<Subject, 'correspondence'>,
  options: SubjectOptions,
): Score | null {
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
  if (subject === 'event_invitation' && options.documentType === 'invitation') {
    hits.set('', {
      count: REPEATS,
      at: { start: 0, end: Math.min(region.length, 200) },
      strong: true,
    })
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

/** Whether a stretch of text has a cue of the subject, in any language; `correspondence` has none. */
export function hasSubjectCue(text: string, subject: Subject): boolean {
  if (subject === 'correspondence') return false
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

function subjects(): Exclude<Subject, 'correspondence'>[] {
  return Object.keys(SUBJECT_CUES) as Exclude<Subject, 'correspondence'>[]
}

function matcherFor(subject: Exclude<Subject, 'correspondence'>, language: string): Matcher | null {
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
