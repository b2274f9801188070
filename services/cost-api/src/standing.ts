import { formatUsd, type BudgetState, type BudgetStanding, type HeldLimit } from '@colophon/domain'

const AT_LIMIT = {
  local_only: 'no paid model is asked; documents go on with rules and local models, then to review',
  defer: 'documents wait for the next period',
  stop: 'documents fail, until somebody sends them round again',
} as const satisfies Record<HeldLimit['at_limit'], string>

function stateOf(used: bigint, limit: bigint, cutoffPercent: number): BudgetStanding['state'] {
  if (used >= limit) return 'exhausted'
  return used * 100n >= limit * BigInt(cutoffPercent) ? 'extras_held_back' : 'open'
}

/** A limit as it holds now, beside what is counted under it. */
export function standingOf(limit: HeldLimit, states: readonly BudgetState[]): BudgetStanding {
  const { key, limit_pico_usd: most, at_limit, cutoff_percent } = limit
  const counted = states.find((state) => state.key === key)
  const spent = counted?.spent_pico_usd ?? 0n
  const reserved = counted?.reserved_pico_usd ?? 0n
  const used = spent + reserved
  return {
    limit_usd: formatUsd(most),
    spent_usd: formatUsd(spent),
    reserved_usd: formatUsd(reserved),
    left_usd: formatUsd(most > used ? most - used : 0n),
    used_ratio: most === 0n ? 1 : Number((used * 10_000n) / most) / 10_000,
    state: stateOf(used, most, cutoff_percent),
    at_cutoff: `from ${String(cutoff_percent)} % on, agents that only add are not paid for`,
    at_limit: AT_LIMIT[at_limit],
  }
}
