import type { Keeper } from '../src/behaviour/drafts.ts'

/** What `localStorage` is to a page. */
export function keeper(): Keeper {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}
