import type { Span } from '@colophon/domain'
import { months, weekdays } from '@colophon/methods/dates'
import { readWords, startsUpper, type Word } from '@colophon/methods/words'
import { sentenceOpeners } from './formulas.ts'
import { germanOffice } from './offices.ts'
import { givenNames, nameParticles, placeOpeners, titles } from './name-words.ts'

/** A name as the text gives it, taken apart. Offsets are those of the string that was read. */
export interface PersonName extends Span {
  /** Name without titles, spaces put right: "M. R. Whitby". */
  name: string
  title: string | null
  given: string[]
  surname: string | null
}

export function isInitial(word: Word): boolean {
  return word.text.length === 1 && startsUpper(word.text)
}

export function isCapitalRun(word: Word): boolean {
  return /^\p{Lu}{2,4}$/u.test(word.text)
}

export function isTitleWord(word: Word): boolean {
  return titles.exact(word.key) === 'title' && (word.text.length > 1 || startsUpper(word.text))
}

/** "d'Aubrac", "O'Hara", "l'Espinasse": a particle and a name in one word. */
const elided = /^(?:d|l|dell|dall|o|m|n)['’]\p{Lu}\p{L}/iu

type Role = 'initial' | 'given' | 'name' | 'title' | 'degree' | 'particle' | 'lower' | 'figure'

function roleOf(word: Word, text: string): Role {
  if (/\d/.test(word.text) && !/\p{L}{3}/u.test(word.text)) return 'figure'
  if (titles.exact(word.key) === 'degree' && word.text.length > 1) return 'degree'
  if (isTitleWord(word)) return 'title'
  if (nameParticles.has(word.key) && !(startsUpper(word.text) && text[word.end] === '.'))
    return 'particle'
  if (isInitial(word)) return 'initial'
  if (!startsUpper(word.text))
    return elided.test(word.text) && /['’]\p{Lu}/u.test(word.text) ? 'name' : 'lower'
  return givenNames.exact(word.key) ? 'given' : 'name'
}

const article = new Set(['the', 'to', 'an', 'el', 'dem', 'der', 'den', 'à', 'le', 'la', 'a'])
const joiner = /^[\s.,'’°º\-–—]{0,4}$/
/** "Go: Walling", "Tho: Pell": old hands close an abbreviation with a colon. */
const abbreviated = /^: ?$/

interface Part {
  word: Word
  role: Role
}

/** How far the reading of a name has come. */
interface Reader {
  text: string
  words: readonly Word[]
  titles: string[]
  core: Part[]
}

/** "Kind regards to the Vicar": an article that no stop makes an initial, with a word behind it. */
function skipsArticle({ text, words, titles: before, core }: Reader, at: number): boolean {
  const word = words[at]
  if (!word || core.length > 0 || !article.has(word.key)) return false
  if (before.length > 0) return nameParticles.has(word.key)
  // "A L Barbauld" is called so.
  if (word.text === 'A' && isInitialAt(words, at + 1)) return false
  return text[word.end] !== '.' && at + 1 < words.length
}

function isInitialAt(words: readonly Word[], at: number): boolean {
  const word = words[at]
  return word !== undefined && isInitial(word) && word.text !== 'I'
}

/** A comma, a dash or a line break parts a name from what follows, save titles behind it. */
function isParted({ text, words, titles: before, core }: Reader, at: number, role: Role): boolean {
  const word = words[at]
  const previous = words[at - 1]
  if (!word || !previous) return false
  const gap = text.slice(previous.end, word.start)
  // "(Mrs.) Ann Lovell"
  const title = core.length === 0 && before.length > 0
  if (!joins(title ? gap.replace(')', '') : gap, previous)) return true
  if (core.length === 0) return false
  if (gap.includes(',') && role !== 'degree') return true
  return /--|—|–/.test(gap) && core.at(-1)?.role !== 'initial'
}

/** "Henry Lovell M. D.", "Capt. Lovell R. N.": behind a whole or titled name capitals with stops are a degree or an order. */
function isDegree({ text, words, core, titles: before }: Reader, at: number): boolean {
  if (core.length + before.length < 2 || core.at(-1)?.role !== 'name') return false
  const letters = /^(?:(?:Ph|Dr|LL|D|S|B|M)\. ?)?(?:\p{Lu}{1,2}\. ?){1,5}/u.exec(
    text.slice(words[at]?.start),
  )?.[0]
  return letters !== undefined && degrees.has(letters.replace(/[^\p{L}]/gu, '').toLowerCase())
}

const degrees = new Set(
  'md ma ba dd bd phd lld frs mp jp kc qc ce rn ra kcb cb cbe obe mbe dso mc vc sj op osb usa usn us bsc msc drphil drjur drmed csa kb gcb frcs mrcs lrcp rm aia'.split(
    ' ',
  ),
)

function stopsAt(reader: Reader, at: number, role: Role): boolean {
  const { text, words, core } = reader
  const word = words[at]
  if (!word || isParted(reader, at, role) || role === 'figure' || role === 'lower') return true
  if (core.length === 0) return words.length > 1 && opensSentence(word)
  return endsName(word, text) || (role === 'initial' && isDegree(reader, at))
}

/** Takes a word into the name; false when the name ends before it. */
function takes(reader: Reader, at: number, role: Role): boolean {
  const { words, core, titles: before } = reader
  const word = words[at] as Word
  if (role === 'degree' || (role === 'title' && core.length === 0)) before.push(word.text)
  else if (role === 'title') {
    if (!isSurname(words, at, core)) return false
    core.push({ word, role: 'name' })
  } else if (role === 'particle' && core.length === 0 && at + 1 >= words.length) return false
  else if (core.length === 0 && before.length > 0 && isTrade(reader, at)) before.push(word.text)
  else core.push({ word, role })
  return true
}

/** "Herrn Buchhändler Wilhelm Holt": a German trade or office between the form of address and the name. */
function isTrade({ words, titles: before }: Reader, at: number): boolean {
  const word = words[at]
  const next = words[at + 1]
  return (
    word !== undefined &&
    next !== undefined &&
    startsUpper(next.text) &&
    /^(?:herrn?|hrn|frau|dem|wohlgeb.*|hochwohlgeb.*)$/i.test(before.at(-1) ?? '') &&
    germanOffice.test(word.key)
  )
}

/** A full stop after a full word ends the name; after initials and abbreviations it does not. */
function isLast({ text, core }: Reader, { end, text: written }: Word, role: Role): boolean {
  if (role === 'degree' && core.length > 0) return true
  return core.length >= 7 || (text[end] === '.' && role === 'name' && written.length > 5)
}

/** Reads a name that starts at `from`; null when what stands there is no name. Stops before the first word that cannot belong. */
export function readPersonName(text: string, from = 0): PersonName | null {
  const window = text.slice(from, from + 120)
  const words = readWords(window)
  const reader: Reader = { text: window, words, titles: [], core: [] }
  let end = 0
  let start = -1
  for (const [index, word] of words.entries()) {
    const role = roleOf(word, window)
    const skipped = skipsArticle(reader, index)
    if (skipped && reader.titles.length === 0) continue
    if (start < 0) start = word.start
    if (stopsAt(reader, index, role)) break
    if (skipped && role === 'particle') continue
    if (!takes(reader, index, role)) break
    end = word.end
    if (isLast(reader, word, role)) break
  }
  const { core, titles: titleParts } = reader
  while (core.at(-1)?.role === 'particle') core.pop()
  if (core.length === 0) return null
  const named = core.at(-1)?.word.end ?? 0
  return finish({
    text: window,
    core,
    titleParts,
    start,
    end: titleParts.length > 0 ? Math.max(named, end) : named,
    from,
  })
}

/** "Karl König", "Anna Bishop": a word that is also a title ends the name as a surname behind given names. */
function isSurname(words: readonly Word[], at: number, core: readonly { role: Role }[]): boolean {
  const word = words[at]
  const next = words[at + 1]
  return (
    word !== undefined &&
    word.text.length > 3 &&
    startsUpper(word.text) &&
    !(next && startsUpper(next.text) && next.start - word.end <= 2) &&
    core.every(({ role }) => role === 'given' || role === 'initial')
  )
}

function joins(gap: string, before: Word | undefined): boolean {
  if (gap.includes('\n')) return false
  return joiner.test(gap) || (abbreviated.test(gap) && (before?.text.length ?? 9) < 6)
}

/** Months, words that open an address and words that open a sentence stand behind a name, not in it. */
function endsName(word: Word, text: string): boolean {
  const next = text.charAt(word.end)
  if (word.text.length === 1) return false
  if (/^(?:hoch|wohl|edel)+\w*geb/.test(word.key)) return true
  if (placeOpeners.has(word.key)) return true
  if (
    months.exact(word.key) !== undefined &&
    (/[\s.]/.test(next) || next === '') &&
    !givenNames.exact(word.key)
  )
    return true
  if (weekdays.exact(word.key) !== undefined) return true
  return (
    sentenceOpeners.has(word.key) && !nameParticles.has(word.key) && !givenNames.exact(word.key)
  )
}

function opensSentence(word: Word): boolean {
  return (
    word.text.length > 1 &&
    sentenceOpeners.has(word.key) &&
    !nameParticles.has(word.key) &&
    !givenNames.exact(word.key) &&
    word.text !== word.text.toUpperCase()
  )
}

interface Reading extends Span {
  text: string
  core: Part[]
  titleParts: string[]
  from: number
}

function finish({ text, core, titleParts, start, end, from }: Reading): PersonName | null {
  const first = core[0]?.word
  const last = core.at(-1)
  if (!first || !last) return null
  const name = text
    .slice(
      first.start,
      last.word.end + (last.role === 'initial' && text[last.word.end] === '.' ? 1 : 0),
    )
    .replace(/\s+/g, ' ')
    .replace(/\.(?=\p{L}{2})/gu, '. ')
    .replace(glued, '$1 $2')
  const named = core.filter(({ role }) => role !== 'particle')
  const surname =
    last.role === 'name' && !isShortCapitals(last.word)
      ? (name.split(' ').at(-1) ?? null)
      : last.role === 'given' && (named.length > 1 || bySurname.test(titleParts.at(-1) ?? ''))
        ? last.word.text
        : null
  const dotted = text[end] === '.' ? end + 1 : end
  return {
    start: from + start,
    end: from + dotted,
    name,
    title: titleParts.length > 0 ? titleParts.join(' ') : null,
    given: givenParts(named, surname),
    surname,
  }
}

/** "Mrs. Miles", "Dr. Arnold", "Col. Austin": so styled a single name is a surname; "Miss Ann" and "Sir John" are not. */
const bySurname =
  /^(?:mrs?|messrs|dr|prof(?:essor)?|herrn?|hrn|colo?|colonel|capt(?:ain|n)?|maj(?:or)?|gen(?:era)?l?)$/i

/** Recognisers lose the space in "OlgaBrunner" and "KAVollmer"; "McDonald" and "DeWitt" are written so. */
const glued =
  /(?<=^|\s|\.)((?!(?:Mac|Mc|De|La|Le|Van|Von|Fitz|Di|Du|St|O)\p{Lu})\p{Lu}\p{Ll}{2,}|\p{Lu}{2})(\p{Lu}\p{Ll}{2,})/gu

function givenParts(named: { word: Word }[], surname: string | null): string[] {
  const parts = named.slice(0, surname ? -1 : undefined).map(({ word }) => word.text)
  const last = named.at(-1)?.word.text ?? ''
  return surname && last.endsWith(surname) && last !== surname
    ? [...parts, last.slice(0, -surname.length)]
    : parts
}

/** "MRM", "RLE": initials written together. Vowel-less or short runs of capitals are no surnames. */
export function isShortCapitals(word: Word): boolean {
  return isCapitalRun(word) && word.text.length <= 3
}
