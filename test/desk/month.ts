import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '@colophon/adapters/store'
import { PRICE_LIST } from '@colophon/adapters/prices'
import {
  budgetLimits,
  BudgetTerms,
  counterFilter,
  counterKey,
  DEFAULT_BUDGET,
  NO_TOKENS,
  periodsOf,
  picoUsd,
  priceOf,
  type CostRecord,
} from '@colophon/domain'
import { aCost, aDocument, aJob, aRun } from '@colophon/testkit'

const DAY_MS = 86_400_000
const DAYS = 24
const DOCUMENTS_A_DAY = 4
const COLLECTIONS = ['north-street', 'mill-papers', 'harbour-office'] as const
const AGENTS = ['metadata-agent', 'entity-agent', 'content-agent', 'context-agent'] as const

/** Tokens grow over the days, so that the bars do. */
const tokensOn = (day: number, n: number) => ({
  ...NO_TOKENS,
  input: 1_800 + day * 90 + n * 130,
  output: 240 + day * 12,
})

type Ids = Pick<CostRecord, 'document_id' | 'enrichment_job_id' | 'collection_id' | 'created_at'>

function callsOf(ids: Ids, day: number, n: number): CostRecord[] {
  const at = { ...ids, ...periodsOf(new Date(ids.created_at)) }
  const rules = { tier: 'rules', provider: 'rules', model: 'rules', amount_pico_usd: 0n } as const
  const rows = AGENTS.map((agent) => aCost({ ...at, agent, ...rules, tokens: NO_TOKENS }))
  const local = {
    tier: 'local',
    provider: 'ollama',
    model: 'llama3.2',
    amount_pico_usd: 0n,
  } as const
  rows.push(aCost({ ...at, agent: 'entity-agent', ...local, tokens: tokensOn(day, n) }))
  const paid = n % 3 === 0 ? 'claude-opus-5-5' : 'claude-sonnet-5-5'
  const tokens = tokensOn(day, n)
  const cost = priceOf(PRICE_LIST, { provider: 'anthropic', model: paid, tokens, day: at.day })
  rows.push(
    aCost({
      ...at,
      agent: n % 3 === 0 ? 'context-agent' : 'content-agent',
      tier: n % 3 === 0 ? 'deep' : 'fast',
      model: paid,
      tokens,
      amount_pico_usd: cost.amount,
      price_id: cost.priceId,
      state: day % 7 === 3 && n === 1 ? 'unsettled' : 'settled',
    }),
  )
  return rows
}

/** What somebody has set: one budget that is nearly spent, and one that is far from it. */
const SET = [
  { scope: 'collection', id: 'north-street', limit_usd: '1' },
  { scope: 'job', id: 'job-harbour-office', limit_usd: '25' },
] as const

/** A store in the folder of a command that has paid for documents of three collections on the last days. */
export async function fillMonth(folder: string): Promise<void> {
  mkdirSync(join(folder, 'data'), { recursive: true })
  await using store = await openStore(`sqlite:${join(folder, 'data', 'colophon.db')}`)
  for (const [place, collection_id] of COLLECTIONS.entries()) {
    const job = aJob({ enrichment_job_id: `job-${collection_id}` })
    await store.jobs.create(job)
    for (let day = 0; day < DAYS; day += 1) {
      const at = new Date(Date.now() - (DAYS - 1 - day) * DAY_MS)
      for (let n = place; n < DOCUMENTS_A_DAY; n += 1) {
        const document_id = `${collection_id}/${String(day + 1)}-${String(n + 1)}`
        await store.jobs.submit(job, [aDocument({ document_id, collection_id })])
        const claim = await store.work.claim('default', document_id, 'test', 60_000)
        if (claim === null) throw new Error(`${document_id} is not to be had`)
        const ids = { document_id, enrichment_job_id: job.enrichment_job_id, collection_id }
        const costs = callsOf({ ...ids, created_at: at.toISOString() }, day, n)
        const limits = budgetLimits(DEFAULT_BUDGET, claim.document, at)
        const bound_pico_usd = 10n ** 11n
        const run = aRun({ ...ids, run_id: document_id, limits, bound_pico_usd })
        await store.work.beginRuns(claim.ref, [run])
        await store.work.endRun(claim.ref, run.run_id, costs)
      }
    }
  }
  for (const { scope, id, limit_usd } of SET) {
    const at = new Date()
    const counter = { key: counterKey(scope, id, at), filter: counterFilter(scope, id, at) }
    await store.budgets.put('default', {
      ...{ scope, id, revision: 0, actor: 'human:Finn', most: 10 },
      terms: BudgetTerms.parse({ limit_usd }),
      counter: { ...counter, limit_pico_usd: picoUsd(limit_usd) },
    })
  }
}
