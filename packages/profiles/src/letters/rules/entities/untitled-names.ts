import {
  isCommonWord,
  isGivenName,
  isKinWord,
  isKnownSurname,
  isNameSuffix,
  isNeverName,
  isShortGivenName,
  isTitle,
  isUncertainGivenName,
  knownPlace,
  opensSentence,
  placeKey,
  runsOn,
  type Token,
} from '@colophon/methods/names'
import type { Letter } from './letter.ts'
import { personMention, type PersonMention, withoutPossessive } from './mention.ts'
import { nameEnd } from './name-run.ts'
import { namesWork } from './works.ts'

const notInitials =
  /^(?:PS|NB|MS|US|UK|AD|BC|AM|PM|MP|ST|CO|NY|IN|ON|TO|AN|AT|BY|IF|IT|IS|OF|OR|SO|WE|HE|MY|NO|DO|GO|US|AS|AM|BE|ME|UP|OH|IL|LE|LA|DE|ET|EN|AU|ES|ER|DU|ZU|SO|WO|DA|OB|UM|IM|AB|JA|MM|DR|MR|HR|SR|JR|NO|NR|II|IV|VI|XI|IX|XV|XX|LL)$/u
const neverInitials = /^(?:PS|NB|MP|US|AD|BC|AM|PM|NY|DC|II|III|IV|VI|XI)$/u
const german = 'de'

/** Whether the word may be the surname after a given name or initials. */
function isSurname(letter: Letter, token: Token | undefined): token is Token {
  if (!runsOn(token) || !token.cap || token.text.length < 2) return false
  if (isTitle(token.text) && !isGivenName(token.text)) return false
  if (token.initial && token.text.length < 3) return false
  return !isNeverName(token.text, letter.language)
}

/** "J. B. Monck", "JG Lockhart", "H. Bahr". */
function readInitials(letter: Letter, at: number): PersonMention | undefined {
  let to = at
  let dots = 0
  let letters = 0
  while (to - at < 4) {
    const token = letter.tokens[to]
    if (!token?.initial || (to > at && !runsOn(token))) break
    if (token.dot) dots++
    letters += token.text.length
    to++
  }
  const first = letter.tokens[at] as Token
  const name = letter.tokens[to]
  if (to === at || !isSurname(letter, name)) return undefined
  const joined = letter.tokens
    .slice(at, to)
    .map((token) => token.text)
    .join('')
  if (
    (dots === 0 ? notInitials : neverInitials).test(joined) ||
    (dots === 0 && (letters < 2 || joined.startsWith('I')))
  )
    return undefined
  if (first.text === 'O' || first.text === 'St') return undefined
  if (
    letters === 1 &&
    (letter.language === 'fr'
      ? first.text === 'M'
      : opensSentence(first) && /[IVX]/u.test(first.text))
  )
    return undefined
  if (dots > 0 && /^(?:I|A|U|V|X)$/u.test(joined) && isCommonWord(name.text, letter.language))
    return undefined
  if (name.text === name.text.toUpperCase() && name.text.length < 4) return undefined
  if (isCommonWord(name.text, letter.language) && (letter.language === german || dots === 0))
    return undefined
  let end = nameEnd(letter, to)
  if (end === to) end = to + 1
  return personMention(letter, { from: at, nameFrom: at, to: end, pattern: 'initials-surname' })
}

/** "Charles the Fifth", "Francis 1st", "Lewis XIV". */
function regnalEnd(letter: Letter, to: number): number {
  const [the, ordinal] = letter.tokens.slice(to, to + 2)
  if (
    runsOn(the) &&
    the.lower === 'the' &&
    runsOn(ordinal) &&
    /^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|great|conqueror)$/u.test(
      ordinal.lower,
    )
  )
    return to + 2
  if (runsOn(the) && /^(?:II|III|IV|VI|VII|VIII|XI|XII|XIV|XV|XVI|XVIII)$/u.test(the.text))
    return to + 1
  return to
}

