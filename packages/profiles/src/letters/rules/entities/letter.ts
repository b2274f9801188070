import {
  isCommonWord,
  isGivenName,
  isKnownSurname,
  knownPlace,
  opensSentence,
  placeKey,
  type Token,
  tokenise,
} from '@colophon/methods/names'

/** A letter prepared for reading: its words, and how its writer uses capitals. */
export interface Letter {
  text: string
  language: 'en' | 'de' | 'fr'
  tokens: readonly Token[]
  /** Words the letter also writes small, so that their capital elsewhere is a matter of style. */
  small: ReadonlySet<string>
  /** The writer capitalises ordinary nouns, as was common before 1800. */
  capitalHappy: boolean
  /** Many small words are in no dictionary: recognition errors or very old spelling. */
  noisy: boolean
}

function capitalHappy(tokens: readonly Token[], language: string): boolean {
  if (language !== 'en') return false
  let common = 0
  let raised = 0
  for (const token of tokens) {
    if (opensSentence(token) || token.text.length < 4 || !isCommonWord(token.text, language))
      continue
    common++
    if (token.cap) raised++
  }
  return common > 20 && raised / common > 0.1
}

/** Share of small English words that no dictionary has; other languages have no word list to tell. */
function isNoisy(tokens: readonly Token[], language: string): boolean {
  if (language !== 'en') return false
  const words = tokens.filter((token) => !token.cap && token.text.length > 3)
  const unknown = words.filter((token) => !isCommonWord(token.text, 'en')).length
  return unknown > 5 && unknown / words.length > 0.08
}

/** Puts together names that a line break cut without a hyphen ("Edge\nworth"), where the whole is known. */
function joinBrokenNames(tokens: readonly Token[]): Token[] {
  let names: ReadonlySet<string> | undefined
  const whole = (): ReadonlySet<string> =>
    (names ??= new Set(
      tokens.filter((token) => token.cap).map((token) => token.lower.replace(/['’]s?$/u, '')),
    ))
  const isWhole = (word: string): boolean => {
    const name = word.replace(/['’]s?$/u, '')
    return (
      whole().has(name) ||
      isGivenName(name) ||
      isKnownSurname(name) ||
      knownPlace(placeKey(name)) !== undefined
    )
  }
  const joined: Token[] = []
  for (const token of tokens) {
    const previous = joined.at(-1)
    const cut =
      token.before === 'line' &&
      !token.cap &&
      previous?.cap === true &&
      previous.text.length > 1 &&
      !/['’]s?$/u.test(previous.text)
    if (previous && cut && token.text.length > 1 && isWhole(previous.lower + token.lower)) {
      joined.pop()
      const text = previous.text + token.text
      joined.push({
        ...previous,
        text,
        lower: text.toLowerCase(),
        end: token.end,
        dot: token.dot,
        initial: false,
      })
    } else joined.push(token)
  }
  return joined
}

/** Reads the words of a letter; languages other than German and French are read as English. */
export function prepareLetter(text: string, languageTag: string): Letter {
  const subtag = languageTag.slice(0, 2).toLowerCase()
  const language = subtag === 'de' || subtag === 'fr' ? subtag : 'en'
  const tokens = joinBrokenNames(tokenise(text))
  const small = new Set(tokens.filter((token) => !token.cap).map((token) => token.lower))
  return {
    text,
    language,
    tokens,
    small,
    capitalHappy: capitalHappy(tokens.slice(0, 3000), language),
    noisy: isNoisy(tokens.slice(0, 1000), language),
  }
}
