import {
  isGivenName,
  isRank,
  isShortGivenName,
  isTitle,
  titleGender,
  type Token,
} from '@colophon/methods/names'
import type { Letter } from './letter.ts'

/** How a mention was recognised; each way has its own measured precision. */
export type PersonPattern =
  | 'title-full'
  | 'title-surname'
  | 'title-initial'
  | 'title-of'
  | 'kin-given'
  | 'given-surname'
  | 'initials-surname'
  | 'esquire'
  | 'given'
  | 'family'
  | 'surname'
  | 'genitive'
  | 'agent'
  | 'unknown'
  | 'unknown-full'
  | 'regnal'
  | 'repeated'

export type OrganizationPattern = 'firm' | 'head' | 'head-of' | 'alone' | 'generic'
export type PlacePattern = 'gazetteer' | 'gazetteer-context' | 'building' | 'street' | 'preposition'

export interface PersonMention {
  kind: 'person'
  /** Range of tokens, `to` exclusive. */
  from: number
  to: number
  start: number
  end: number
  name: string
  title?: string
  given: string[]
  surname?: string
  gender?: 'f' | 'm'
  pattern: PersonPattern
}

export interface ThingMention {
  kind: 'place' | 'organization'
  from: number
  to: number
  start: number
  end: number
  name: string
  pattern: PlacePattern | OrganizationPattern
}

export type Mention = PersonMention | ThingMention

/** Takes the possessive off a name: "Dumont's", "Fanny’s". */
export function withoutPossessive(word: string): string {
  const last = word.charCodeAt(word.length - 1)
  const possible = last === 0x27 || last === 0x2019 || last === 0x73 || last === 0x53
  return possible ? word.replace(/['’][sS]?$/u, '') : word
}

function written(token: Token): string {
  const short =
    token.dot &&
    (token.initial ||
      (token.text.length <= 5 && (isTitle(token.text) || isShortGivenName(token.text))))
  return short ? `${token.text}.` : token.text
}

/** The name as one line of text: words joined over line breaks, the possessive taken off the last. */
export function nameOf(tokens: readonly Token[], from: number, to: number): string {
  const name = tokens.slice(from, to).map(written).join(' ')
  return withoutPossessive(name.replace(/(?<= |^)([dl]) (?=\p{Lu})/gu, "$1'"))
}

/** End of the last word of a mention, without its possessive, with the full stop of an initial. */
function endOf(token: Token): number {
  if (token.initial && token.dot) return token.end + 1
  return token.end - (token.text.length - withoutPossessive(token.text).length)
}

/** Makes mentions of one kind out of ranges of words; the possessive of the last is no part of the name. */
export const thingMention =
  (kind: ThingMention['kind']) =>
  (letter: Letter, from: number, to: number, pattern: ThingMention['pattern']): ThingMention => {
    const first = letter.tokens[from] as Token
    const last = letter.tokens[to - 1] as Token
    const cut = last.text.length - withoutPossessive(last.text).length
    return {
      kind,
      from,
      to,
      start: first.start,
      end: last.end - cut,
      name: nameOf(letter.tokens, from, to),
      pattern,
    }
  }

export interface PersonRange {
  from: number
  /** First token that is part of the name proper, after titles. */
  nameFrom: number
  to: number
  pattern: PersonPattern
  /** Title that stands elsewhere, as in "Mr. and Mrs. Dickinson". */
  title?: string
}

/** Builds the mention for a range of tokens, parting title, given names and surname. */
export function personMention(letter: Letter, range: PersonRange): PersonMention {
  const { from, nameFrom, to } = range
  const words = letter.tokens.slice(nameFrom, to)
  const first = letter.tokens[from] as Token
  const last = letter.tokens[to - 1] as Token
  const title = range.title ?? (nameFrom > from ? nameOf(letter.tokens, from, nameFrom) : undefined)
  const gender = titleGender(title)
  const given: string[] = []
  let at = 0
  const onlyGiven = (): boolean =>
    words.length > 1 ||
    range.pattern === 'given' ||
    range.pattern === 'kin-given' ||
    /^(?:Sir|Lady|Dame|Miss|Fr(?:äu)?l(?:ein|\.)?)\b/u.test(title ?? '')
  while (at < words.length && onlyGiven()) {
    const word = words[at] as Token
    const lastWord = at === words.length - 1
    const isGiven =
      isGivenName(withoutPossessive(word.text)) || isShortGivenName(word.text) || word.initial
    if (lastWord ? words.length > 1 || !isGiven : !isGiven && at > 0) break
    if (!lastWord && !/^\p{Lu}/u.test(word.text)) break
    given.push(withoutPossessive(word.text))
    at++
  }
  const surname = words
    .slice(at)
    .map((word) => word.text)
    .join(' ')
  return {
    kind: 'person',
    from,
    to,
    start: first.start,
    end: Math.max(endOf(last), first.start + 1),
    name:
      range.title === undefined
        ? nameOf(letter.tokens, from, to)
        : `${range.title} ${nameOf(letter.tokens, nameFrom, to)}`,
    ...(title === undefined ? {} : { title }),
    given,
    ...(surname === '' ? {} : { surname: withoutPossessive(surname) }),
    ...(gender === undefined ? {} : { gender }),
    pattern: range.pattern,
  }
}

/** Whether a word can open a titled name here: always with a capital, ranks in lower case too. */
export function opensTitle(token: Token): boolean {
  return token.cap ? isTitle(token.text) : isRank(token.text)
}
