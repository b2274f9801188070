/** Of longer strings threes of characters are counted: runs take time that grows with the product of both. */
const LONGEST = 600

interface Block {
  a: number
  b: number
  length: number
}

interface Stretch {
  from: number
  to: number
}

/** The longest run that both stretches have; the first of equal ones. */
function longestRun(a: readonly string[], b: readonly string[], of: Stretch, and: Stretch): Block {
  let best: Block = { a: of.from, b: and.from, length: 0 }
  let before = new Uint32Array(and.to + 1)
  let row = new Uint32Array(and.to + 1)
  for (let i = of.from; i < of.to; i++) {
    for (let j = and.from; j < and.to; j++) {
      const length = a[i] === b[j] ? (j === and.from ? 0 : (before[j - 1] ?? 0)) + 1 : 0
      row[j] = length
      if (length > best.length) best = { a: i - length + 1, b: j - length + 1, length }
    }
    ;[before, row] = [row, before]
  }
  return best
}

/** How many elements both have in common, in runs that follow each other. */
function common(a: readonly string[], b: readonly string[]): number {
  const waiting: [Stretch, Stretch][] = [
    [
      { from: 0, to: a.length },
      { from: 0, to: b.length },
    ],
  ]
  let total = 0
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const [of, and] = pair
    if (of.from >= of.to || and.from >= and.to) continue
    const run = longestRun(a, b, of, and)
    if (run.length === 0) continue
    total += run.length
    waiting.push(
      [
        { from: of.from, to: run.a },
        { from: and.from, to: run.b },
      ],
      [
        { from: run.a + run.length, to: of.to },
        { from: run.b + run.length, to: and.to },
      ],
    )
  }
  return total
}

/** How often each three characters stand in a text. */
function threesOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (let at = 0; at + 3 <= text.length; at++) {
    const three = text.slice(at, at + 3)
    counts.set(three, (counts.get(three) ?? 0) + 1)
  }
  return counts
}

/** Twice the threes that both have, by those that they have: one misread character changes three of them. */
function likeThrees(a: string, b: string): number {
  const others = threesOf(b)
  let shared = 0
  for (const [three, count] of threesOf(a)) shared += Math.min(count, others.get(three) ?? 0)
  return (2 * shared) / Math.max(1, a.length + b.length - 4)
}

/** How alike two strings are, 0 to 1 (Ratcliff and Obershelp): twice what they have in common, by what they have. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1
  if (Math.max(a.length, b.length) > LONGEST) return likeThrees(a, b)
  const [x, y] = [Array.from(a), Array.from(b)]
  return (2 * common(x, y)) / (x.length + y.length)
}

/** One character added, lost or changed at most. */
export function oneApart(a: string, b: string): boolean {
  if (a === b) return true
  let i = 0
  while (i < Math.min(a.length, b.length) && a[i] === b[i]) i++
  const [x, y] = [a.slice(i), b.slice(i)]
  return x.slice(1) === y.slice(1) || x === y.slice(1) || x.slice(1) === y
}
