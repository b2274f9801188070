import type { Span } from '@colophon/domain'
import { stem, stopWords } from '@colophon/methods/keywords'
import { bareWord, type Word } from '@colophon/methods/language'

export interface Unit extends Span {
  words: readonly Word[]
  cut: boolean
}

/** Verbs and nouns of asking, telling, sending, deciding: what a letter is written for. */
const PURPOSE: Record<string, RegExp> = {
  en: /\b(?:request\w*|beg you|inform\w*|send\w*|sent|enclos\w+|inclos\w+|please|appl(?:y|ied|ication)|propos\w+|offer\w*|advis\w+|advice|receiv\w+|recd|wish(?:es|ed)? (?:to|you)|want\w*|intend\w*|purchas\w*|publish\w*|died|death|married|marriage|born|arriv\w+|sail\w*|return\w*|appointed|elected|invit\w+|engag\w+|decided|determined|agree\w*|payment|paid|owe)\b/i,
  de: /(?:bitte|ersuch\p{L}*|anfrag\p{L}*|mit(?:zu)?t(?:h)?eil\p{L}*|send\p{L}*|gesandt|schick\p{L}*|beilieg\p{L}*|anbei|übersend\p{L}*|erhalten|empfang\p{L}*|einlad\p{L}*|vorschlag\p{L}*|schlage|möchte|wünsch\p{L}*|beabsichtig\p{L}*|gestorben|tod|verlobt|vermählt|heirat\p{L}*|geboren|angekommen|abreis\p{L}*|beschlossen|bezahl\p{L}*|erschienen|anzeig\p{L}*|melde)/iu,
  fr: /(?:prie|demand\p{L}+|envo[iy]\p{L}+|ci-joint|inform\p{L}+|annonc\p{L}+|reçu\p{L}*|invit\p{L}+|propos\p{L}+|désir\p{L}+|souhait\p{L}+|mort|décès|mari(?:age|é|er)|arriv\p{L}+|part(?:ir|i|ons)|pay\p{L}+|accept\p{L}+|communiqu\p{L}+|publi\p{L}+)/iu,
}

/** Starts that lean on the sentence before; quoted alone they are hard to read. */
const LEANING =
  /^(?:and|but|or|nor|he|she|it|they|this|that|these|those|him|her|his|so|which|who|whom|therefore|und|aber|oder|er|es|diese[rsmn]?|dies|das|denn|doch|welche[rsmn]?|dessen|deren|et|mais|ou|il|elle|ils|elles|cela|ce|cette|qui|que|dont)\b/i

/** Courtesy and weather say nothing about a letter's matter. */
const COURTESY =
  /\b(?:god bless|kind(?:est)? (?:regards|love)|best (?:love|compliments|respects)|my love to|remember me|believe me|in haste|excuse|pardon|grüße[nt]?|empfehl\w+|herzlich\w*|hochachtung|ergebenst|freundlichst|amitiés|salutations|compliments|hommages|embrasse|agréer)\b/i

/** One score per unit: how central its words are, where it stands, what it does. */
export function scoreUnits(units: readonly Unit[], text: string, language: string): number[] {
  const stops = stopWords(language)
  const stems = units.map((unit) => contentStems(unit, stops, language))
  const spread = new Map<string, number>()
  for (const set of stems) for (const one of set) spread.set(one, (spread.get(one) ?? 0) + 1)
  return units.map((unit, at) => {
    const own = stems[at] ?? new Set<string>()
    let centrality = 0
    for (const one of own) centrality += Math.log(1 + (spread.get(one) ?? 1))
    const density = centrality / Math.sqrt(unit.words.length + 4)
    const quote = text.slice(unit.start, unit.end)
    return density + placeScore(at, units.length) + wordingScore(quote, unit, language)
  })
}

function contentStems(unit: Unit, stops: ReadonlySet<string>, language: string): Set<string> {
  const stems = new Set<string>()
  for (const word of unit.words) {
    const bare = bareWord(word.lower)
    if (bare.length >= 3 && !stops.has(bare)) stems.add(stem(bare, language))
  }
  return stems
}

/** A letter states its business early. */
function placeScore(at: number, count: number): number {
  if (at === 0) return 0.8
  if (at === 1) return 0.6
  return 0.4 * (1 - at / count)
}

function wordingScore(quote: string, unit: Unit, language: string): number {
  let score = 0
  if ((PURPOSE[language] ?? PURPOSE['en'])?.test(quote)) score += 0.7
  if (/\d/.test(quote)) score += 0.15
  if (/\p{Ll}[\s,]{1,3}\p{Lu}\p{Ll}{2}/u.test(quote) && language !== 'de') score += 0.25
  if (LEANING.test(quote)) score -= 0.4
  if (COURTESY.test(quote)) score -= 0.8
  if (/^\p{Ll}/u.test(quote)) score -= 0.2
  if (unit.words.length < 6) score -= 1.2
  if (unit.words.length > 35) score -= 0.3
  return score
}
