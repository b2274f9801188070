import type { Span } from '@colophon/domain'
import { readWords, type Word } from '@colophon/methods/words'
import { closingStart, closingWords } from './formulas.ts'
import { trimSpan, type Line } from './lines.ts'

const reach = 200

/** Words of everyday prose that disprove a fuzzy reading. */
const everyday = new Set(
  'your ours here very over hers even every this then than this they them when were most must test rest best'.split(
    ' ',
  ),
)

export type ClosingClass = 'strong' | 'own' | 'weak' | undefined

export function closingClass(word: Word): ClosingClass {
  // "ME" and "MR" are initials, not words.
  if (/^\p{Lu}{2,3}$/u.test(word.text)) return undefined
  const exact = closingWords.exact(word.key)
  if (exact || everyday.has(word.key) || word.key.length < 5) return exact
  return closingWords.find(word.key)
}

// Valedictions made of everyday words; they count where they stand alone or end a sentence.
const wish =
  /(?:^|[\n.!?,—–-])\s*(?:with |and )?(?:tout à (?:vous|toi)|bien à (?:vous|toi)|(?:my |our )?(?:very )?best (?:wishes|regards|love)(?: to (?:you )?all)?|all the best|kind(?:est)? regards|(?:(?:all|much|lots of|heaps of|fond|fondest|my|our) ){0,3}love(?: to (?:you )?all)?(?: from)?|cheers|as ever|yours|(?:in )?(?:great )?haste|good ?night|amicalement|à (?:bientôt|toi)|bon courage|alles (?:gute|liebe)|in treue|auf wiedersehen|leb(?:en sie|et|t|e)? (?:recht )?wohl|gott befohlen|behüt(?:e)? (?:dich|euch|sie) gott|(?:tausend|viele|herzliche) k(?:ü|ue)sse|salut et fraternité|mille amitiés|adieu|farewell|good ?bye|servus|bis bald|until then)[\s,.!—–-]{0,6}$/i

const kin =
  /^(?:friends?|frd|son|daughter|brother|sister|cousin|nephew|niece|mother|father|wife|husband|uncle|aunt|sohn|tochter|bruder|schwester|vater|mutter|vetter|onkel|tante|neffe|nichte|freund|freundin|mann|frau|fils|fille|frere|soeur|oncle|neveu|niece|ami|amie|pere|mere|admirers?|wellwisher|correspondent|debtor|boy|girl|pal|chum|comrade|pupil|disciple|scholar|kinsman|countryman|neighbour|client|verehrer|verehrerin|schuler|schulerin|schuldner|landsmann|zogling|admirateur|admiratrice|eleve|debiteur|compatriote)$/

/** How sure the words right before an offset are the end of a valediction: 0 none, 1 likely, 2 surely. */
export function closingBefore(text: string, floor: number, at: number): 0 | 1 | 2 {
  const from = Math.max(floor, at - 110)
  const words = readWords(text.slice(from, at)).slice(-6)
  const last = words.at(-1)
  if (!last) return 0
  const gap = text.slice(from + last.end, at)
  if (/[;?]/.test(gap)) return 0
  if (wish.test(text.slice(Math.max(from, at - 60), at))) return 2
  let strong = 0
  let own = 0
  for (const word of words.toReversed()) {
    const found = closingClass(word)
    if (found === undefined) break
    if (found === 'strong') strong++
    if (found === 'own') own++
  }
  const final = closingClass(last)
  if (final === undefined) return 0
  if (strong > 0) return 2
  if (own > 0 && kin.test(last.key)) return 2
  if (own > 0 && final === 'own' && !/^(?:your|yr|thy)$/.test(last.key)) return 2
  return own > 0 ||
    (final === 'weak' &&
      /^(?:adieu|farewell|freund|friend|sohn|son|achtung|freundschaft|ami|wiedersehen)$/.test(
        last.key,
      ))
    ? 1
    : 0
}

