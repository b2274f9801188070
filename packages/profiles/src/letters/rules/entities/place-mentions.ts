import {
  isCommonWord,
  isGivenName,
  isKnownSurname,
  isNeverName,
  isTitle,
  isUncertainGivenName,
  isUncertainPlace,
  knownPlace,
  opensLongPlace,
  opensSentence,
  placeKey,
  runsOn,
  type Token,
} from '@colophon/methods/names'
import type { Letter } from './letter.ts'
import { thingMention, type ThingMention, withoutPossessive } from './mention.ts'

const buildingWord =
  /^(?:House|Hall|Park|Castle|Abbey|Lodge|Cottage|Priory|Manor|Court|Grange|Villa|Palace|Tower|Church|Cathedral|Chapel|Inn|Hotel|Theatre|Gardens?|Farm|Grove|Mount|Bridge|Hill|Heath|Common|Green|Wood|Woods|Lake|River|Creek|Bay|Island|Islands|Isle|Mountains?|Valley|Falls|Springs|Point|Fort|Landing|Ferry|Town|Mills?|Schloss|Platz|Hof|Pass)(?:['’]s)?$/u
const streetWord =
  /^(?:Street|Str|Road|Rd|Lane|Place|Square|Sqr|Sq|Row|Terrace|Crescent|Avenue|Ave|Buildings|Bldgs|Yard|Quay|Alley|Gate|Parade|Walk|Mews|Circus)(?:['’]s)?$/iu
const smallStreet = /^(?:street|str|st|place|square|road|lane|terrace|row|park|house)$/u
const before =
  /^(?:Castle|Mount|Lake|Loch|Lough|Fort|Cape|Port|Point|River|Schloss|Schloß|San|Santa|Sankt|Villa|Hotel|Hôtel|Château|Chateau|Isle|County|Co|Rue|Place|Quai|Avenue|Café|Palais|Palazzo|Burg|Kloster|Gut|Bad|Monte|Rio|Ben|Camp)$/u
const smallBefore =
  /^(?:rue|place|quai|boulevard|avenue|faubourg|fort|river|lake|county|schloß|schloss|château|chateau|hôtel)$/u
/** Small words that open the name of a street or building ("rue du Bac"). */
export const opensPlace = (word: string): boolean => smallBefore.test(word)

const germanStreet =
  /(?:straße|strasse|str|gasse|platz|allee|ufer|graben|ring|markt|brücke|brunnen|thor|wall|weg|damm)$/u
const germanTown =
  /(?:burg|stadt|städt|dorf|heim|berg|feld|felde|hausen|bach|au|ow|itz|ingen|furt|thal|tal|see|brück|münde|walde|kirchen|kirch|bad|stein|leben|rode|hagen|born|brunn|hofen|ach|eck|moos|gau|beuren|weiler|ing|en)$/u
const englishTown =
  /(?:ton|ham|bury|ford|shire|borough|burgh|mouth|ville|wick|worth|ley|field|side|town|stone|combe|hurst|stead|chester|cester|minster|port|bourne|dale|wood|well|by|more|brook|don)$/u
const germanBuilding = /(?:theater|schloß|schloss|palais|hof)$/u

const inWords: Readonly<Record<Letter['language'], RegExp>> = {
  en: /^(?:in|at|from|near|through|towards|toward|via|beyond|round|about|above|below|into)$/u,
  de: /^(?:in|nach|aus|bei|über|von|zu|bis|gen|durch|um)$/u,
  fr: /^(?:à|a|de|d|en|vers|pour|par|près|depuis|dans)$/u,
}
const strongIn: Readonly<Record<Letter['language'], RegExp>> = {
  en: /^(?:in|at|near|through|via|into)$/u,
  de: /^(?:in|nach|aus)$/u,
  fr: /^(?:à|en|vers)$/u,
}
const motion =
  /^(?:bound|out|go|goes|going|gone|went|come|comes|coming|came|return|returned|returning|returns|set|sail|sailed|sailing|travel|travelled|journey|drive|drove|ride|rode|walk|walked|back|off|way|road|on|over|up|down|visit|trip|sent|send|moved|removed|removal|remove|proceed|proceeded|arrived|arrive|left|leave|passage|tour|letter|letters|ship|ships|vessel|vessels|move|moving|start|started|started|get|got|expedition|trade|trip|welcome|invited|home|brought|carried|take|took|taken|conveyed|fly|flew|excursion|miles)$/u
const sendable =
  /^(?:letter|letters|note|notes|hear|heard|received|recd|get|got|had|have|packet|message|answer|book|books|borrow|borrowed|kindness)$/u
const placeNouns =
  /^(?:town|city|village|parish|county|port|bay|state|states|province|district|lakes|lake|battle|university|neighbourhood|neighborhood|streets|island|islands|siege|bishop|mayor|people|inhabitants|native|natives|rector|vicar|corporation|citizens|assizes|members|member|coast|ruins|abbey|streets|earth|house|gates|suburbs|road|stadt|dorf|ville|duchy|kingdom|north|south|east|west|environs)$/iu

function matchKnown(letter: Letter, at: number): { to: number; key: string } | undefined {
  const first = letter.tokens[at] as Token
  for (
    let count = opensLongPlace(first.lower) || /[-.]/u.test(first.lower) ? 5 : 1;
    count >= 1;
    count--
  ) {
    const words = letter.tokens.slice(at, at + count)
    if (words.length < count) continue
    if (words.some((word, index) => index > 0 && !runsOn(word))) continue
    if (!(words.at(-1) as Token).cap) continue
    const key = placeKey(withoutPossessive(words.map((word) => word.text).join(' ')))
    if (knownPlace(key)) return { to: at + count, key }
    if (
      letter.language === 'de' &&
      count === 1 &&
      /s$/u.test(key) &&
      knownPlace(key.slice(0, -1)) &&
      !isCommonWord(key, 'de')
    )
      return { to: at + 1, key: key.slice(0, -1) }
  }
  return undefined
}

/** "the town of X"; for a place the gazetteer has, "Mr. Tarrant of X" too. */
function ownedByPlace(owner: Token | undefined, strict: boolean): boolean {
  if (!owner) return false
  return (
    placeNouns.test(owner.lower) ||
    (!strict && owner.cap && owner.text.length > 2 && !isTitle(owner.text))
  )
}

/** The words before allow a place: "at X", "nach X", "went to X", "the town of X". */
function placeContext(letter: Letter, at: number, strict: boolean): boolean {
  const token = letter.tokens[at] as Token
  const previous = letter.tokens[at - 1]
  if (!previous || !runsOn(token)) return false
  const { language } = letter
  if ((strict ? strongIn : inWords)[language].test(previous.lower)) return true
  if (language === 'en' && (previous.lower === 'to' || previous.lower === 'for')) {
    return letter.tokens.slice(Math.max(0, at - 5), at - 1).some((word) => motion.test(word.lower))
  }
  if (language === 'en' && previous.lower === 'from')
    return !letter.tokens
      .slice(Math.max(0, at - 6), at - 1)
      .some((word) => sendable.test(word.lower))
  if (/^(?:of|de|von)$/u.test(previous.lower)) return ownedByPlace(letter.tokens[at - 2], strict)
  return (
    language === 'en' &&
    /^(?:leave|leaves|leaving|left|reach|reached|visit|visited|visiting|quit|quitted)$/u.test(
      previous.lower,
    )
  )
}

const placeMention = thingMention('place')

function readKnown(letter: Letter, at: number): ThingMention | undefined {
  const found = matchKnown(letter, at)
  if (!found) return undefined
  const token = letter.tokens[at] as Token
  const certain = !isUncertainPlace(found.key) && !(found.to === at + 1 && isGivenName(found.key))
  if (found.to === at + 1 && (letter.tokens[at] as Token).text.length < 3) return undefined
  if (letter.language === 'de' && isCommonWord(found.key, 'de') && !placeContext(letter, at, true))
    return undefined
  if (certain) return placeMention(letter, at, found.to, 'gazetteer')
  const next = letter.tokens[found.to]
  const partOfName = next && runsOn(next) && next.cap && !isCommonWord(next.text, letter.language)
  if (partOfName) return undefined
  if (placeContext(letter, at, false))
    return placeMention(letter, at, found.to, 'gazetteer-context')
  const previous = letter.tokens[at - 1]
  const beside =
    previous &&
    (token.ampersand || token.before === 'comma'
      ? previous
      : /^(?:and|und|et|or|oder|ou)$/u.test(previous.lower)
        ? letter.tokens[at - 2]
        : undefined)
  if (beside?.cap && knownPlace(placeKey(beside.text)))
    return placeMention(letter, at, found.to, 'gazetteer-context')
  const followed =
    next?.before === 'comma' && next.cap && knownPlace(placeKey(next.text)) !== undefined
  return followed ? placeMention(letter, at, found.to, 'gazetteer-context') : undefined
}

/** "for Thomas Hall, Secretary": behind a given name some words for a place are surnames, unless a place is looked for. */
function isPerson(letter: Letter, at: number, to: number): boolean {
  const first = (letter.tokens[at] as Token).text
  return (
    to === at + 1 &&
    /^(?:Hall|Hill|Green|Woods?|Lake|Bridge|Park|Mills?|Castle|Heath|Grove|Church)$/u.test(
      (letter.tokens[to] as Token).text,
    ) &&
    isGivenName(first) &&
    !isUncertainGivenName(first) &&
    !placeContext(letter, at, false)
  )
}

/** "Bertram House", "North Audley Street", "Regents park"; `at` is the first word of the name. */
function readCompound(letter: Letter, at: number): ThingMention | undefined {
  const first = letter.tokens[at] as Token
  if (!first.cap || (isTitle(first.text) && !isGivenName(first.text)) || first.initial)
    return undefined
  const { language } = letter
  if (
    /^(?:The|This|That|A|My|Your|His|Her|Our|Their|In|At|On|To|From|No|And|But|Dear|New|Good)$/u.test(
      first.text,
    ) &&
    first.text !== 'New'
  )
    return undefined
  for (let to = at + 1; to - at < 4; to++) {
    const token = letter.tokens[to]
    if (!runsOn(token)) return undefined
    const street = streetWord.test(token.text) && token.cap
    if (
      street ||
      (token.cap && buildingWord.test(token.text)) ||
      (smallStreet.test(token.lower) &&
        /^(?:street|park|place|square|str|road|lane|house)$/u.test(token.text) &&
        placeContext(letter, at, false) &&
        !isCommonWord(first.text, language))
    ) {
      if (isCommonWord(first.text, language) && opensSentence(first) && !street) return undefined
      if (isPerson(letter, at, to)) return undefined
      return placeMention(letter, at, to + 1, street ? 'street' : 'building')
    }
    if (!token.cap || isTitle(token.text)) return undefined
  }
  return undefined
}

/** "Castle Rackrent", "Lake Como", "rue du Bac", "Schloss Tegel". */
function readPrefixed(letter: Letter, at: number): ThingMention | undefined {
  const first = letter.tokens[at] as Token
  if (!(first.cap ? before : smallBefore).test(first.text)) return undefined
  let to = at + 1
  while (
    to - at < 3 &&
    /^(?:of|de|du|des|la|le|d)$/u.test(letter.tokens[to]?.lower ?? '') &&
    runsOn(letter.tokens[to])
  )
    to++
  const name = letter.tokens[to]
  if (
    !name ||
    !name.cap ||
    !(runsOn(name) || name.before === 'none') ||
    isNeverName(name.text, letter.language) ||
    (isCommonWord(name.text, letter.language) && letter.language !== 'fr')
  )
    return undefined
  const more = letter.tokens[to + 1]
  if (
    runsOn(more) &&
    more.cap &&
    !isCommonWord(more.text, letter.language) &&
    letter.language === 'fr'
  )
    to++
  return placeMention(
    letter,
    at,
    to + 1,
    /^(?:rue|place|quai|boulevard|avenue|faubourg)$/iu.test(first.text) ? 'street' : 'building',
  )
}

function readGermanCompound(letter: Letter, at: number): ThingMention | undefined {
  const token = letter.tokens[at] as Token
  if (letter.language !== 'de' || !token.cap || token.text.length < 7) return undefined
  if (isCommonWord(token.text, 'de')) return undefined
  if (germanStreet.test(token.text)) return placeMention(letter, at, at + 1, 'street')
  return germanBuilding.test(token.text) ? placeMention(letter, at, at + 1, 'building') : undefined
}

/** An unknown capitalised word after a preposition of place. */
function readAfterPreposition(letter: Letter, at: number): ThingMention | undefined {
  const token = letter.tokens[at] as Token
  if (!token.cap || token.initial || token.text.length < 4 || !placeContext(letter, at, true))
    return undefined
  const { language } = letter
  if (
    isCommonWord(token.text, language) ||
    isNeverName(token.text, language) ||
    isTitle(token.text)
  )
    return undefined
  if (
    letter.small.has(token.lower) ||
    isGivenName(withoutPossessive(token.text)) ||
    /['’]s$/u.test(token.text)
  )
    return undefined
  if (
    language === 'de' &&
    !/^nach$/u.test(letter.tokens[at - 1]?.lower ?? '') &&
    !germanTown.test(token.text)
  )
    return undefined
  if (letter.noisy && !englishTown.test(token.text)) return undefined
  if (isKnownSurname(token.text)) return undefined
  let to = at + 1
  while (
    to - at < 3 &&
    runsOn(letter.tokens[to]) &&
    letter.tokens[to]?.cap &&
    !isCommonWord((letter.tokens[to] as Token).text, language) &&
    language !== 'de'
  )
    to++
  return placeMention(letter, at, to, 'preposition')
}

/** A place named by what it is or by the gazetteer. */
export function readPlace(letter: Letter, at: number): ThingMention | undefined {
  return (
    readCompound(letter, at) ??
    readPrefixed(letter, at) ??
    readKnown(letter, at) ??
    readGermanCompound(letter, at)
  )
}

export { readAfterPreposition }
