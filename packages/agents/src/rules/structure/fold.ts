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

/** The form under which a word is looked up. Combining marks (n̄ for nn in old hands) are dropped. */
export function wordKey(word: string): string {
  const known = keys.get(word)
  if (known !== undefined) return known
  const key = makeKey(word)
  if (keys.size > 8000) keys.clear()
  if (word.length < 40) keys.set(word, key)
  return key
}

const keys = new Map<string, string>()

function makeKey(word: string): string {
  if (/^[a-z0-9]*$/i.test(word)) return word.toLowerCase()
  return fold(word.normalize('NFC'))
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
}

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*/gu

// The same lines are read by several rules; their words are kept for a while.
const remembered = new Map<string, readonly Word[]>()

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
  for (const match of text.matchAll(word)) {
    words.push({
      start: match.index,
      end: match.index + match[0].length,
      text: match[0],
      key: wordKey(match[0]),
    })
  }
  return words
}

export function startsUpper(text: string): boolean {
  return /^\p{Lu}/u.test(text)
}
