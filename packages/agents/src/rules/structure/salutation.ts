import type { Span } from '../finding.ts'
import { readWords, startsUpper, type Word } from './fold.ts'
import { addressWords, sentenceOpeners } from './formulas.ts'
import { lineHead, type Line } from './lines.ts'
import { givenNames, kinWords, nameParticles, titles } from './name-words.ts'
import { readPersonName, type PersonName } from './person.ts'

export interface Salutation extends Span {
  /** Index of the line on which it starts and of the one on which it ends. */
  line: number
  lastLine: number
  name: PersonName | null
  /** The text of the letter goes on directly behind it. */
  runsOn: boolean
  /** How it was recognised; keys of the confidence table. */
  form: 'own line' | 'run-in' | 'greeting'
}

interface AddressRun {
  end: number
  /** Where the noun or name begins. */
  noun: number
  complete: boolean
}

type AddressClass =
  'possessive' | 'intensive' | 'adjective' | 'lone' | 'noun' | 'title' | 'name' | 'other'

function classOf(word: Word, text: string, afterNoun: boolean): AddressClass {
  const known = everyday.has(word.key) ? undefined : addressWords.find(word.key)
  if (known === 'lone')
    return word.key.length > 4 || addressWords.exact(word.key) ? 'lone' : 'other'
  if (known && !afterNoun) return known
  if (known === 'intensive' && /^(?:and|und|et)$/.test(word.key)) return 'intensive'
  if (known === 'adjective' && afterNoun) return 'adjective'
  if (kinWords.exact(word.key)) return 'noun'
  if (titles.exact(word.key) && (startsUpper(word.text) || word.key.length < 5)) return 'title'
  if (word.text === 'I' && text[word.end] !== '.') return 'other'
  if (/^(?:le|la|l)$/.test(word.key)) return 'name'
  if (sentenceOpeners.has(word.key) && !givenNames.exact(word.key)) return 'other'
  if (startsUpper(word.text) || nameParticles.has(word.key)) return 'name'
  return 'other'
}

/** Everyday words that differ from a word of address by one letter. */
const everyday = new Set(
  'worth sure near hear year deep cheer chair fear bear wear more mine men min best herzliche herzlichen herzlicher'.split(' '),
)

const stop = /[!:;?]|--|—|–|\s-\s/
const abbreviation =
  /^(?:mr|mrs|ms|dr|prof|col|capt|rev|revd|hon|gen|st|frl|hrn|mme|mlle|m|sr|geh|ew|lieut|maj|genl|doct|hochwohlgeb|wohlgeb)$/

/** Follows the words of an address from the beginning of `text`; null when it is none. */
function readAddress(text: string): AddressRun | null {
  const words = readWords(text).slice(0, 16)
  let adjectives = 0
  let possessives = 0
  let nouns = 0
  let noun = -1
  let end = 0
  let previous: Word | undefined
  let last: AddressClass = 'other'
  for (const word of words) {
    const gap = previous ? text.slice(previous.end, word.start) : text.slice(0, word.start)
    if (!previous && /[\p{L}\d]/u.test(gap)) return null
    const here = classOf(word, text, nouns > 0 && last !== 'lone')
    if (previous) {
      if (gap.includes('\n') || stop.test(gap)) break
      const abbreviated =
        gap.startsWith('.') && (abbreviation.test(previous.key) || previous.text.length === 1)
      const separated = /[,.]/.test(gap) && !abbreviated
      if (separated && nouns > 0 && here !== 'adjective' && !(here === 'lone' && last === 'lone'))
        break
    }
    if (here === 'other') break
    if (nouns > 0 && last !== 'lone' && here === 'intensive' && !/^(?:and|und|et)$/.test(word.key))
      break
    if (
      nouns > 0 &&
      here === 'name' &&
      nameParticles.has(word.key) &&
      !/^(?:von|de|van|d|la|le|l|les|of)$/.test(word.key)
    )
      break
    if (last === 'lone' && (here === 'possessive' || here === 'intensive' || here === 'adjective'))
      nouns = 0
    if (here === 'adjective') adjectives++
    if (here === 'possessive') possessives++
    if (here === 'intensive' && possessives > 0) adjectives += 0.5
    if (nouns > 0 && !namesMonsieur(previous, word, text) && closesAddress(previous, word, last, here))
      break
    if (here === 'lone' || here === 'noun' || here === 'title' || here === 'name') {
      // A name without any word of address before it is the beginning of a sentence or an address block.
      if (
        adjectives === 0 &&
        here !== 'lone' &&
        nouns === 0 &&
        !(possessives > 0 && /^(?:lord|lady|lords)$/.test(word.key))
      )
        return null
      nouns++
      if (noun < 0) noun = word.start
    }
    const leading = here === 'name' && /^(?:le|la|l|les)$/.test(word.key)
    if (!leading && (here !== 'intensive' || nouns === 0)) end = word.end
    last = here
    previous = word
  }
  if (nouns === 0 && adjectives === 0) return null
  return { end, noun, complete: nouns > 0 }
}

