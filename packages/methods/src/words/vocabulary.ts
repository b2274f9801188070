import { wordKey } from './fold.ts'

/** Words with a meaning each, found also when the recogniser misread a character or two. */
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
  if (!/rn|vv|cl|ii/.test(key)) return key
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

function oneMore(long: string, short: string): boolean {
  let at = 0
  while (at < short.length && long[at] === short[at]) at++
  return long.slice(at + 1) === short.slice(at)
}

/** Whether `read` may be a misreading of `meant`; short words must agree in all but one confusable character. */
export function isNear(read: string, meant: string): boolean {
  if (read.length === meant.length) return sameLengthNear(read, meant)
  if (meant.length < 6 || Math.abs(read.length - meant.length) > 1) return false
  return read.length > meant.length ? oneMore(read, meant) : oneMore(meant, read)
}

interface Nearby {
  /** Words by a character at one end and their length: a misreading keeps one end. */
  ends: Map<number, string[]>
  /** Words in which two characters look like one, in the form with the one character. */
  squeezed: Map<string, string>
}

/** A number for "begins (or ends) with this character and has this length". */
function endKey(key: string, length: number, last: boolean): number {
  return key.charCodeAt(last ? key.length - 1 : 0) * 128 + length * 2 + (last ? 1 : 0)
}

function arrange(keys: Iterable<string>): Nearby {
  const nearby: Nearby = { ends: new Map(), squeezed: new Map() }
  for (const key of keys) {
    if (key.length < 4) continue
    const squeezed = squeeze(key)
    if (squeezed !== key && !nearby.squeezed.has(squeezed)) nearby.squeezed.set(squeezed, key)
    for (const last of [false, true]) {
      const end = endKey(key, key.length, last)
      const list = nearby.ends.get(end)
      if (list) list.push(key)
      else nearby.ends.set(end, [key])
    }
  }
  return nearby
}

function findNear<T>(
  words: Map<string, T>,
  { ends, squeezed }: Nearby,
  key: string,
): T | undefined {
  if (key.length < 4 || key.length > 24) return undefined
  const alike = squeeze(key)
  const straight = alike.length < 3 ? undefined : words.get(alike)
  if (straight !== undefined && alike.length >= 4) return straight
  const meant = squeezed.get(alike)
  if (meant !== undefined) return words.get(meant)
  for (const length of [key.length, key.length - 1, key.length + 1]) {
    for (const last of [false, true]) {
      for (const candidate of ends.get(endKey(key, length, last)) ?? [])
        if (isNear(key, candidate)) return words.get(candidate)
    }
  }
  return undefined
}

/** `entries` is called at first use, so that a vocabulary costs nothing at start-up. */
export function createVocabulary<T>(entries: () => Iterable<readonly [string, T]>): Vocabulary<T> {
  let words: Map<string, T> | undefined
  let nearby: Nearby | undefined
  const remembered = new Map<string, T | null>()

  function load(): Map<string, T> {
    words = new Map()
    for (const [written, meaning] of entries()) {
      const key = wordKey(written)
      if (!words.has(key)) words.set(key, meaning)
    }
    return words
  }

  function exact(key: string): T | undefined {
    return (words ?? load()).get(key)
  }

  function find(key: string): T | undefined {
    const straight = exact(key)
    if (straight !== undefined || words === undefined || key.length < 4) return straight
    const known = remembered.get(key)
    if (known !== undefined) return known ?? undefined
    nearby ??= arrange(words.keys())
    const found = findNear(words, nearby, key)
    if (remembered.size > 4000) remembered.clear()
    remembered.set(key, found ?? null)
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
