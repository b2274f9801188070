import { opensSentence, runsOn, type Token } from '@colophon/methods/names'
import type { Letter } from './letter.ts'
import { thingMention, type ThingMention, withoutPossessive } from './mention.ts'

const journal = /^(?:Review|Magazine|Mag|Quarterly|Almanach?|Zeitschrift|Rundschau|Revue)$/u
const journals = new Set(
  'Blackwood Athenaeum Athenæum Spectator Examiner Simplicissimus Fackel'.split(' '),
)

/** "Edinburgh Review", "Blackwood": what is read there is a work. A newspaper has an office and people in it. */
export function isJournal({ name }: ThingMention): boolean {
  const words = name.split(/\s+/u).map(withoutPossessive)
  return words.some((word) => journal.test(word)) || (words.length === 1 && journals.has(name))
}

/** Bodies that a letter means by the word alone where an article or a word that points stands before it. */
const generic: Readonly<Record<Letter['language'], ReadonlySet<string>>> = {
  en: new Set(
    'Senate Legislature University Academy Admiralty Treasury Assembly Convention Cortes Consultation Ayuntamiento Vestry Synod'.split(
      ' ',
    ),
  ),
  de: new Set(
    `Universität Ministerium Ministerii Ministeriums Facultät Fakultät Seminar Seminars Seminarium Seminarii Societät Akademie Academie Statthalterei Magistrat Konsistorium Consistorium Senat Landtag Reichstag Bibliothek
    Tageblatt Tagblatt Börsencourier Presse Polizeidirektion Regierung Gymnasium`.split(/\s+/u),
  ),
  fr: new Set(
    'Académie Academie Université Sénat Chambre Institut Ministère Convention'.split(' '),
  ),
}
const points: Readonly<Record<Letter['language'], RegExp>> = {
  en: /^(?:the|our|this)$/u,
  de: /^(?:der|die|das|des|dem|den|am|im|zur|vom|zum|beim|hiesig\p{L}{1,2}|dortig\p{L}{1,2}|unser\p{L}{0,2}|hoh\p{L}{1,2}|\p{Ll}{4,}(?:isch|lich)e[nrsm]?)$/iu,
  fr: /^(?:l|le|la|à|notre|cette)$/iu,
}

const mention = thingMention('organization')

/** "the Senate", "an der Universität", "l'Académie": one of its kind in the letter. */
export function readGeneric(letter: Letter, at: number): ThingMention | undefined {
  const token = letter.tokens[at] as Token
  const before = letter.tokens[at - 1]
  if (
    !before ||
    opensSentence(token) ||
    !generic[letter.language].has(withoutPossessive(token.text))
  )
    return undefined
  const joined = runsOn(token) || token.before === 'none'
  if (!joined || !points[letter.language].test(before.lower)) return undefined
  // Who writes many nouns with a capital means less by it.
  return letter.capitalHappy && letter.language === 'en'
    ? undefined
    : mention(letter, at, at + 1, 'generic')
}

const stem = (word: string): string =>
  withoutPossessive(word)
    .toLowerCase()
    .replace(/(?:i?um|ii|s)$/u, '')

/** "Seminars" and "Seminarii" beside "Seminar": the same body again. */
export function isNamedAgain(body: ThingMention, others: readonly ThingMention[]): boolean {
  if (body.pattern !== 'generic') return false
  const word = stem(body.name)
  return others.some(
    (other) =>
      other !== body &&
      other.pattern === 'generic' &&
      other.start < body.start &&
      stem(other.name) === word,
  )
}
