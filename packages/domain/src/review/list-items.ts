import type { DecidedRecord } from './field-state.ts'

/** Where the item at a place goes to; null where it goes away. */
export type Places = (index: number) => number | null

/** The path with its item of the list at its new place; null where that is gone. */
function renamed(path: string, list: string, places: Places): string | null {
  if (!path.startsWith(`${list}.`)) return path
  const [index = '', ...rest] = path.slice(list.length + 1).split('.')
  const place = places(Number(index))
  return place === null ? null : [list, place, ...rest].join('.')
}

/** Keeps what belongs to the items of a list with them when they move. */
export function withItemsMoved(
  { data, provenance, rivals }: DecidedRecord,
  list: string,
  places: Places,
): DecidedRecord {
  return {
    data,
    provenance: Object.fromEntries(
      Object.entries(provenance).flatMap(([path, entry]) => {
        const moved = renamed(path, list, places)
        return moved === null ? [] : [[moved, entry]]
      }),
    ),
    rivals: rivals.flatMap((rival) => {
      const path = renamed(rival.path, list, places)
      return path === null ? [] : [path === rival.path ? rival : { ...rival, path }]
    }),
  }
}

export const placesWithout =
  (gone: number): Places =>
  (index) =>
    index === gone ? null : index > gone ? index - 1 : index

export const placesWith =
  (added: number): Places =>
  (index) =>
    index >= added ? index + 1 : index

export const placesMoved =
  (from: number, to: number): Places =>
  (index) => {
    if (index === from) return to
    if (index > from && index <= to) return index - 1
    return index < from && index >= to ? index + 1 : index
  }

export const itemsMoved = (items: readonly unknown[], places: Places): unknown[] => {
  const moved: unknown[] = []
  for (const [index, item] of items.entries()) {
    const place = places(index)
    if (place !== null) moved[place] = item
  }
  return moved
}
