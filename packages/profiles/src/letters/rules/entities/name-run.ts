import {
  isCommonWord,
  isGivenName,
  isListedNoun,
  isNameSuffix,
  isNeverName,
  isParticle,
  isShortGivenName,
  isTitle,
  runsOn,
  type Token,
} from '@colophon/methods/names'
import type { Letter } from './letter.ts'

const englishFunctionWords = new Set(
  `i you he she it we they me him her us them my your his its our their the a an and or but if when while as that this these those what who whom which there here then
  to of in on at by for from with without into upon not no yes do does did have has had is was are were be been will would shall should can could may might must let so
  all some any one too very much how why where because before after since though however pray thank yours`.split(
    /\s+/u,
  ),
)

/** German nouns that are frequent surnames; after a title they are that. */
const germanNounSurnames =
  /^(?:Bauer|Brand|Engel|Fuchs|Hahn|Herz|Hirsch|Kaiser|Kern|Koch|Kraft|Krone|Loos|Richter|Ring|Ritter|Schade|Schreiber|Sommer|Stein|Stern|Stolz|Sturm|Vogel|Weise|Winter|Wirth|Wolf|Zorn)s?$/u

/** Particles that may open a surname; "der", "den" only follow one. */
const opening: Readonly<Record<Letter['language'], RegExp>> = {
  en: /^(?:de|du|des|d|di|da|del|della|von|van|la|le|ter|mc|mac|fitz|y)$/u,
  de: /^(?:von|van|vom|v|zu|zur|de|du|d|di|da|del|della|af)$/u,
  fr: /^(?:de|du|des|d|la|le|van|von|di|da)$/u,
}

const possessive = /['’]s?$/u

/** Whether a word can be part of the name after a title. */
function isNameWord(letter: Letter, token: Token, afterGiven: boolean): boolean {
  if (!token.cap || englishFunctionWords.has(token.lower)) return false
  if (letter.language === 'en') return true
  if (letter.language === 'de' && germanNounSurnames.test(token.text)) return true
  // Only a surname is left to come ("Dr. Ruprecht Ebeling"), whatever its ending.
  if (letter.language === 'de' && afterGiven) return !isListedNoun(token.text)
  return !isNeverName(token.text, letter.language)
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
export function isLoneInitial(token: Token): boolean {
  return token.initial && (token.dot || !/^[IAOVU]$/u.test(token.text))
}

/** A second surname ("Spring Rice", "Conan Doyle") only where it is no ordinary word; German writes a noun there. */
function isSecondSurname(letter: Letter, previous: Token, token: Token): boolean {
  if (letter.language === 'de' || previous.dot || token.initial || isParticle(token.text))
    return false
  return token.cap && !isCommonWord(token.text, letter.language) && !isTitle(token.text)
}

/** Whether the word at `to` can go on with a name whose surname has not come yet. */
function continuesName(letter: Letter, at: number, to: number): boolean {
  const token = letter.tokens[to] as Token
  if (!isNameWord(letter, token, to > at)) return false
  if (to === at) return true
  if (isTitle(token.text) && !isGivenName(token.text)) return false
  if (letter.language !== 'en') return true
  return !/(?:ing|ed)$/u.test(token.text) || !isCommonWord(token.text, letter.language)
}

/** How far a name runs from `at`, up to six words; `at` itself when no name stands there. */
export function nameEnd(letter: Letter, at: number): number {
  for (let to = at; ;) {
    const token = letter.tokens[to]
    if (!token || to - at >= 6) return to
    const previous = to > at ? letter.tokens[to - 1] : undefined
    if (previous && (!runsOn(token) || isNameSuffix(token.text) || possessive.test(previous.text)))
      return to
    if (isLoneInitial(token)) {
      to++
      continue
    }
    const name = startsParticle(letter, to)
    if (name > to) return surnameEnd(letter, name)
    if (!continuesName(letter, at, to)) return to
    if (!isGivenName(token.text) && !isShortGivenName(token.text)) return surnameEnd(letter, to)
    to++
  }
}

/** End of the surname at `at`, with a second one that follows it. */
function surnameEnd(letter: Letter, at: number): number {
  const surname = letter.tokens[at] as Token
  const next = letter.tokens[at + 1]
  if (possessive.test(surname.text) || !runsOn(next) || isNameSuffix(next.text)) return at + 1
  return isSecondSurname(letter, surname, next) ? at + 2 : at + 1
}
