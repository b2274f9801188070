/** A word of the text; offsets are those of the string that was given to `readWords`. */
export interface Word {
  start: number
  end: number
  text: string
  /** Lower case without accents, ß and ſ written s(s): the form that the vocabularies hold. */
  key: string
}

const accents = new Map<string, string>()

function foldUnit(unit: string): string {
  if (unit < '\u0080') return unit.toLowerCase()
  const known = accents.get(unit)
  if (known !== undefined) return known
  const base = unit === 'ſ' ? 's' : (unit.normalize('NFD')[0] ?? unit).toLowerCase()
  const folded = base.length === 1 ? base : unit
  if (accents.size < 2000) accents.set(unit, folded)
  return folded
}

/** Lower case, no accents, straight apostrophes, same length: offsets in the result are offsets in the text. */
export function fold(text: string): string {
  let out = ''
  for (const unit of text.split('')) out += unit === '’' || unit === '‘' ? "'" : foldUnit(unit)
  return out
}

const plain = /^[a-z0-9']*$/i

/** The form under which a word is looked up. Combining marks (n̄ for nn in old hands) are dropped. */
export function wordKey(word: string): string {
  if (plain.test(word)) return word.toLowerCase()
  const known = keys.get(word)
  if (known !== undefined) return known
  const key = fold(word.normalize('NFC'))
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
  if (keys.size > 8000) keys.clear()
  if (word.length < 40) keys.set(word, key)
  return key
}

const keys = new Map<string, string>()

// The kind of each code unit below U+0250: 0 no part of a word, 1 figure or mark, 2 character of a word.
const kinds = new Uint8Array(0x250)
for (let unit = 0; unit < kinds.length; unit++) {
  const character = String.fromCharCode(unit)
  kinds[unit] = /\p{L}/u.test(character) ? 2 : /\p{N}/u.test(character) ? 1 : 0
}

function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (unit < 0x250) return kinds[unit] ?? 0
  const character = String.fromCodePoint(text.codePointAt(at) ?? unit)
  if (/\p{L}/u.test(character)) return 2
  return /\p{N}/u.test(character) ? 1 : /\p{M}/u.test(character) ? 3 : 0
}

function widthAt(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length ? 2 : 1
}

/** End of the word that starts at an offset; an apostrophe between characters does not end it. */
function wordEnd(text: string, from: number): number {
  let at = from
  while (at < text.length) {
    if (kindAt(text, at) !== 0) at += widthAt(text, at)
    else {
      const unit = text.charCodeAt(at)
      if (unit !== 0x27 && unit !== 0x2019 && unit !== 0x2018) break
      const next = at + 1 < text.length ? kindAt(text, at + 1) : 0
      if (next !== 2 && next !== 3) break
      at++
    }
  }
  return at
}

// The same lines are read by several rules; their words are kept for a while.
const remembered = new Map<string, readonly Word[]>()

/** The words of a short stretch of text: runs of characters and figures. */
export function readWords(text: string): readonly Word[] {
  const known = remembered.get(text)
  if (known) return known
  const words = splitWords(text)
  if (remembered.size > 600) remembered.clear()
  if (text.length <= 200) remembered.set(text, words)
  return words
}

function splitWords(text: string): Word[] {
  const words: Word[] = []
  let at = 0
  while (at < text.length) {
    const kind = kindAt(text, at)
    if (kind === 1 || kind === 2) {
      const end = wordEnd(text, at)
      const word = text.slice(at, end)
      words.push({ start: at, end, text: word, key: wordKey(word) })
      at = end
    } else at += widthAt(text, at)
  }
  return words
}

const upper = /^\p{Lu}/u

export function startsUpper(text: string): boolean {
  const unit = text.charCodeAt(0)
  return unit < 0x80 ? unit >= 0x41 && unit <= 0x5a : upper.test(text)
}