const office =
  /\b(?:direc?ktor|director|secretary|sekretär|sekretair|secrétaire|präsident|president|président|minister|ministerium|rector|rektor|dekan|decan|dean|redaktion|redaction|senat|vorstand|departement|department|committee|comité|chairman|manager|inspector|commissioner|commissär|general|magistrat|superintendent|consul|konsul|préfet|maire|sous-préfet|intendant|trésorier|schulze|schultheiß|amtmann|vogt|landrat|bürgermeister|amt\b|mayor|clerk|registrar|governor|commandant)/i

/** "Le Préfet," alone on its line says who signs; the name stands below. */
export function isOfficeLine(line: Line | undefined): boolean {
  return (
    line !== undefined &&
    line.text.length < 60 &&
    /^(?:der|die|das|the|le|la|l['’])\s?\p{L}/iu.test(line.text) &&
    office.test(line.text)
  )
}

/** The office in which somebody signs: "Der Director des philologischen Seminars der hiesigen / Universität." */
export function officeAbove(lines: readonly Line[], index: number): number {
  for (let above = index - 1; above >= Math.max(0, index - 4); above--) {
    const line = lines[above]
    if (!line || line.text.length > 70) return -1
    if (/^(?:der|die|das|the|le|la)\s/i.test(line.text) && office.test(line.text)) return above
  }
  return -1
}

/** Whether a line holds hardly anything but words of a valediction. */
export function isClosingLine(line: string): boolean {
  if (line.length > 90) return false
  const words = readWords(line)
  let known = 0
  let strong = 0
  for (const word of words) {
    const found = closingClass(word)
    if (found) known++
    if (found === 'strong') strong++
  }
  return strong > 0 && known * 10 >= words.length * 6
}

/** A short paragraph right above the signature that has the words of a valediction, in whatever order. */
export function closingParagraphAbove(
  text: string,
  lines: readonly Line[],
  signatureLine: number,
): Span | null {
  const above = lines[signatureLine - 1]
  if (!above) return null
  let first = signatureLine - 1
  while (first > 0 && !lines[first]?.afterGap && signatureLine - first < 5) first--
  const start = lines[first]
  const phrase = start ? text.slice(start.start, Math.min(above.end, start.start + 260)) : ''
  // The French formula is a whole sentence.
  const most = /\b(?:agréer|agréez|recevez|veuillez)\b/i.test(phrase) ? 240 : 130
  if (!start?.afterGap || first === 0 || above.end - start.start > most) return null
  let strong = 0
  let others = 0
  for (const word of readWords(text.slice(start.start, above.end))) {
    const found = closingClass(word)
    if (found === 'strong') strong++
    else if (
      found === 'own' ||
      /^(?:friend|friends|sincere|grateful|adieu|farewell|freund|ami|amie)$/.test(word.key)
    )
      others++
  }
  return strong > 0 || others > 1 ? { start: start.start, end: above.end } : null
}

function lastSentenceStart(text: string): number {
  let start = 0
  for (const match of text.matchAll(/(?:[.!?]["”»)]?\s+|--+|—|–\s|\s-\s)(?=[\p{Lu}&"“„]|$)/gu)) {
    const before = text.slice(Math.max(0, match.index - 4), match.index + 1)
    // "Dr.", "Mr.", "M." and the like end no sentence.
    if (/(?:^|[\s.])(?:\p{L}|Dr|Mr|Mrs|St|Esq)\.$/u.test(before)) continue
    const at = match.index + match[0].length
    if (at < text.length - 3) start = at
  }
  return start
}

/**
 * The valediction that ends at `end`: the whole paragraph when it is a short one of its own, else from the phrase
 * with which it hangs on the last sentence. What stands before `floor` is no part of it.
 */
export function closingEndingAt(
  text: string,
  lines: readonly Line[],
  { index, end, floor }: { index: number; end: number; floor: number },
): Span | null {
  let first = index
  while (first > 0 && !lines[first]?.afterGap && index - first < 9) first--
  // A dateline may stand between the text and the valediction.
  if (
    first < index &&
    /\b1[5-9]\d\d\b/.test(lines[first]?.text ?? '') &&
    (lines[first]?.text.length ?? 0) < 60
  )
    first++
  const paragraph = lines[first]
  if (!paragraph) return null
  const whole = first > 0 && (paragraph.afterGap || lines[first - 1]?.afterGap === true)
  let start = paragraph.start
  // On a card all of it, the opening address too, is one paragraph.
  if (floor > start) start = hangingStart(text, Math.max(floor, end - 420), end)
  else if (end - start > reach || !whole)
    start = hangingStart(text, Math.max(start, end - 420), end)
  else {
    start += sentencesBefore(text.slice(start, end))
    start = unfinishedAbove(text, lines[first - 1], start) ?? start
  }
  if (end <= start) return null
  const signed = /[\s(]*(?:gez|signed|sgd|signé|ppa|i\. ?a|i\. ?v)\.?\)?\s*$/i.exec(
    text.slice(start, end),
  )
  const span = trimSpan(text, { start, end: end - (signed?.[0].length ?? 0) }, /[\s~|_]/)
  return span.end > span.start ? span : null
}

/** Length of the sentences in a short last paragraph that stand before a valediction with a known beginning. */
function sentencesBefore(paragraph: string): number {
  const at = lastSentenceStart(paragraph.slice(0, Math.max(0, paragraph.length - 12)))
  const before = paragraph.slice(0, at)
  if (at < 25 || /\b(?:adieu|farewell|good ?bye|lebe|leb)\b/i.test(before)) return 0
  // Compliments and a second address lead over to the valediction and belong to it.
  if (
    at < 50 &&
    /\b(?:comp(?:ts|liments)|love|regards|respects|wishes|sir|madam|monsieur|madame|hr|herr)\b/i.test(
      before,
    )
  )
    return 0
  const opening = paragraph.slice(at).search(closingStart)
  const read = readWords(before)
  return opening === 0 && !read.some((word) => closingClass(word) === 'strong') ? at : 0
}

/** "Behalte lieb" / "Deinen treuen Bruder": the sentence that the valediction completes begins on the line above. */
function unfinishedAbove(text: string, above: Line | undefined, start: number): number | null {
  if (!above || /[.!?:;,"”»)—–-]$/.test(above.text)) return null
  const tail = text.slice(Math.max(above.start, above.end - 60), above.end)
  const phrase =
    /(?<=[.!?;,—–-]\s)(?:und )?(?:behalt\p{L}{0,3} lieb|ich (?:bin|bleibe|verbleibe)|je (?:suis|reste)|i (?:am|remain)|believe me)[^.!?;]{0,30}$/iu.exec(
      tail,
    )
  return phrase && text.slice(above.end, start).trim() === ''
    ? above.end - tail.length + phrase.index
    : null
}

function hangingStart(text: string, from: number, end: number): number {
  const window = text.slice(from, end)
  // The same length: what is found in it stands there in the window. The pattern knows capitals.
  const folded = window.replace(/\s/g, ' ')
  const sentence = lastSentenceStart(window.slice(0, Math.max(0, window.length - 12)))
  let phrase = -1
  for (const match of folded.matchAll(closingStart)) {
    if (match.index >= sentence - 1) {
      phrase = match.index
      break
    }
  }
  if (phrase >= 0) {
    const joined = /(?:&|\band) $/i.exec(folded.slice(Math.max(0, phrase - 5), phrase))
    return from + phrase - (joined?.[0].length ?? 0)
  }
  // No known opening: the lines that consist of closing words alone.
  const words = readWords(window)
  let start = window.length
  for (const word of words.toReversed()) {
    if (closingClass(word) === undefined) break
    start = word.start
  }
  return from + start
}