/** "Cher Monsieur Quillet,": the name ends the address. */
function namesMonsieur(previous: Word | undefined, word: Word, text: string): boolean {
  return (
    /^(?:monsieur|madame|mademoiselle|frau|herr)$/.test(previous?.key ?? '') &&
    /^\p{Lu}[\p{L}'’-]{1,30}(?: \p{Lu}[\p{L}'’-]{1,30})?\s?(?:[,!:]|$)/u.test(text.slice(word.start))
  )
}

/** "Dear Sir Previous to…", "Dearest Mother Fanny is…": after these nouns no name follows, save "Sir William". */
function closesAddress(
  previous: Word | undefined,
  word: Word,
  last: AddressClass,
  here: AddressClass,
): boolean {
  if (!previous || (here !== 'name' && here !== 'title')) return false
  if (/^(?:le|la|l|les)$/.test(word.key)) return false
  if (last === 'lone')
    return here === 'title'
      ? /^(?:sir|madam)$/.test(previous.key)
      : !givenNames.find(word.key) && !/^mada/.test(previous.key)
  return /^(?:mother|father|mama|papa|friend|child|love|girl|boy|wife|husband|freund|freundin)$/.test(
    previous.key,
  )
}

function endWithMark(text: string, end: number): number {
  const mark = /^ ?[!,.:;]|^ ?(?:--?|—|–)(?=\s|$)/.exec(text.slice(end, end + 3))
  return mark && /[!,.:;]/.test(mark[0]) ? end + mark[0].length : end
}

function nameIn(text: string, run: AddressRun, offset: number): PersonName | null {
  if (run.noun < 0) return null
  const words = readWords(text.slice(run.noun, run.end))
  const first = words.find(
    (word) => !kinWords.exact(word.key) && addressWords.exact(word.key) === undefined,
  )
  const hasTitle = words.find((word) => titles.exact(word.key) !== undefined)
  const from = hasTitle && (!first || hasTitle.start <= first.start) ? hasTitle : first
  if (!from) return null
  const person = readPersonName(text.slice(0, run.end), run.noun + from.start)
  if (!person || kinWords.exact(person.name.toLowerCase()) !== undefined) return null
  return { ...person, start: person.start + offset, end: person.end + offset }
}

interface Candidate {
  line: Line
  index: number
  /** Offset inside the line. */
  from: number
}

