import { lowerCase } from '../words/lower-case.ts'

/** How firmly two neighbouring words are parted. */
export type Gap = 'none' | 'line' | 'comma' | 'clause' | 'sentence' | 'paragraph'

export interface Token {
  /** The word, joined again where a line break cut it. */
  text: string
  lower: string
  start: number
  end: number
  /** Starts with a capital. */
  cap: boolean
  /** One or two capitals standing for given names ("J", "J.B."). */
  initial: boolean
  /** A full stop follows directly. */
  dot: boolean
  /** The gap between it and the word before. */
  before: Gap
  /** A conjunction or mark between it and the word before: `&`, or nothing. */
  ampersand: boolean
  /** An opening quotation mark stands before it. */
  quoted: boolean
}

const wordPattern = /(?:\p{Lu}\.\p{Ll}{1,3}(?![\p{L}\p{M}])|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*)/gu
const cutAtLine = /^[-=¬­][ \t]{0,3}\r?\n[ \t]{0,8}[-=]?$/u
const cutBeforeLine = /^[ \t]{0,3}\r?\n[ \t]{0,8}[-=]$/u
const gluedTitle = /^(Mrs|Mr|Miss|Dr|Sir|Lady|Coll?|Capt)(\p{Lu}\p{Ll}{2,})$/u
const elision = /^((?:[dlsmtcnj]|qu|jusqu|lorsqu|puisqu|L|Qu|Jusqu)['’])(\p{Lu}[\p{L}\p{M}'’-]*)$/u
const abbreviation =
  /^(?:\p{Lu}|\p{Lu}{2}|Mr?s?|Messrs|M\.rs?|Drs?|St|Ste|Prof|Rev[d]?|Hon|Capt[n]?|Col[ol]?|Gen[l]?|Maj|Lieut|Lt|Sir|Lady|Miss|Wm|Geo|Chas|Jas|Thos|Jos|Robt|Saml|Edwd|Hrn|Hr|Frl|Mme|Mlle|Mad|Mons|Ld|Joh|Fr|Chr|Wilh|Ludw|Heinr|Aug|Alex|Frhr|Geh|Co|Mt|Ft|Ph|Th|Ch|Jno|Benj|v|d|Sr|Jr|Esq)$/u

function gapBefore(previous: Token, between: string): Gap {
  if (between.length > 40) return 'paragraph'
  if (/\n[ \t\r]*\n|\f/u.test(between)) return 'paragraph'
  const dotOfAbbreviation = between.startsWith('.') && abbreviation.test(previous.text)
  const rest = dotOfAbbreviation ? between.replace(/^[.:]{1,2}/u, '') : between
  if (/[.!?…]/u.test(rest)) return 'sentence'
  if (/--|[;:()—–"“”„«»/[\]*•|=]|\s[-~]/u.test(rest)) return 'clause'
  if (rest.includes(',')) return 'comma'
  if (/\d/u.test(rest)) return 'clause'
  return rest.includes('\n') ? 'line' : 'none'
}

function toToken(word: string, start: number, end: number): Token {
  return {
    text: word,
    lower: lowerCase(word),
    start,
    end,
    cap: /^\p{Lu}/u.test(word),
    initial: /^(?:\p{Lu}{1,2}|(?:Th|Ch|Ph|St|Fr)(?=$))$/u.test(word),
    dot: false,
    before: 'paragraph',
    ampersand: false,
    quoted: false,
  }
}

/** Whether `word` continues `previous` after a line break with a hyphen at one side of it. */
function continues(previous: Token, between: string, word: string): boolean {
  if (!/^\p{Ll}/u.test(word)) return false
  return cutAtLine.test(between) || (cutBeforeLine.test(between) && previous.text.length > 1)
}

function pushWord(tokens: Token[], token: Token, between: string): void {
  const previous = tokens.at(-1)
  if (previous) {
    token.before = gapBefore(previous, between)
    token.ampersand = /^[\s.,-]{0,4}&[\s-]{0,4}$/u.test(between)
  }
  token.quoted = /[„“"»«‚‘'][\s]?$/u.test(between)
  tokens.push(token)
}

/** The words of a text, with words that a line break cut put together again. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(wordPattern)) {
    const word = match[0]
    const start = match.index
    const end = start + word.length
    const previous = tokens.at(-1)
    const between = previous ? text.slice(previous.end, Math.min(start, previous.end + 60)) : ''
    if (previous && continues(previous, between, word)) {
      previous.text += word
      previous.lower += lowerCase(word)
      previous.end = end
      previous.initial = false
      continue
    }
    const elided = elision.exec(word)
    if (elided?.[1] !== undefined && elided[2] !== undefined) {
      const cut = start + elided[1].length
      pushWord(tokens, toToken(elided[1].slice(0, -1), start, cut - 1), between)
      pushWord(tokens, toToken(elided[2], cut, end), '')
      continue
    }
    const glued = gluedTitle.exec(word)
    if (glued?.[1] !== undefined && glued[2] !== undefined) {
      const cut = start + glued[1].length
      pushWord(tokens, toToken(glued[1], start, cut), between)
      pushWord(tokens, toToken(glued[2], cut, end), '')
      continue
    }
    pushWord(tokens, toToken(word, start, end), between)
  }
  for (const token of tokens) token.dot = text[token.end] === '.'
  return tokens
}

/** A word that follows the one before without a mark between. */
export interface RunningToken extends Token {
  before: 'none' | 'line'
}

/** Whether a name can run on from the word before into this one. */
export function runsOn(token: Token | undefined): token is RunningToken {
  return (
    token !== undefined && (token.before === 'none' || token.before === 'line') && !token.ampersand
  )
}

/** Whether the word opens a sentence, so that its capital says nothing. */
export function opensSentence(token: Token): boolean {
  return (
    token.before === 'sentence' ||
    token.before === 'paragraph' ||
    token.before === 'clause' ||
    token.quoted
  )
}
