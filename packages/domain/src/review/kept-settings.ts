import type { DeskStore } from '../ports/desk.ts'
import { CollectionSettings } from './collection-settings.ts'

/** How long a change of a setting may take to be seen: no document costs a read of its own. */
const KEPT_MS = 30_000
/** Collections that are kept at once. */
const MOST_KEPT = 1_000

export type SettingsOf = (tenantId: string, collectionId: string) => Promise<CollectionSettings>

const DEFAULTS = CollectionSettings.parse({})

/** Settings of collections as they were half a minute ago at most. */
export function createSettingsOf(
  { desk }: { desk: Pick<DeskStore, 'collection'> },
  now: () => number,
): SettingsOf {
  const kept = new Map<string, { settings: Promise<CollectionSettings>; readAt: number }>()
  return (tenantId, collectionId) => {
    const key = JSON.stringify([tenantId, collectionId])
    const known = kept.get(key)
    const ageMs = known === undefined ? KEPT_MS : now() - known.readAt
    // A clock that has gone back makes nothing younger than it is.
    if (known !== undefined && ageMs >= 0 && ageMs < KEPT_MS) return known.settings
    const settings = desk
      .collection(tenantId, collectionId)
      .then((entry) => entry?.record?.settings ?? DEFAULTS)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(key, { settings, readAt: now() })
    settings.catch(() => {
      if (kept.get(key)?.settings === settings) kept.delete(key)
    })
    return settings
  }
}
