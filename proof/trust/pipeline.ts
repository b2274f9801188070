import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PRICE_LIST } from '@colophon/adapters/prices'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { definitionHash, runAgent, type Agent, type Met } from '@colophon/agents'
import { createCoordinator, followJob } from '@colophon/coordinator'
import {
  BudgetConfig,
  readBudget,
  TIERS,
  type AgentCaller,
  type DocumentRecord,
  type EnrichRequest,
  type EnrichResponse,
  type ModelClient,
  type ModelTier,
  type NewDocument,
} from '@colophon/domain'
import { createWorker, maxFieldsOf, TIER_SETTINGS } from '@colophon/enrichment-worker'
import { lettersProfile } from '@colophon/profiles/letters'
import { createLogger, isDeadLocalOwner, newId, processOwner } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { z } from 'zod'

export interface Enrichment {
  agents: readonly Agent[]
  models: ModelClient
  /** Told of every supported value of a model, with the document it was found in. */
  observe?: (met: Met, request: EnrichRequest) => void
  /** Told of every answer of an agent. */
  onAnswer?: (answer: EnrichResponse) => void
  /** How many fields a model of a tier is asked for at once. @default as where no setting says it */
  maxFields?: Readonly<Partial<Record<ModelTier, number>>> | undefined
  /** Milliseconds since 1970. @default the clock of this machine */
  now?: () => number
}

/** The agents in this process, so that what models say can be seen before it is weighed. */
function callAgents({ agents, models, observe, onAnswer }: Enrichment): AgentCaller {
  const named = (name: string): Agent => {
    const agent = agents.find((each) => each.name === name)
    if (agent === undefined) throw new Error(`no agent is called ${name}`)
    return agent
  }
  const modelsOf = (name: string) =>
    TIERS.flatMap((tier) => {
      if (tier === 'rules') return ['rules']
      const model = models.modelFor(tier, name)
      return model === undefined ? [] : [`${tier}:${model}`]
    })
  return {
    describe: (name) =>
      Promise.resolve({
        agent: name,
        definition_hash: definitionHash(named(name)),
        models: modelsOf(name),
      }),
    async enrich(name, request, course) {
      const answer = await runAgent(named(name), request, {
        models,
        ...course,
        observe:
          observe &&
          ((met) => {
            observe(met, request)
          }),
      })
      onAnswer?.(answer)
      return answer
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

export const documentOf = ({ id, text }: { id: string; text: string }): NewDocument => ({
  document_id: id,
  collection_id: 'letters',
  source: { text, pages: [{ number: 1, start: 0, end: text.length }], ocr: {}, facts: {} },
  source_hash: createHash('sha256').update(text).digest('hex'),
})

const DEFAULT_MAX_FIELDS = maxFieldsOf(z.object(TIER_SETTINGS).parse({}))
const BATCH = 200
const IN_WORK = 8

/** The records of these letters, made as the product makes them. */
export const enrichLetters = (
  letters: readonly { id: string; text: string }[],
  enrichment: Enrichment,
): Promise<DocumentRecord[]> => enrichDocuments(letters.map(documentOf), enrichment)

/** The records of these documents, made as the product makes them: store, worker, agents, merge and routing. */
export async function enrichDocuments(
  documents: readonly NewDocument[],
  enrichment: Enrichment,
): Promise<DocumentRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-trust-'))
  try {
    await using store = await openStore(`sqlite:${join(folder, 'trust.db')}`)
    await using bus = await openBus('local:')
    await using agents = callAgents(enrichment)
    const metrics = createMetrics({ service: 'trust', version: '0', process: false })
    const log = createLogger({ service: 'trust', level: 'error' })
    const now = enrichment.now ?? (() => Date.now())
    const profiles = [lettersProfile]
    const shared = { profiles, store, bus, metrics, log, now, owner: processOwner('trust') }
    const coordinator = createCoordinator({
      ...shared,
      isDead: isDeadLocalOwner,
      newJobId: () => newId('job'),
    })
    const worker = createWorker({
      ...shared,
      agents,
      prices: PRICE_LIST,
      budget: readBudget(BudgetConfig.parse({})),
      newRunId: () => newId('run'),
      tiersOf: () => [...TIERS],
      maxFields: { ...DEFAULT_MAX_FIELDS, ...enrichment.maxFields },
      settings: { concurrency: IN_WORK },
    })
    const stop = new AbortController()
    const running = Promise.all([coordinator.run(stop.signal), worker.run(stop.signal)])
    try {
      const job = await coordinator.openJob({
        tenantId: 'default',
        collectionId: 'letters',
        profile: lettersProfile.name,
        priority: 'normal',
      })
      for (let at = 0; at < documents.length; at += BATCH)
        await job.add(documents.slice(at, at + BATCH))
      await job.seal()
      const follow = { stop: stop.signal, onCounts: () => undefined }
      const records = Array.fromAsync(followJob(store, job.job, follow))
      return await Promise.race([records, running.then(() => records)])
    } finally {
      stop.abort()
      await running
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