function readAt({ line, index, from }: Candidate): Salutation | null {
  const text = lineHead(line).slice(from)
  const run = readAddress(text)
  if (!run) return null
  const rest = text.slice(run.end).replace(/^[\s!,.:;–—-]+/, '')
  const runsOn = rest.length > 0
  // "Dear" at the end of a line waits for its noun on the next one.
  if (!run.complete && runsOn) return null
  const mark = text
    .slice(run.end, run.end + 2)
    .trim()
    .charAt(0)
  const alone = addressWords.exact(readWords(text)[0]?.key ?? '') === 'lone'
  if (
    alone &&
    runsOn &&
    !/[,!:;—–-]/.test(mark) &&
    /^(?:\p{Lu}\.|\p{Lu}\p{Ll}+(?:,|$|--| \p{Lu}\.))/u.test(rest)
  )
    return null
  if (runsOn && !/[,!.:;—–-]/.test(mark) && !/^[\p{L}"'“„»]/u.test(rest)) return null
  const start = line.start + from + (text.length - text.trimStart().length)
  return {
    start,
    end: line.start + from + endWithMark(text, run.end),
    line: index,
    lastLine: index,
    name: nameIn(text, run, line.start + from),
    runsOn,
    form: runsOn ? 'run-in' : 'own line',
  }
}

/** "Monsieur" / "Mon très cher Oncle!" and "Dear" / "Sir" stand on two lines. */
function withNextLine(found: Salutation, lines: readonly Line[]): Salutation {
  const next = lines[found.lastLine + 1]
  if (found.runsOn || !next || next.afterGap || next.text.length > 70) return found
  const more = readAt({ line: next, index: found.lastLine + 1, from: 0 })
  if (!more || more.runsOn) return found
  return { ...found, end: more.end, lastLine: more.lastLine, name: more.name ?? found.name }
}

/** "Frohe Weihnachten, liebster Freund!": a wish before the address, on a short line of its own. */
function readGreeting(line: Line, index: number): Salutation | null {
  if (line.text.length > 70 || !/[!,.]$/.test(line.text)) return null
  const comma = line.text.indexOf(',')
  if (comma < 3 || comma > 40 || comma === line.text.length - 1) return null
  if (
    !/^(?:guten|frohe|fröhliche|herzlich|viel|good|happy|merry|bonjour|grüß|gruss|ach|oh|ja|danke|dank|thanks|thank|servus|hallo|hello)/i.test(
      line.text,
    )
  )
    return null
  const found = readAt({ line, index, from: comma + 1 })
  return found && !found.runsOn ? { ...found, start: line.start, form: 'greeting' } : null
}

const insideLine =
  /(?<=[.,;:)\d—–-]\s{0,2}|\d\s)(?:my |mein )?(?:very )?(?:dear|dr|d|dearest|sehr geehrte[rs]?|lieber?|geehrter|cher|chère|mon cher)\.? (?=\p{L})/giu

/** Looks for the opening address in the first lines of a letter. */
export function findSalutation(lines: readonly Line[], limit: number): Salutation | null {
  const head = lines.slice(0, limit)
  for (const [index, line] of head.entries()) {
    const found = readAt({ line, index, from: 0 }) ?? readGreeting(line, index)
    if (found && leadsToText(found, lines) && isPlausible(found, line, head[index - 1]))
      return withNextLine(behindAddress(found, lines, head) ?? found, lines)
  }
  for (const [index, line] of head.slice(0, 8).entries()) {
    for (const match of lineHead(line, 160).matchAll(insideLine)) {
      const found = readAt({ line, index, from: match.index })
      if (found && !/\p{L}{2,} \p{Ll}{2,} \p{Ll}{2,} \p{Ll}/u.test(line.text.slice(0, match.index)))
        return found
    }
  }
  return null
}

const inside =
  /^(?:dr|mr|mrs|miss|sir|herrn|frau|monsieur|madame|mademoiselle|messieurs|seiner?|ihrer|sr|ew|(?:hoch)?wohlgeboren|hochgeboren|excellenz|exzellenz)$/

/** An inside address may begin like a salutation ("Dr. Anna Holt," / "Seiner Hochwohlgeboren"); the real one stands below it. */
function behindAddress(
  found: Salutation,
  lines: readonly Line[],
  head: readonly Line[],
): Salutation | null {
  const opened = lines[found.line]
  if (!opened || found.runsOn || !inside.test(readWords(lineHead(opened, 60))[0]?.key ?? ''))
    return null
  for (let index = found.line + 1; index < Math.min(head.length, found.line + 9); index++) {
    const line = head[index]
    if (!line || line.text.length > 60) return null
    const later = line.afterGap ? readAt({ line, index, from: 0 }) : null
    if (later && !later.runsOn && leadsToText(later, lines)) return later
  }
  return null
}

/** A salutation has most of the letter below it; "Sir W. Elford" near the end is an address. */
function leadsToText(found: Salutation, lines: readonly Line[]): boolean {
  const first = lines[0]
  const last = lines.at(-1)
  if (!first || !last) return false
  return last.end - found.end >= (last.end - first.start) * 0.25 || found.line <= 1
}

function isPlausible(found: Salutation, line: Line, previous: Line | undefined): boolean {
  const first = readWords(lineHead(line, 60))[0]
  if (!first || /^(?:ever|and|und|et)$/.test(first.key)) return false
  if (!startsUpper(first.text) && !line.afterGap && previous && previous.text.length > 40)
    return false
  // "A Monsieur Garnier" and "Madame de X, née Y" open an address block; "Dr. Karl Lindner" a letterhead.
  if (
    /^(?:dr|mr|mrs|herrn|frau|monsieur|madame|mademoiselle|sir)$/.test(first.key) &&
    found.name &&
    !/[,!:]/.test(line.text.slice(-1))
  ) {
    return (
      /^dr$/.test(first.key) &&
      /^dr\.? (?:sir|madam|friend|brother|sister|cousin|father|mother|mr|mrs|miss|uncle|aunt|col|judge|son|nephew)/i.test(
        line.text,
      )
    )
  }
  return startsUpper(first.text) || addressWords.find(first.key) !== undefined
}
