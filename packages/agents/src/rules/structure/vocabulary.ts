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
    .flatMap((pair) => [pair, pair[1] + (pair[0] ?? '')]),
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
  if (Math.abs(read.length - meant.length) > 1) return false
  if (read.length === meant.length && sameLengthNear(read, meant)) return true
  if (meant.length < 4) return false
  if (squeeze(read) === squeeze(meant)) return true
  if (meant.length < 6) return false
  return read.length > meant.length ? oneLetterMore(read, meant) : oneLetterMore(meant, read)
}

/** `entries` is called at first use, so that a vocabulary costs nothing at start-up. */
export function createVocabulary<T>(
  entries: () => Iterable<readonly [string, T]>,
): Vocabulary<T> {
  let words: Map<string, T> | undefined
  const byLength = new Map<number, string[]>()
  const remembered = new Map<string, T | undefined>()

  function load(): Map<string, T> {
    words = new Map()
    for (const [written, meaning] of entries()) {
      const key = wordKey(written)
      if (words.has(key)) continue
      words.set(key, meaning)
      byLength.set(key.length, [...(byLength.get(key.length) ?? []), key])
    }
    return words
  }

  function near(known: Map<string, T>, key: string): T | undefined {
    if (key.length < 4 || key.length > 24) return undefined
    for (const length of [key.length, key.length - 1, key.length + 1]) {
      for (const candidate of byLength.get(length) ?? []) {
        if (isNear(key, candidate)) return known.get(candidate)
      }
    }
    return undefined
  }

  function exact(key: string): T | undefined {
    return (words ?? load()).get(key)
  }

  function find(key: string): T | undefined {
    const known = words ?? load()
    const straight = known.get(key)
    if (straight !== undefined) return straight
    if (remembered.has(key)) return remembered.get(key)
    const found = near(known, key)
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
