import type { Agent } from '@colophon/agents'
import type { ModelTier } from '@colophon/domain'
import { tiersOf } from '@colophon/enrichment-worker'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { RECORDS } from '@colophon/profiles/records'
import type { Check } from '../evidence/checks/index.ts'
import type { E2eEvidence } from './evidence.ts'

const allowedTo = tiersOf({ RULES: 'on', MODEL_LOCAL_FOR_ALL: 'off' }, RECORDS)

/** Whether one of these tiers answers the agent, itself or in place of another. */
function hasModel({ name, tiers, standIn }: Agent, configured: readonly ModelTier[]): boolean {
  const usable = (tier: ModelTier | undefined): boolean =>
    tier !== undefined && configured.includes(tier) && allowedTo(name).includes(tier)
  return tiers.some((tier) => tier !== 'rules' && (usable(tier) || usable(standIn[tier])))
}

interface Use {
  agent: string
  /** Documents on which it ended `ok`. */
  ok: number
  booked: boolean
  calls: number
  asks: boolean
}

function useOf(agent: Agent, { documents, ledger, tiers }: E2eEvidence): Use {
  const { name } = agent
  const rows = ledger.filter((row) => row.agent === name)
  return {
    agent: name,
    ok: documents.filter((each) => each.agents[name]?.status === 'ok').length,
    booked: rows.length > 0,
    calls: rows.filter(({ tier }) => tier !== 'rules').length,
    asks: hasModel(agent, tiers),
  }
}

/**
 * Used: an outcome `ok` on every document, a row in the ledger from every one, and a call of a model from every one that
 * has one: among the letters are some that leave every agent something to ask.
 */
export function checkUsed(evidence: E2eEvidence): Check {
  const count = evidence.documents.length
  const uses = LETTER_AGENTS.map((agent) => useOf(agent, evidence))
  const faults = uses.flatMap(({ agent, ok, booked, calls, asks }) => [
    ...(ok < count ? [`${agent} ok on ${ok}`] : []),
    ...(booked ? [] : [`${agent} not booked`]),
    ...(asks && calls === 0 ? [`${agent} asked no model`] : []),
  ])
  const asking = uses.filter(({ asks }) => asks)
  const calls =
    asking.length === 0
      ? 'no models'
      : `calls of models: ${asking.map((each) => `${each.agent} ${each.calls}`).join(', ')}`
  return {
    name: 'agents used',
    ok: faults.length === 0 && count > 0,
    figure:
      faults.length === 0
        ? `${uses.length} of ${uses.length} on all ${count} documents, and in the ledger; ${calls}`
        : `${faults.join('; ')}; ${calls}`,
    wanted: 'all five on every document, and a model asked where there is one',
  }
}
