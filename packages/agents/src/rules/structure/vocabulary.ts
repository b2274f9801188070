import { wordKey } from './fold.ts'

/** Words with a meaning each, found also when the recogniser misread a letter or two. */
export interface Vocabulary<T> {
  exact: (key: string) => T | undefined
  find: (key: string) => T | undefined
}

// Pairs that recognisers and hasty readers of old type confuse.
const confusable = new Set(
  'ec eo co ao au aı nu hb hk tf tr tl li lj ij l1 i1 j1 sf s5 s8 o0 g9 gq vy uv vu rt rn fl ft ia ce oe cr ec dl mn nm wv b6 bh yv yg q9 zs ui'
    .split(' ')
    .flatMap((pair) => [pair, pair.charAt(1) + pair.charAt(0)]),
)

function squeeze(key: string): string {
  return key.replaceAll('rn', 'm').replaceAll('vv', 'w').replaceAll('cl', 'd').replaceAll('ii', 'u')
}

function sameLengthNear(read: string, meant: string): boolean {
  let differing = 0
  let confused = 0
  for (let at = 0; at < meant.length; at++) {
    if (read[at] === meant[at]) continue
    differing++
    if (differing > 2) return false
    if (confusable.has((read[at] ?? '') + (meant[at] ?? ''))) confused++
  }
  if (differing === 1) return meant.length >= 6 || (confused === 1 && meant.length >= 4)
  return meant.length >= 7 && confused === 2
}

function oneLetterMore(long: string, short: string): boolean {
  let at = 0
  while (at < short.length && long[at] === short[at]) at++
  return long.slice(at + 1) === short.slice(at)
}

/** Whether `read` may be a misreading of `meant`; short words must agree in all but one confusable letter. */
export function isNear(read: string, meant: string): boolean {
  if (read.length === meant.length) return sameLengthNear(read, meant)
  if (meant.length < 6 || Math.abs(read.length - meant.length) > 1) return false
  return read.length > meant.length ? oneLetterMore(read, meant) : oneLetterMore(meant, read)
}

interface Loaded<T> {
  words: Map<string, T>
  /** Words by a letter at one end and their length: a misreading keeps one end. */
  ends: Map<string, string[]>
  squeezed: Map<string, string>
}

function load<T>(entries: Iterable<readonly [string, T]>): Loaded<T> {
  const loaded: Loaded<T> = { words: new Map(), ends: new Map(), squeezed: new Map() }
  for (const [written, meaning] of entries) {
    const key = wordKey(written)
    if (loaded.words.has(key)) continue
    loaded.words.set(key, meaning)
    if (key.length < 4) continue
    if (!loaded.squeezed.has(squeeze(key))) loaded.squeezed.set(squeeze(key), key)
    for (const end of [`${key.charAt(0)}>${key.length}`, `<${key.slice(-1)}${key.length}`]) {
      const list = loaded.ends.get(end)
      if (list) list.push(key)
      else loaded.ends.set(end, [key])
    }
  }
  return loaded
}

function findNear<T>({ words, ends, squeezed }: Loaded<T>, key: string): T | undefined {
  if (key.length < 4 || key.length > 24) return undefined
  const alike = squeezed.get(squeeze(key))
  if (alike !== undefined) return words.get(alike)
  for (const length of [key.length, key.length - 1, key.length + 1]) {
    for (const end of [`${key.charAt(0)}>${length}`, `<${key.slice(-1)}${length}`]) {
      for (const candidate of ends.get(end) ?? [])
        if (isNear(key, candidate)) return words.get(candidate)
    }
  }
  return undefined
}

/** `entries` is called at first use, so that a vocabulary costs nothing at start-up. */
export function createVocabulary<T>(entries: () => Iterable<readonly [string, T]>): Vocabulary<T> {
  let loaded: Loaded<T> | undefined
  const remembered = new Map<string, T | undefined>()

  function exact(key: string): T | undefined {
    loaded ??= load(entries())
    return loaded.words.get(key)
  }

  function find(key: string): T | undefined {
    const straight = exact(key)
    if (straight !== undefined || loaded === undefined) return straight
    if (remembered.has(key)) return remembered.get(key)
    const found = findNear(loaded, key)
    if (remembered.size > 4000) remembered.clear()
    remembered.set(key, found)
    return found
  }

  return { exact, find }
}

/** A vocabulary from lines "meaning: word word word". */
export function wordList<T extends string>(lists: Record<T, string>): Vocabulary<T> {
  return createVocabulary(function* () {
    for (const meaning of Object.keys(lists) as T[]) {
      for (const entry of lists[meaning].split(/\s+/)) if (entry) yield [entry, meaning] as const
    }
  })
}
