import {
  isCommonWord,
  isGivenName,
  isKinWord,
  isKnownSurname,
  isNeverName,
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
import { namesWork } from './works.ts'

const agentVerbs: Readonly<Record<Letter['language'], RegExp>> = {
  en: /^(?:said|says|told|tells|wrote|writes|written|thinks|thought|came|comes|went|goes|sent|sends|has|had|will|would|was|is|called|calls|gave|read|brought|spoke|speaks|desires|begs|sends|dined|arrived|died|left|asked|likes|liked|knows|knew|saw|sees)$/u,
  de: /^(?:sagt|sagte|schreibt|schrieb|meint|meinte|hat|hatte|ist|war|wird|will|wollte|kommt|kam|geht|ging|läßt|ließ|grüßt|grüsst|soll|sollte|kann|muß|mußte|schickt|schickte|liest|las|gibt|gab|erzählt|erzählte|bittet|bat)$/u,
  fr: /^(?:a|est|était|étoit|dit|écrit|vient|va|vint|fut|fit|fait|avait|avoit|sera|doit|demande|se|s)$/u,
}
/** Words after which an unknown name is a person's rather than a place's or a book's. */
const personal: Readonly<Record<Letter['language'], RegExp>> = {
  en: /^(?:by|with|to|and|or|upon|against|between|as|than|poor|young|old|little|told|saw|seen|met|meet|see|invited|thank|ask|asked|tell|remind|like|love|both|me|us|you)$/u,
  de: /^$/u,
  fr: /^(?:de|d|à|par|avec|et|comme|que|pour|contre|chez|selon|grand|pauvre)$/u,
}
const germanDeterminer =
  /^(?:der|die|das|dem|den|des|ein|eine|einen|einem|einer|eines|mein|meine|meinen|meinem|meiner|meines|dein|deine|deinen|deinem|deiner|sein|seine|seinen|seinem|seiner|seines|ihr|ihre|ihren|ihrem|ihrer|ihres|unser|unsere|unsern|unserer|unserm|euer|eure|kein|keine|keinen|keinem|keiner|dies|diese|dieser|dieses|diesem|diesen|jener|jene|jenes|jenem|jenen|jede|jeder|jedes|jedem|jeden|welche|welcher|welches|welchen|welchem|solche|solcher|solches|alle|allen|aller|alles|viel|viele|vielen|vieler|mehr|wenig|wenige|etwas|nichts|manche|mancher|einige|einigen|zum|zur|im|am|ins|ans|vom|beim|aufs|fürs|zwei|drei|vier|beide|beiden|so|wie|als|zu)$/u
const germanAdjective = /(?:e[nmrs]?|ig|lich|isch)$/u
const notAdjectives =
  /^(?:an|von|bei|bey|mit|für|über|gegen|wegen|ohne|durch|um|nach|aus|und|oder|auch|daß|dass|wenn|aber|denn|ob|da|wo|hat|ist|war|sagt|neben|unter|hinter|zwischen|außer|ausser|statt|seitens|haben|habe|sollen|wollen|können|werden|weder|noch|oder|leider|sondern|aber|wieder|gestern|heute|morgen|lieber|liebe|lieben|guter|armer|immer|hier|oder|selber|daher|unter|jedoch)$/u
const germanPrepositions =
  /^(?:an|von|bei|bey|mit|für|über|gegen|wegen|ohne|durch|nach|neben|außer|u|und|oder|auch|daß|dass|wenn|aber|denn|ob|als|wie)$/u

/** Whether a German capitalised word stands as a name does: without article or adjective before it. */
function isBareGerman(letter: Letter, at: number): boolean {
  const previous = letter.tokens[at - 1]
  const token = letter.tokens[at] as Token
  if (!previous || !runsOn(token)) return token.before === 'comma'
  if (germanDeterminer.test(previous.lower)) return false
  if (previous.cap && !/^(?:Sie|Ihnen|Ihr|Ihre|Er|Ich|Und|Von|An|Mit)$/u.test(previous.text))
    return false
  return (
    notAdjectives.test(previous.lower) ||
    germanPrepositions.test(previous.lower) ||
    !germanAdjective.test(previous.lower)
  )
}

/** Adjectives and participles raised to nouns ("Literarisches"), and plurals. */
const germanNominal = /(?:isch|lich|ig|bar|sam)e[nrs]?$|(?:dern|tern|ssen|sein)$/u
const frenchEnding =
  /(?:ions?|aires?|ances?|ences?|ités?|ments?|ophie|ogie|eurs?|euses?|istes?|ismes?)$/u
const adjectiveEnding =
  /(?:[^aeiou]ians?|ish|isms?|ists?|esque|ean|eans|ics?|ous|ity|ness|tion|tions|ology|ically|ment|able|ible|ful|ette|ettes|ique|iques|aise|ienne|ois|oise|ment|eau|é|ée|és)$/u

function isCandidate(letter: Letter, token: Token): boolean {
  const { language } = letter
  if (!token.cap || token.text.length < 4 || token.initial || opensSentence(token)) return false
  const name = withoutPossessive(token.text)
  if (language === 'en' && adjectiveEnding.test(name)) return false
  if (language === 'fr' && frenchEnding.test(name)) return false
  if (
    /\p{Lu}\p{Lu}|\p{Ll}\p{Lu}/u.test(name.replace(/^Ma?c/u, '')) ||
    isTitle(name) ||
    isKinWord(name)
  )
    return false
  if (
    isCommonWord(name, language) ||
    isNeverName(name, language) ||
    letter.small.has(name.toLowerCase())
  )
    return false
  return knownPlace(placeKey(name)) === undefined
}

const person = (letter: Letter, at: number, pattern: PersonMention['pattern']): PersonMention =>
  personMention(letter, { from: at, nameFrom: at, to: at + 1, pattern })

function readGermanUnknown(letter: Letter, at: number): PersonMention | undefined {
  const token = letter.tokens[at] as Token
  if (!isBareGerman(letter, at)) return undefined
  const next = letter.tokens[at + 1]
  const previous = letter.tokens[at - 1]
  const genitive =
    /[^s]s$/u.test(token.text) && runsOn(next) && next.cap && isCommonWord(next.text, 'de')
  if (genitive) return person(letter, at, 'genitive')
  if (next && runsOn(next) && agentVerbs.de.test(next.lower)) return person(letter, at, 'agent')
  if (!previous || !runsOn(token) || germanNominal.test(token.text)) return undefined
  if (/^(?:von|bei|bey)$/u.test(previous.lower)) return person(letter, at, 'unknown')
  const other = letter.tokens[at - 2]
  const linked = /^(?:und|u|oder|noch)$/u.test(previous.lower) && other?.cap === true
  if (linked && isCandidate(letter, other)) return person(letter, at, 'unknown')
  return undefined
}

/** A surname everyone knows or many bear, standing alone. */
function readKnownSurname(letter: Letter, at: number): PersonMention | undefined {
  const token = letter.tokens[at] as Token
  const name = withoutPossessive(token.text)
  if (
    !isKnownSurname(name) ||
    name.length < 4 ||
    letter.small.has(name.toLowerCase()) ||
    token.quoted
  )
    return undefined
  if (isTitle(name) || isUncertainGivenName(name)) return undefined
  const next = letter.tokens[at + 1]
  const common = isCommonWord(name, letter.language)
  if (
    common ||
    (next && runsOn(next) && next.cap && letter.language === 'en' && !isTitle(next.text))
  )
    return undefined
  return person(letter, at, 'surname')
}

/** A capitalised word that no list knows, read as a surname where its surroundings allow. */
export function readUnknown(letter: Letter, at: number): PersonMention | undefined {
  const token = letter.tokens[at] as Token
  const surname = token.cap ? readKnownSurname(letter, at) : undefined
  if (surname) return surname
  if (!isCandidate(letter, token) || isGivenName(withoutPossessive(token.text))) return undefined
  const { language } = letter
  if (language === 'de') return readGermanUnknown(letter, at)
  const previous = letter.tokens[at - 1]
  const next = letter.tokens[at + 1]
  const article =
    previous !== undefined &&
    runsOn(token) &&
    /^(?:the|a|an|le|la|les|l|this|that|these|my|your|our|his|her|their|un|une|des|du|ce|cette|mon|ma|votre)$/u.test(
      previous.lower,
    )
  if (namesWork(letter, at)) return undefined
  const careful = letter.capitalHappy || letter.noisy
  if (article) {
    if (careful && !isKnownSurname(token.text.slice(0, -1))) return undefined
    const family = language === 'en' && previous.lower === 'the' && /[^s]s$/u.test(token.text)
    return family && !(next && runsOn(next) && next.cap) ? person(letter, at, 'family') : undefined
  }
  if (!careful && next && runsOn(next) && agentVerbs[language].test(next.lower))
    return person(letter, at, 'agent')
  if (/['’]s$/u.test(token.text)) return person(letter, at, 'genitive')
  if (careful) return undefined
  if (next && runsOn(next) && next.cap)
    return isCandidate(letter, next)
      ? personMention(letter, { from: at, nameFrom: at, to: at + 2, pattern: 'unknown-full' })
      : undefined
  if (!previous || (previous.cap && runsOn(token))) return undefined
  const linked =
    token.ampersand || token.before === 'comma' || personal[language].test(previous.lower)
  return linked ? person(letter, at, 'unknown') : undefined
}
