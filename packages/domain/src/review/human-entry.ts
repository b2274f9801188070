import {
  isHuman,
  type Evidence,
  type Provenance,
  type ProvenanceMap,
} from '../record/provenance.ts'
import type { DecisionAction } from './decisions.ts'

/** Who decides, and when. */
export interface Decider {
  /** `human:<id>` */
  actor: string
  at: string
}

/** How sure a value is that a person lets stand as uncertain. */
const UNCERTAIN = 0.5

interface Entry {
  status: Provenance['status']
  evidence: Evidence | null
  reason?: string | undefined
  /** @default 1, lower for what is uncertain */
  confidence?: number
}

/** Where a person's value came from; `tool` says what they did. */
export function humanEntry(
  { actor, at }: Decider,
  action: DecisionAction,
  { status, evidence, reason, confidence = status === 'uncertain' ? UNCERTAIN : 1 }: Entry,
): Provenance {
  return {
    status,
    confidence,
    source: actor,
    agent: null,
    tool: action,
    ...(reason !== undefined && { reason }),
    evidence,
    definition_hash: '',
    at,
  }
}

/** Whose proposal it was; of one's own, what was said of it before. */
function proposerOf({ actor }: Decider, proposed: Provenance): string | undefined {
  if (proposed.source === actor) return proposed.reason
  const { source, agent } = proposed
  return `proposed by ${source}${agent === null ? '' : `, ${agent}`}`
}

/** A proposal that a person made theirs: its evidence stays, and who proposed it. */
export function acceptedEntry(
  decider: Decider,
  action: DecisionAction,
  proposed: Provenance,
): Provenance {
  const { evidence, status } = proposed
  const sure = evidence === null ? 'inferred' : 'stated'
  return humanEntry(decider, action, {
    status: status === 'uncertain' ? sure : status,
    evidence,
    reason: proposerOf(decider, proposed),
  })
}

/** The same, let stand as uncertain. */
export const uncertainEntry = (decider: Decider, proposed: Provenance): Provenance =>
  humanEntry(decider, 'uncertain', {
    status: 'uncertain',
    evidence: proposed.evidence,
    reason: proposerOf(decider, proposed),
  })

/** The entry of a path or, where it has none of its own, of what it is a part of. */
export function nearestEntry(provenance: ProvenanceMap, path: string): Provenance | undefined {
  for (let at = path; ; at = at.slice(0, at.lastIndexOf('.'))) {
    const entry = Object.hasOwn(provenance, at) ? provenance[at] : undefined
    if (entry !== undefined || !at.includes('.')) return entry
  }
}

/** Whether a person has said what is to be here: a value that was taken away alone leaves that open. */
export const isSettled = (entry: Provenance | undefined): boolean =>
  isHuman(entry) && entry?.tool !== 'reject'

/** Whether a person changed the record here, rather than finding that it is right. */
export const isChangeBy = (entry: Provenance, actor: string): boolean =>
  entry.source === actor && entry.tool !== 'accept'
