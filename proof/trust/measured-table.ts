import { leastShare, type Calibration } from '@colophon/agents'

const HEAD = ['model', 'field', 'met', 'right', 'of', 'counts as']

/** One row for each count, with what it is worth: the least that so many make likely. */
export function rowsOf({ models }: Calibration): string[][] {
  const rows = Object.entries(models).flatMap(([model, { agents }]) =>
    Object.values(agents).flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([path, cells]) =>
        Object.entries(cells).map(([cell, count]) => [
          model,
          path,
          cell,
          String(count.right),
          String(count.n),
          leastShare(count).toFixed(2),
        ]),
      ),
    ),
  )
  return [HEAD, ...rows.sort((a, b) => (a.join() < b.join() ? -1 : 1))]
}
