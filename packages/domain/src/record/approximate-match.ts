/**
 * Approximate string search: the place in `text` that is nearest to `pattern` by edit distance, when it is within
 * `limit` edits. Bit-parallel (Myers 1999, in Hyyrö's block form): a column costs one step per 32 characters of the
 * pattern. Works on UTF-16 units.
 */
const WORD = 32

interface Peq {
  masks: Map<number, Int32Array>
  none: Int32Array
}

function patternMasks(pattern: string, words: number): Peq {
  const masks = new Map<number, Int32Array>()
  for (let i = 0; i < pattern.length; i++) {
    const code = pattern.charCodeAt(i)
    let mask = masks.get(code)
    if (mask === undefined) masks.set(code, (mask = new Int32Array(words)))
    const word = Math.floor(i / WORD)
    mask[word] = (mask[word] ?? 0) | (1 << (i % WORD))
  }
  return { masks, none: new Int32Array(words) }
}

export interface NearestEnd {
  /** Exclusive end of the best match. */
  end: number
  distance: number
}

/** The end of the best match (the first of equal ones), or null when every match needs more than `limit` edits. */
function nearestEnd(pattern: string, text: string, limit: number): NearestEnd | null {
  const length = pattern.length
  if (length === 0) return null
  const words = Math.ceil(length / WORD)
  const { masks, none } = patternMasks(pattern, words)
  const positive = new Int32Array(words).fill(-1)
  const negative = new Int32Array(words)
  const last = words - 1
  const lastBit = 1 << ((length - 1) % WORD)
  let distance = length
  let best: NearestEnd | null = null
  for (let at = 0; at < text.length; at++) {
    const mask = masks.get(text.charCodeAt(at)) ?? none
    // A match may begin anywhere in the text: nothing comes in above the first row.
    let carryPositive = 0
    let carryNegative = 0
    for (let word = 0; word < words; word++) {
      const pv = positive[word] ?? 0
      const mv = negative[word] ?? 0
      const eq = (mask[word] ?? 0) | carryNegative
      const xv = (mask[word] ?? 0) | mv
      const xh = (((eq & pv) + pv) ^ pv) | eq
      let ph = mv | ~(xh | pv)
      let mh = pv & xh
      if (word === last) {
        if ((ph & lastBit) !== 0) distance++
        else if ((mh & lastBit) !== 0) distance--
      }
      const nextPositive = ph >>> (WORD - 1)
      const nextNegative = mh >>> (WORD - 1)
      ph = (ph << 1) | carryPositive
      mh = (mh << 1) | carryNegative
      positive[word] = mh | ~(xv | ph)
      negative[word] = ph & xv
      carryPositive = nextPositive
      carryNegative = nextNegative
    }
    if (distance <= limit && (best === null || distance < best.distance))
      best = { end: at + 1, distance }
  }
  return best
}

/** Reversed by UTF-16 unit: only ever compared with another string reversed the same way. */
function reversed(text: string): string {
  let out = ''
  for (let i = text.length - 1; i >= 0; i--) out += text.charAt(i)
  return out
}

/** Start and end of the best match: aligning the reversed strings from its end gives its start. */
export function nearestMatch(
  pattern: string,
  text: string,
  limit: number,
): { start: number; end: number } | null {
  const forward = nearestEnd(pattern, text, limit)
  if (forward === null) return null
  const head = text.slice(Math.max(0, forward.end - pattern.length - limit), forward.end)
  const back = nearestStart(pattern, head, forward.distance)
  return { start: forward.end - back, end: forward.end }
}

/** How many characters at the end of `head` the whole pattern aligns with at this distance; plain dynamic programming. */
function nearestStart(pattern: string, head: string, distance: number): number {
  const [from, to] = [reversed(pattern), reversed(head)]
  let row = Array.from({ length: from.length + 1 }, (_, i) => i)
  for (let j = 1; j <= to.length; j++) {
    const next = [j]
    for (let i = 1; i <= from.length; i++) {
      const substituted = (row[i - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[i] ?? 0) + 1, (next[i - 1] ?? 0) + 1))
    }
    row = next
    if (row[from.length] === distance) return j
  }
  return Math.min(pattern.length, head.length)
}
