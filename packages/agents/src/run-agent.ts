import {
  AgentCallError,
  ColophonError,
  NO_TOKENS,
  requireProfile,
  type Course,
  type EnrichRequest,
  type EnrichResponse,
  type ModelClient,
  type ModelTier,
  type Tier,
  type Usage,
} from '@colophon/domain'
import { askedFieldsOf, type Agent, type AskedField } from './agent.ts'
import { askModel } from './ask-model.ts'
import { considerAnswers } from './consider-answers.ts'
import { definitionHash } from './definition.ts'
import { modelsWithin } from './models-within.ts'
import { Proposals, type Met } from './proposals.ts'
import { Resolver } from './resolve.ts'
import { rulesInThisThread, type RulesRunner } from './rules-runner.ts'

export interface RunOptions extends Course {
  models: ModelClient
  /** Told of the supported values of models, by who measures them. */
  observe?: ((met: Met) => void) | undefined
  /** Where the rules run. @default in this thread */
  rules?: RulesRunner | undefined
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

const rulesUsage = (runId: string, ms: number): Usage => ({
  call_id: `${runId}:rules`,
  tier: 'rules',
  provider: 'rules',
  model: 'rules',
  tool: null,
  tokens: NO_TOKENS,
  duration_ms: ms,
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
    // A model that is left alone has not been asked: the document waits for it, also on its last attempt.
    const isLast = request.last_attempt && thrown.code !== 'model.resting'
    if (modelError && (thrown.class === 'permanent' || isLast)) return thrown.code
    throw new AgentCallError(thrown.code, thrown.message, spent, {
      cause: thrown,
      ...(thrown.retryAfterMs !== undefined && { retryAfterMs: thrown.retryAfterMs }),
    })
  }
}

function isPaidTier(tier: ModelTier, agent: Agent, models: ModelClient): boolean {
  const model = models.modelFor(tier, agent.name)
  return model !== undefined && models.isPaid(model)
}

/**
 * Whether a model that is paid for has proposed a value already that the text supports, where nothing was measured of
 * any: what a dearer one said could only be another proposal beside it, and is not worth its price.
 */
const isProposed = (path: string, agent: Agent, proposals: Proposals): boolean =>
  agent.calibration === undefined && proposals.bought.has(path)

/** The paths that are still unsure, where a model that may not see the text would have been asked for them. */
function outOfReach(
  agent: Agent,
  { wanted, beyond_reach: beyond = [] }: EnrichRequest,
  { models, proposals }: { models: ModelClient; proposals: Proposals },
): string[] {
  if (usableTiers(agent, models, beyond).length === 0) return []
  const unsure = (field: AskedField): boolean =>
    wanted.includes(field.path) && proposals.unsure(field)
  return askedFieldsOf(agent).flatMap((field) => (unsure(field) ? field.path : []))
}

/**
 * The cascade: rules first, then per model tier at most one question (and one repair) for the fields that are still
 * unsure. Rules that were ended leave the others' values, and the agent degraded. Rejects with `AgentCallError` when a
 * model fails in a way that a later attempt may mend, and with `profile.unknown` for a document of another kind.
 */
export async function runAgent(
  agent: Agent,
  request: EnrichRequest,
  options: RunOptions,
): Promise<EnrichResponse> {
  const { signal, onWait, rules = rulesInThisThread } = options
  const models = modelsWithin(options.models, request.reach)
  signal.throwIfAborted()
  requireProfile(request.profile, [{ name: agent.profile }])
  const resolver = new Resolver(agent, request, new Date().toISOString())
  const wanted = new Set(request.wanted)
  const proposals = new Proposals({
    decisive: new Set(agent.decisive),
    observe: options.observe,
  })
  const usage: Usage[] = []
  const tiers = usableTiers(agent, models, request.tiers)
  let rulesEnded: string | null = null
  let modelFailed: string | null = null

  for (const tier of tiers) {
    if (tier === 'rules') {
      const found = await rules.run({ agent, request, wanted: request.wanted, signal })
      for (const proposal of found.proposals) proposals.add(resolver.fromRules(proposal))
      usage.push(rulesUsage(request.run_id, found.ms))
      rulesEnded = found.why
      continue
    }
    const paid = isPaidTier(tier, agent, models)
    const fields = askedFieldsOf(agent).filter(
      (field) =>
        wanted.has(field.path) &&
        proposals.unsure(field) &&
        !(paid && isProposed(field.path, agent, proposals)),
    )
    if (fields.length === 0) continue
    const call = { agent, models, tier, request, fields, signal, onWait, spent: usage }
    modelFailed = await tryModel(
      async () => {
        await considerAnswers(await askModel(call), { agent, request, resolver, proposals, paid })
      },
      { request, signal, spent: usage },
    )
  }

  const why = rulesEnded ?? modelFailed
  const status = why !== null ? 'degraded' : tiers.length === 0 ? 'skipped' : 'ok'
  const missed = outOfReach(agent, request, { models: options.models, proposals })
  return {
    status,
    ...(why !== null && { why }),
    ...(status === 'skipped' && { why: 'no_model' }),
    fields: [...proposals.best.values()],
    rivals: proposals.rivals,
    usage,
    ...(proposals.counts.length > 0 && { model_values: proposals.counts }),
    ...(missed.length > 0 && { out_of_reach: missed }),
    definition_hash: definitionHash(agent),
  }
}
