import {
  isCommonWord,
  isGivenName,
  isKinWord,
  isNameSuffix,
  isNeverName,
  isTitle,
  runsOn,
  type Token,
} from '@colophon/methods/names'
import type { Letter } from './letter.ts'
import { nameOf, opensTitle, personMention, type PersonMention } from './mention.ts'
import { isLoneInitial, nameEnd } from './name-run.ts'

const ofTitle =
  /^(?:duke|duchess|dutchess|earl|marquis|marquess|marchioness|countess|count|bishop|archbishop|prince|princess|baron|viscount|dean|duc|duchesse|comte|comtesse|marquis|marquise|prince|princesse|évêque|herzog|herzogin|graf|gräfin|fürst|fürstin|bischof|abbé|d)$/iu
const ofWords = new Set(['of', 'de', 'du', 'von', 'd'])

const office =
  /(?:rat|rath|räthin|rätin|meister|verweser|direktor|director|präsident|sekretär|secretär|inspektor|inspector|assessor|vorsteher|hauptmann|leutnant|händler|arzt|richter|schreiber|kommissar|commissar|ingenieur|advokat|anwalt|redakteur|redacteur|intendant|prediger|propst|probst|kanzler|rektor|rector|lehrer|verwalter)s?$/u

/** A German office between "Herr" and the name ("Herrn Justizrat Schmidt"). */
function isOffice(letter: Letter, at: number): boolean {
  const next = letter.tokens[at + 1]
  return (
    letter.language === 'de' &&
    runsOn(next) &&
    next.cap &&
    office.test((letter.tokens[at] as Token).lower)
  )
}

interface TitleRun {
  from: number
  to: number
  /** Titles before "and": the "Mr." of "Mr. and Mrs. Dickinson". */
  paired?: string
}

const singleM = (letter: Letter, at: number): boolean => {
  const token = letter.tokens[at] as Token
  const next = letter.tokens[at + 1]
  if (token.text !== 'M' || !runsOn(next) || next.initial || !next.cap) return false
  return token.dot
    ? letter.language === 'fr' || !isCommonWord(next.text, letter.language)
    : letter.language === 'fr'
}

const opensHere = (letter: Letter, at: number): boolean => {
  const token = letter.tokens[at]
  return token !== undefined && (opensTitle(token) || singleM(letter, at))
}

/** The titles that stand one after another from `at`. */
function titleRun(letter: Letter, at: number): TitleRun {
  let to = at + 1
  let paired: string | undefined
  while (to - at < 6) {
    const token = letter.tokens[to]
    if (!token) break
    const linked = token.ampersand || /^(?:and|et|und|u)$/u.test(token.text)
    if (linked && paired === undefined) {
      const title = token.ampersand ? to : to + 1
      const second = letter.tokens[title]
      if (second?.cap && isTitle(second.text)) {
        paired = nameOf(letter.tokens, at, to)
        to = title + 1
        continue
      }
      break
    }
    if (
      !runsOn(token) ||
      !token.cap ||
      !(isTitle(token.text) || isOffice(letter, to)) ||
      isGivenName(token.text)
    )
      break
    to++
  }
  return paired === undefined ? { from: at, to } : { from: at, to, paired }
}

function ofName(letter: Letter, run: TitleRun): PersonMention | undefined {
  const last = letter.tokens[run.to - 1] as Token
  const of = letter.tokens[run.to]
  const name = letter.tokens[run.to + 1]
  if (!ofTitle.test(last.text) || !runsOn(of) || !ofWords.has(of.lower) || !runsOn(name))
    return undefined
  if (!name.cap || isNeverName(name.text, letter.language)) return undefined
  return personMention(letter, {
    from: run.from,
    nameFrom: run.to + 1,
    to: run.to + 2,
    pattern: 'title-of',
  })
}

