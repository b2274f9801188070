import type { DeskStore } from '../ports/desk.ts'
import { keepAnswers } from '../work/kept-answers.ts'
import { CollectionSettings } from './collection-settings.ts'

/** How long a change of a setting may take to be seen: no document costs a read of its own. */
const KEPT_MS = 30_000
/** Collections that are kept at once. */
const MOST_KEPT = 1_000

export type SettingsOf = (tenantId: string, collectionId: string) => Promise<CollectionSettings>

const DEFAULTS = CollectionSettings.parse({})

/** Settings of collections as they were half a minute ago at most. */
export const createSettingsOf = (
  { desk }: { desk: Pick<DeskStore, 'settings'> },
  now: () => number,
): SettingsOf =>
  keepAnswers(
    async (tenantId, collectionId) =>
      (await desk.settings(tenantId, collectionId))?.settings ?? DEFAULTS,
    { keptMs: KEPT_MS, most: MOST_KEPT, now },
  )
