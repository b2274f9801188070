import {
  AgentCallError,
  ColophonError,
  isPresent,
  NO_TOKENS,
  type EnrichRequest,
  type EnrichResponse,
  type FieldValue,
  type ModelClient,
  type ModelTier,
  type Tier,
  type Usage,
} from '@colophon/domain'
import { askedFieldsOf, type Agent, type ToolField } from './agent.ts'
import { askModel } from './ask-model.ts'
import { definitionHash } from './definition.ts'
import { readLetter } from './reading.ts'
import { Resolver } from './resolve.ts'

/** A value at or above this confidence is not asked for again on a dearer tier. */
export const SURE = 0.85

export interface RunOptions {
  models: ModelClient
  signal: AbortSignal
}

/** The tiers this agent can really use now: allowed, and with a model (or its stand-in) behind them. */
export function usableTiers(agent: Agent, models: ModelClient, allowed: readonly Tier[]): Tier[] {
  const usable: Tier[] = []
  for (const tier of agent.tiers) {
    const hasModel = (of: ModelTier) =>
      allowed.includes(of) && models.modelFor(of, agent.name) !== undefined
    if (tier === 'rules') {
      if (allowed.includes('rules')) usable.push(tier)
    } else if (hasModel(tier)) usable.push(tier)
    else {
      const standIn = agent.standIn[tier]
      if (standIn !== undefined && hasModel(standIn) && !usable.includes(standIn))
        usable.push(standIn)
    }
  }
  return usable
}

/** What is known of each wanted path, and what lost against it. */
class Proposals {
  readonly best = new Map<string, FieldValue>()
  readonly rivals: FieldValue[] = []

  /** The surer value wins; an equal one of a dearer tier does too, and every loser with another value stays visible. */
  add(field: FieldValue): void {
    const current = this.best.get(field.path)
    if (current === undefined) {
      this.best.set(field.path, field)
      return
    }
    const wins =
      isPresent(field.value) === isPresent(current.value)
        ? field.provenance.confidence >= current.provenance.confidence
        : isPresent(field.value) && field.provenance.evidence !== null
    const [winner, loser] = wins ? [field, current] : [current, field]
    const agrees = JSON.stringify(winner.value) === JSON.stringify(loser.value)
    this.best.set(field.path, agrees ? agreed(winner, loser) : winner)
    if (!agrees) this.rivals.push(loser)
  }

  unsure(field: ToolField): boolean {
    return (this.best.get(field.path)?.provenance.confidence ?? 0) < SURE
  }
}

/** Two tiers that say the same are righter than either: the chance that both err is the product of their errors. */
function agreed(winner: FieldValue, loser: FieldValue): FieldValue {
  const error = (1 - winner.provenance.confidence) * (1 - loser.provenance.confidence)
  const confidence = Math.round((1 - error) * 100) / 100
  return { ...winner, provenance: { ...winner.provenance, confidence: Math.min(0.99, confidence) } }
}

const rulesUsage = (runId: string, startedAt: number): Usage => ({
  call_id: `${runId}:rules`,
  tier: 'rules',
  provider: 'rules',
  model: 'rules',
  tool: null,
  tokens: NO_TOKENS,
  duration_ms: performance.now() - startedAt,
  usage_complete: true,
})

/** Null: the model answered. Otherwise why it did not, when the cheaper answer may stand; all else is thrown. */
async function tryModel(
  ask: () => Promise<void>,
  { request, signal, spent }: { request: EnrichRequest; signal: AbortSignal; spent: Usage[] },
): Promise<string | null> {
  try {
    await ask()
    return null
  } catch (thrown) {
    // An abort or a bug must not become a quiet fallback: only the errors of models have a cheaper answer.
    signal.throwIfAborted()
    if (!(thrown instanceof ColophonError))
      throw new AgentCallError('agent.failed', 'A defect', spent, { cause: thrown })
    const modelError = thrown.code.startsWith('model.')
    if (modelError && (thrown.class === 'permanent' || request.last_attempt)) return thrown.code
    throw new AgentCallError(thrown.code, thrown.message, spent, {
      cause: thrown,
      ...(thrown.retryAfterMs !== undefined && { retryAfterMs: thrown.retryAfterMs }),
    })
  }
}

/**
 * The cascade: rules first, then per model tier at most one question (and one repair) for the fields that are still
 * unsure. Rejects with `AgentCallError` when a model fails in a way that a later attempt may mend.
 */
export async function runAgent(
  agent: Agent,
  request: EnrichRequest,
  options: RunOptions,
): Promise<EnrichResponse> {
  const { models, signal } = options
  signal.throwIfAborted()
  const resolver = new Resolver(agent, request, new Date().toISOString())
  const wanted = new Set(request.wanted)
  const proposals = new Proposals()
  const usage: Usage[] = []
  const tiers = usableTiers(agent, models, request.tiers)
  let why: string | null = null

  for (const tier of tiers) {
    if (tier === 'rules') {
      const startedAt = performance.now()
      const reading = readLetter(request)
      for (const tool of agent.tools) {
        if (!tool.fields.some((field) => wanted.has(field.path))) continue
        for (const proposal of tool.rules?.(reading) ?? []) {
          if (wanted.has(proposal.path)) proposals.add(resolver.fromRules(proposal))
        }
      }
      usage.push(rulesUsage(request.run_id, startedAt))
      continue
    }
    const fields = askedFieldsOf(agent).filter(
      (field) => wanted.has(field.path) && proposals.unsure(field),
    )
    if (fields.length === 0) continue
    why = await tryModel(
      async () => {
        const answers = await askModel({
          agent,
          models,
          tier,
          request,
          fields,
          signal,
          spent: usage,
        })
        for (const [path, field] of answers.fields) {
          proposals.add(resolver.fromModel(path, field, sourceOf(answers.usage, answers.model)))
        }
      },
      { request, signal, spent: usage },
    )
  }

  const status = why !== null ? 'degraded' : tiers.length === 0 ? 'skipped' : 'ok'
  return {
    status,
    ...(why !== null && { why }),
    ...(status === 'skipped' && { why: 'no_model' }),
    fields: [...proposals.best.values()],
    rivals: proposals.rivals,
    usage,
    definition_hash: definitionHash(agent),
  }
}

/** Provenance source: `ollama:<model>` for local models, the bare model id for Claude. */
function sourceOf(usage: readonly Usage[], model: string): string {
  const provider = usage.at(-1)?.provider
  return provider === undefined || provider === 'anthropic' ? model : `${provider}:${model}`
}
