import { functionWordIndex } from './function-words.ts'
import { bareWord, type Word } from './words.ts'

/** The vote of a stretch's words: the best language, the weight it gathered and its share of all weight. */
export interface Verdict {
  language: string
  weight: number
  share: number
  words: number
  totals: ReadonlyMap<string, number>
}

/** Endings and characters that hardly occur elsewhere; a third of a function word each, they only decide short texts. */
const TRAITS: readonly (readonly [string, RegExp])[] = [
  [
    'de',
    /ß|^(?:ge|ver|zer|ent|be)\p{L}{3,}(?:t|en)$|(?:ung|ungen|keit|heit|lich|lichen|schaft|sch)$|(?:pf|tz|ck|sch|ch)/u,
  ],
  ['en', /(?:ing|ness|ful|ght|ould|ship|ly|th|wh|sh|ed)$|^(?:wh|th|kn)/],
  [
    'fr',
    /(?:eux|euse|aux|eau|oir|oire|ois|oit|ment|ais|ait|aient|ez|ée|és|ées|esse|ique)$|[èêçœ]|^(?:[ldjmnts]|qu)'/,
  ],
  ['la', /(?:orum|arum|ibus|tur|que|amus|issim\p{L}{1,3})$/u],
  ['it', /(?:zione|zioni|mente|ezza|issim[oaie]|ello|etto)$/],
  ['es', /ñ|(?:ción|dad|mente|ando|iendo|ero)$/],
  ['nl', /ij|(?:lijk|heid|sch|aan|oo\p{L})$/u],
]
const TRAIT_WEIGHT = 0.3

const EXPECTED = ['en', 'de', 'fr']

export function weighWords(words: readonly Word[]): Verdict {
  const index = functionWordIndex()
  const totals = new Map<string, number>()
  let sum = 0
  for (const { lower } of words) {
    const entries = index.get(lower) ?? index.get(bareWord(lower))
    for (const [language, weight] of entries ?? []) {
      totals.set(language, (totals.get(language) ?? 0) + weight)
      sum += weight
    }
    if (entries || lower.length < 4) continue
    for (const [language, trait] of TRAITS) {
      if (!trait.test(lower)) continue
      totals.set(language, (totals.get(language) ?? 0) + TRAIT_WEIGHT)
      sum += TRAIT_WEIGHT
    }
  }
  const [language, weight] = heaviest(totals)
  return { language, weight, share: sum ? weight / sum : 0, words: words.length, totals }
}

/** On thin evidence the languages of the collections we serve come first: a name-like word must not make a text Dutch. */
function heaviest(totals: ReadonlyMap<string, number>): [string, number] {
  let best: [string, number] = ['und', 0]
  for (const entry of totals) if (entry[1] > best[1]) best = entry
  if (best[1] >= 2 || EXPECTED.includes(best[0])) return best
  for (const language of EXPECTED) {
    const weight = totals.get(language) ?? 0
    if (weight > 0 && weight >= best[1] / 2) best = [language, weight]
  }
  return best
}
