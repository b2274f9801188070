import { createHash } from 'node:crypto'

/** The letters of the content benchmark: drawn once, with this seed, before the rules that it measures were written. */
const SEED = 'colophon-content-1'
const DRAWN = 60

export interface Drawable {
  id: string
  language: string
  source: { edition: string }
}

/**
 * The ids drawn, in the order of the draw: each pair of edition and language gives one letter in turn until it has no
 * more, in an order that only the seed and the ids decide. Letters at even places develop rules, those at odd places
 * measure them.
 */
export function draw(letters: readonly Drawable[], wanted = DRAWN): string[] {
  const cells = new Map<string, string[]>()
  const ranked = [...letters].sort((a, b) => compare(rank(a.id), rank(b.id)))
  for (const { id, language, source } of ranked) {
    const cell = `${source.edition} ${language}`
    cells.set(cell, [...(cells.get(cell) ?? []), id])
  }
  const rows = [...cells].sort(([a], [b]) => compare(a, b)).map(([, ids]) => ids)
  const longest = Math.max(0, ...rows.map(({ length }) => length))
  const turns = Array.from({ length: longest }, (_, turn) => rows.flatMap((ids) => ids[turn] ?? []))
  return turns.flat().slice(0, wanted)
}

const rank = (id: string): string => createHash('sha256').update(`${SEED} ${id}`).digest('hex')

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
