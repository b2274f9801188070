import {
  isCommonWord,
  isGivenName,
  isKinWord,
  isNameSuffix,
  isNeverName,
  isParticle,
  isShortGivenName,
  isTitle,
  isUncertainGivenName,
} from './lexicon.ts'
import type { Letter } from './letter.ts'
import { nameOf, opensTitle, personMention } from './mention.ts'
import type { PersonMention } from './mention.ts'
import { runsOn } from './tokens.ts'
import type { Token } from './tokens.ts'

const englishFunctionWords = new Set(
  `i you he she it we they me him her us them my your his its our their the a an and or but if when while as that this these those what who whom which there here then
  to of in on at by for from with without into upon not no yes do does did have has had is was are were be been will would shall should can could may might must let so
  all some any one too very much how why where because before after since though however pray thank yours`.split(
    /\s+/u,
  ),
)

/** Titles that a name without a surname may follow ("Sir Walter", "Lady Jane", "Prince Albert"). */
const noble =
  /^(?:sir|lady|dame|lord|king|queen|prince|princess|emperor|pope|saint|kaiser|könig|königin|prinz|prinzessin|kaiserin|father|brother|sister|père|soeur|sœur|frère|pater)$/iu
const ofTitle =
  /^(?:duke|duchess|dutchess|earl|marquis|marquess|marchioness|countess|count|bishop|archbishop|prince|princess|baron|viscount|dean|duc|duchesse|comte|comtesse|marquis|marquise|prince|princesse|évêque|herzog|herzogin|graf|gräfin|fürst|fürstin|bischof|abbé|d)$/iu
const ofWords = new Set(['of', 'de', 'du', 'von', 'd'])

/** Whether a word can be part of the name after a title. */
function isNameWord(letter: Letter, token: Token): boolean {
  if (!token.cap || englishFunctionWords.has(token.lower)) return false
  if (letter.language === 'en') return true
  return !isNeverName(token.text, letter.language)
}

/** Particles that may open a surname; "der", "den" only follow one. */
const opening: Readonly<Record<Letter['language'], RegExp>> = {
  en: /^(?:de|du|des|d|di|da|del|della|von|van|la|le|ter|mc|mac|fitz|y)$/u,
  de: /^(?:von|van|vom|v|zu|zur|de|du|d|di|da|del|della|af)$/u,
  fr: /^(?:de|du|des|d|la|le|van|von|di|da)$/u,
}

/** The token of the surname that particles at `at` lead to, or `at` when there is none. */
function startsParticle(letter: Letter, at: number): number {
  const first = letter.tokens[at]
  if (!first || !opening[letter.language].test(first.lower)) return at
  let next = at
  while (next - at < 3) {
    const token = letter.tokens[next]
    if (!runsOn(token) || !isParticle(token.text) || (token.initial && token.text !== 'D')) break
    next++
  }
  const name = letter.tokens[next]
  return next > at && runsOn(name) && name.cap && !isNeverName(name.text, letter.language)
    ? next
    : at
}

/** A lone "I" or "A" after a title is the pronoun or the article, not an initial. */
function isLoneInitial(token: Token): boolean {
  return token.initial && (token.dot || !/^[IAOVU]$/u.test(token.text))
}

/** How far a name runs from `at`, up to five words; `at` itself when no name stands there. */
export function nameEnd(letter: Letter, at: number): number {
  let to = at
  let complete = false
  while (to - at < 6) {
    const token = letter.tokens[to]
    if (!token || (to > at && !runsOn(token))) break
    if (to > at && (isNameSuffix(token.text) || /['’]s?$/u.test(letter.tokens[to - 1]?.text ?? '')))
      break
    if (!complete && isLoneInitial(token)) {
      to++
      continue
    }
    if (complete && token.cap && !isParticle(token.text)) {
      // A second surname ("Spring Rice", "Sneyd Edgeworth") only where it is no ordinary word.
      const previous = letter.tokens[to - 1] as Token
      const joins =
        /[\p{L}]$/u.test(previous.text) && !previous.dot && !/['’]s?$/u.test(previous.text)
      if (
        !joins ||
        isCommonWord(token.text, letter.language) ||
        isTitle(token.text) ||
        token.initial ||
        letter.language === 'de'
      )
        break
      to++
      break
    }
    if (complete) break
    const name =
      to === at && !token.cap && !isParticle(token.text) ? to : startsParticle(letter, to)
    if (name > to && (!token.cap || isParticle(token.text))) {
      to = name + 1
      complete = true
      continue
    }
    if (!isNameWord(letter, token) || (isTitle(token.text) && to > at && !isGivenName(token.text)))
      break
    to++
    if (
      to - at > 1 &&
      /(?:ing|ed)$/u.test(token.text) &&
      isCommonWord(token.text, letter.language)
    ) {
      to--
      break
    }
    const given = isGivenName(token.text) || isShortGivenName(token.text)
    complete = !given || /['’]s?$/u.test(token.text)
  }
  return to
}

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

/** The people a title at `at` introduces: none, one, or two ("Mr. and Mrs. Dickinson"). */
export function readTitled(letter: Letter, at: number): PersonMention[] {
  const token = letter.tokens[at] as Token
  if (isKinWord(token.text)) {
    const kin = kinName(letter, at)
    return kin ? [kin] : []
  }
  if (!opensHere(letter, at)) return []
  const run = titleRun(letter, at)
  const noble_ = ofName(letter, run)
  if (noble_) return [noble_]
  const next = letter.tokens[run.to]
  if (!next || !(runsOn(next) || next.before === 'none')) {
    return surnameLikeTitle(letter, run)
  }
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
  const nameTo = to
  const mention = personMention(letter, {
    from: run.from,
    nameFrom: run.to,
    to: nameTo,
    pattern: patternOf(letter, run.to, nameTo),
  })
  if (run.paired === undefined) return [mention]
  const secondTitle = nameOf(letter.tokens, run.to - 1, run.to)
  return [
    personMention(letter, {
      from: run.from,
      nameFrom: run.to,
      to: nameTo,
      pattern: mention.pattern,
      title: run.paired,
    }),
    personMention(letter, {
      from: run.to - 1,
      nameFrom: run.to,
      to: nameTo,
      pattern: mention.pattern,
      title: secondTitle,
    }),
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

export { noble, isUncertainGivenName }