function kinName(letter: Letter, at: number): PersonMention | undefined {
  const next = letter.tokens[at + 1]
  if (!runsOn(next) || !next.cap || isTitle(next.text)) return undefined
  const given = isGivenName(next.text)
  if (!given && (isCommonWord(next.text, letter.language) || letter.language === 'de'))
    return undefined
  const to = given ? Math.min(nameEnd(letter, at + 1), at + 3) : at + 2
  // "Aunt Mary" is called so; "my sister Fanny" is called Fanny.
  const title = /^(?:aunt|uncle|cousin|granny|tante|onkel|oheim|vetter|base|oncle|grand)/iu.test(
    (letter.tokens[at] as Token).text,
  )
  return personMention(letter, {
    from: title ? at : at + 1,
    nameFrom: at + 1,
    to,
    pattern: 'kin-given',
  })
}

function patternOf(letter: Letter, nameFrom: number, to: number): PersonMention['pattern'] {
  const words = letter.tokens.slice(nameFrom, to)
  if (words.every((word) => word.initial)) return 'title-initial'
  return words.length > 1 ? 'title-full' : 'title-surname'
}

/** Recognition turns the full stop of "Mr." into other marks; the name after it is still the name. */
function followsMisreadStop(letter: Letter, at: number): boolean {
  const title = letter.tokens[at - 1]
  const name = letter.tokens[at]
  if (!title || !name?.cap || !/^(?:Mrs?|Dr|Messrs|Captn?|Col|Genl|Mme|Hrn?)$/u.test(title.text))
    return false
  return /^[,;:'·*^~-]{1,2}\s$/u.test(
    letter.text.slice(title.end, Math.min(name.start, title.end + 4)),
  )
}

/** The people a title at `at` introduces: none, one, or two ("Mr. and Mrs. Dickinson"). */
export function readTitled(letter: Letter, at: number): PersonMention[] {
  const token = letter.tokens[at] as Token
  if (isKinWord(token.text)) {
    const kin = kinName(letter, at)
    return kin ? [kin] : []
  }
  if (!opensHere(letter, at)) return []
  const run = titleRun(letter, at)
  const peer = ofName(letter, run)
  if (peer) return [peer]
  const next = letter.tokens[run.to]
  if (!runsOn(next) && !followsMisreadStop(letter, run.to)) return surnameLikeTitle(letter, run)
  let to = nameEnd(letter, run.to)
  // A given name as the last word of a longer run is the surname's place ("Lord John").
  if (to === run.to) return surnameLikeTitle(letter, run)
  const only = letter.tokens[run.to] as Token
  if (
    to === run.to + 1 &&
    !token.cap &&
    isCommonWord(only.text, letter.language) &&
    !isGivenName(only.text)
  )
    return []
  if (to === run.to + 1 && only.initial && !isLoneInitial(only)) return []
  const suffix = letter.tokens[to]
  if (suffix && runsOn(suffix) && isNameSuffix(suffix.text) && suffix.cap) to++
  const range = { nameFrom: run.to, to, pattern: patternOf(letter, run.to, to) }
  if (run.paired === undefined) return [personMention(letter, { ...range, from: run.from })]
  const second = nameOf(letter.tokens, run.to - 1, run.to)
  return [
    personMention(letter, { ...range, from: run.from, title: run.paired }),
    personMention(letter, { ...range, from: run.to - 1, title: second }),
  ]
}

/** "Mr. King", "Miss Major": the last word of a run of titles is the surname when nothing follows. */
function surnameLikeTitle(letter: Letter, run: TitleRun): PersonMention[] {
  if (letter.language !== 'en' || run.paired !== undefined || run.to - run.from !== 2) return []
  const first = letter.tokens[run.from] as Token
  const last = letter.tokens[run.to - 1] as Token
  if (
    !/^(?:Mr|Mrs|Miss|Dr)$/u.test(first.text) ||
    !/^(?:King|Dean|Prince|Bishop|Major|Judge|Earl|Baron|Duke|Parson|Elder|Deacon|Pope|Marquis|Master|Canon|Justice)(?:['’]s)?$/u.test(
      last.text,
    )
  )
    return []
  return [
    personMention(letter, {
      from: run.from,
      nameFrom: run.to - 1,
      to: run.to,
      pattern: 'title-surname',
    }),
  ]
}
