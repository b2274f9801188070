import type { EnrichRequest } from '@colophon/domain'
import type { Agent } from './agent.ts'
import type { ModelAnswers } from './ask-model.ts'
import { Judge, type Model } from './judge.ts'
import type { Proposals } from './proposals.ts'
import type { Resolver } from './resolve.ts'

export interface Considering {
  agent: Agent
  request: EnrichRequest
  resolver: Resolver
  proposals: Proposals
  /** The answer was paid for. */
  paid: boolean
}

/** Holds the answer of one model against the document and against what is there already. */
export async function considerAnswers(
  { fields, source, usage, malformed, clamped }: ModelAnswers,
  { agent, request, resolver, proposals, paid }: Considering,
): Promise<void> {
  const answering: Model = {
    source,
    digest: usage.at(-1)?.model_digest,
  }
  const judge = new Judge(agent, request, resolver, answering)
  proposals.count(answering.source, 'malformed', malformed)
  proposals.count(answering.source, 'clamped', clamped)
  for (const [path, field] of fields) {
    const judged = await judge.judge(path, field)
    if (judged === null) continue
    if (paid && judged.values.some(({ state }) => state === 'supported')) proposals.bought.add(path)
    proposals.consider(judged)
  }
}
