import { bareWord, type Word } from '@colophon/methods/language'

/** What a word is by the shape of its ending, as far as it shows: a name of things, or a word that only tells or qualifies. */
const NOUNS: Readonly<Record<string, RegExp>> = {
  en: /(?:tion|sion|ment|ness|ship|ity|ance|ence|hood|dom|ism|ist|age|ture|logy|graphy|land|ery|ory|our|or|er)s?$/,
  de: /(?:ung|heit|keit|schaft|tum|thum|nis|niß|ion|tät|ment|ling|buch|haus|stück|blatt|band)(?:en|e|er|s)?$/,
  fr: /(?:tion|sion|ment|ance|ence|ité|age|isme|iste|ure|eur|erie|esse|ier|oire)s?$/,
}
const ADVERBS = /(?:eus|el|al|ur|èr|er|iqu|abl|ibl|iv|ain|ell|ul|ièr)ement$|(?:amment|emment)$/
const QUALIFIERS: Readonly<Record<string, RegExp>> = {
  en: /(?:ly|\p{L}{3}ed|\p{L}{2}ing|ish|less|ful|ous|ive|able|ible)$/u,
  de: /(?:lich|isch|ig|sam|bar|haft|ier|los|voll)(?:e|en|er|es|em|ste|sten|te|ten|t)?$|^(?:ge|ver|be|er|ent|zer)\p{Ll}+(?:t|en)$/u,
  fr: /(?:able|ible|eux|euse|ique|ait|ais|oit|ois|er|ez|ant|aient|oient|é|ée|és|ées|rai|ront|rons)$/,
}

/** Words after which a thing is named, and those after which something is done. */
const BEFORE_NOUNS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: setOf(
    `a an the my your his her our their its this that these those some any no each every of in with from for by on at into upon
     about concerning without between two three four five six several many few more such another`,
  ),
  fr: setOf(
    `le la les un une des du de mon ma mes son sa ses notre nos votre vos leur leurs ce cet cette ces au aux en par pour sur sans
     dans avec quelque quelques aucun aucune chaque deux trois tout toute tous toutes`,
  ),
}
const BEFORE_VERBS: Readonly<Record<string, ReadonlySet<string>>> = {
  en: setOf(
    `to i you he she we they it who not will would shall should can could may might must do does did never be been is are was were
     have has had being`,
  ),
  fr: setOf(
    `je tu il elle nous vous ils elles qui ne se me te y en lui a ai as ont avoir est sont était être fait faire`,
  ),
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/))
}

export const isNoun = (lower: string, language: string): boolean =>
  (NOUNS[language]?.test(lower) ?? false) && !isQualifier(lower, language)

export const isQualifier = (lower: string, language: string): boolean =>
  (language === 'fr' && ADVERBS.test(lower)) || (QUALIFIERS[language]?.test(lower) ?? false)

/** What the word before says of one: that it names something, that it tells what is done, or nothing. */
export function usedAs(
  words: readonly Word[],
  at: number,
  language: string,
): 'noun' | 'verb' | null {
  const before = words[at - 1]
  if (before === undefined) return null
  const lower = bareWord(before.lower)
  // French elides: l’oncle, d’argent, j’envoie.
  const own = words[at]?.lower ?? ''
  if (language === 'fr' && /^[ld]['’]/.test(own)) return 'noun'
  if (language === 'fr' && /^[jmts]['’]/.test(own)) return 'verb'
  if (BEFORE_NOUNS[language]?.has(lower)) return 'noun'
  if (BEFORE_VERBS[language]?.has(lower)) return 'verb'
  return null
}
