import { z } from 'zod'
import type { Tier } from '../money/usage.ts'

/**
 * How far a text may go. `rules`: no model sees it. `local`: models of our own machines. `cloud`: any. Left out, nobody
 * has said anything, which is `cloud`.
 */
export const Reach = z.enum(['rules', 'local', 'cloud'])
export type Reach = z.infer<typeof Reach>

const REACHES = Reach.options

/** The narrowest of those that were said; undefined when nobody has said any. */
export function narrowest(...said: readonly (Reach | undefined)[]): Reach | undefined {
  let least: Reach | undefined
  for (const reach of said) {
    if (reach === undefined) continue
    if (least === undefined || REACHES.indexOf(reach) < REACHES.indexOf(least)) least = reach
  }
  return least
}

/** A model that is billed, or on a machine that is not ours, is another's, whatever tier it is configured on. */
export function maySee(reach: Reach | undefined, tier: Tier, isOutside: boolean): boolean {
  if (tier === 'rules' || reach === undefined || reach === 'cloud') return true
  return reach === 'local' && tier === 'local' && !isOutside
}

export interface ReachedTiers {
  within: Tier[]
  /** Tiers that would answer if the text might go so far. */
  beyond: Tier[]
}

/** The tiers by whether they may see the text. */
export function tiersWithin(
  reach: Reach | undefined,
  tiers: readonly Tier[],
  isOutside: (tier: Tier) => boolean,
): ReachedTiers {
  const ends: ReachedTiers = { within: [], beyond: [] }
  for (const tier of tiers) {
    ends[maySee(reach, tier, isOutside(tier)) ? 'within' : 'beyond'].push(tier)
  }
  return ends
}

/** What a setting says that was written down as anything; other words are none. */
export const reachIn = (options: Record<string, unknown>): Reach | undefined =>
  Reach.safeParse(options['reach']).data