/** A given name and what follows it: initials, further given names, a surname. */
function readGiven(letter: Letter, at: number): PersonMention | undefined {
  const { language } = letter
  const first = letter.tokens[at] as Token
  let to = at + 1
  const possessive = /['’]s?$/u.test(first.text)
  while (!possessive && to - at < 4) {
    const token = letter.tokens[to]
    if (!runsOn(token) || !token.cap) break
    const more =
      (token.initial &&
        (token.dot || letter.language === 'en') &&
        !/^[IVA]$/u.test(token.text) &&
        !notInitials.test(token.text)) ||
      isShortGivenName(token.text) ||
      (isGivenName(token.text) && !isNeverName(token.text, language))
    if (!more) break
    to++
    if (/['’]s?$/u.test(token.text)) break
  }
  const regnal = regnalEnd(letter, to)
  if (regnal > to && to === at + 1 && !possessive)
    return {
      ...personMention(letter, { from: at, nameFrom: at, to: regnal, pattern: 'regnal' }),
      given: [first.text],
    }
  const last = letter.tokens[to - 1] as Token
  const closed = /['’]s?$/u.test(last.text)
  // "the Mary, Captain Lowe": behind a comma another name begins.
  const end = closed || !runsOn(letter.tokens[to]) ? to : nameEnd(letter, to)
  const surname = letter.tokens[to]
  if (
    !closed &&
    surname &&
    end > to &&
    isSurname(letter, letter.tokens[end - 1]) &&
    acceptsSurname(letter, first, surname)
  ) {
    return personMention(letter, { from: at, nameFrom: at, to: end, pattern: 'given-surname' })
  }
  if (isShortGivenName(first.text) && !isGivenName(first.text)) return undefined
  if (to > at + 1 && (!last.initial || to === at + 2)) {
    return personMention(letter, {
      from: at,
      nameFrom: at,
      to,
      pattern:
        to - at === 2 && isUncertainGivenName(first.text) && isUncertainGivenName(last.text)
          ? 'given'
          : 'given-surname',
    })
  }
  if (isUncertainGivenName(first.text) || first.text.length < 3 || namesWork(letter, at))
    return undefined
  if (knownPlace(placeKey(withoutPossessive(first.text)))) return undefined
  return personMention(letter, { from: at, nameFrom: at, to, pattern: 'given' })
}

function acceptsSurname(letter: Letter, first: Token, surname: Token): boolean {
  if (!surname.cap) return true
  const common = isCommonWord(surname.text, letter.language)
  if (!common)
    return (
      !isUncertainGivenName(first.text) ||
      !opensSentence(first) ||
      letter.language !== 'en' ||
      !isCommonWord(first.text, 'en')
    )
  if (letter.language === german || letter.language === 'fr') return false
  // An ordinary word is a surname where the letter never writes it small.
  return (
    isKnownSurname(surname.text) ||
    (!letter.small.has(withoutPossessive(surname.lower)) && !isUncertainGivenName(first.text))
  )
}

function readEsquire(letter: Letter, at: number): PersonMention | undefined {
  let to = at + 1
  while (
    to - at < 4 &&
    isSurname(letter, letter.tokens[to]) &&
    !isNameSuffix((letter.tokens[to] as Token).text)
  )
    to++
  const suffix = letter.tokens[to]
  if (!suffix || !/^Esq/u.test(suffix.text) || !(runsOn(suffix) || suffix.before === 'comma'))
    return undefined
  return personMention(letter, { from: at, nameFrom: at, to, pattern: 'esquire' })
}

/** A person named without a title at `at`: initials or given name with surname, a given name alone, "Smith Esq.". */
export function readUntitled(letter: Letter, at: number): PersonMention | undefined {
  const token = letter.tokens[at] as Token
  if (!token.cap) return undefined
  const previous = letter.tokens[at - 1]
  if (previous && runsOn(token) && /^(?:St|Saint|Ste|Sainte|San|Santa|Sankt)$/u.test(previous.text))
    return undefined
  if (token.initial) return readInitials(letter, at)
  if (isNeverName(token.text, letter.language) || isKinWord(token.text)) return undefined
  const name = withoutPossessive(token.text)
  if (isGivenName(name) || (isShortGivenName(name) && name.length > 1)) {
    const person = readGiven(letter, at)
    if (person) return person
  }
  return isTitle(token.text) ? undefined : readEsquire(letter, at)
}
