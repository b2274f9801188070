import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CostFilter, CostRecord, CostSummaryRow } from '@colophon/domain'
import fc from 'fast-check'
import { aCost } from '../factories.ts'
import { TENANT, allPages, claim, submitOne, type OpenSubject, type Subject } from './subject.ts'

async function record(subject: Subject, costs: readonly CostRecord[]): Promise<void> {
  const { id } = await submitOne(subject)
  const { ref } = await claim(subject, id)
  for (const cost of costs) await subject.store.work.endRun(ref, 'run', [cost])
}

const DAYS = ['2026-01-01', '2026-01-02', '2026-01-03'] as const

const someCost = fc.record({
  job: fc.constantFrom('job-a', 'job-b'),
  document: fc.constantFrom('doc-a', 'doc-b', 'doc-c'),
  day: fc.constantFrom(...DAYS),
  tier: fc.constantFrom('rules', 'fast', 'deep'),
  amount: fc.bigInt(0n, 2n ** 55n),
  priced: fc.boolean(),
  settled: fc.boolean(),
  tokens: fc.nat(1_000_000),
})

const someFilter: fc.Arbitrary<CostFilter> = fc.record(
  {
    jobId: fc.constantFrom('job-a', 'job-b'),
    documentId: fc.constantFrom('doc-a', 'doc-b'),
    fromDay: fc.constantFrom(...DAYS),
    toDay: fc.constantFrom(...DAYS),
  },
  { requiredKeys: [] },
)

const matches = (cost: CostRecord, filter: CostFilter): boolean =>
  (filter.jobId === undefined || cost.enrichment_job_id === filter.jobId) &&
  (filter.documentId === undefined || cost.document_id === filter.documentId) &&
  (filter.fromDay === undefined || cost.day >= filter.fromDay) &&
  (filter.toDay === undefined || cost.day <= filter.toDay)

/** The sums as they must be, from the rows themselves. */
function summarise(costs: readonly CostRecord[]): CostSummaryRow[] {
  const rows = new Map<string, CostSummaryRow>()
  for (const { tier, provider, model, agent, tokens, ...cost } of costs) {
    const key = [tier, provider, model, agent].join()
    const row = rows.get(key) ?? {
      ...{ tier, provider, model, agent, calls: 0, unsettled: 0, unpriced: 0 },
      ...{ input_tokens: 0, output_tokens: 0, amount_pico_usd: 0n },
    }
    row.calls += 1
    row.unsettled += cost.state === 'unsettled' ? 1 : 0
    row.unpriced += cost.priced ? 0 : 1
    const { input, cache_read, cache_write_5m, cache_write_1h } = tokens
    row.input_tokens += input + cache_read + cache_write_5m + cache_write_1h
    row.output_tokens += tokens.output
    row.amount_pico_usd += cost.amount_pico_usd
    rows.set(key, row)
  }
  return [...rows.values()].sort((a, b) => (a.tier < b.tier ? -1 : 1))
}

export function ledgerCases(open: OpenSubject): void {
  test('a ledger row comes back exactly, amounts above 2^53 included', async (t) => {
    const subject = await open(t)
    const costs = [
      aCost({ amount_pico_usd: 2n ** 62n + 1n, tool: 'generate_summary', request_id: 'req-1' }),
      aCost({ amount_pico_usd: 0n, priced: false, price_id: null, state: 'unsettled' }),
      aCost({ tier: 'local', provider: 'ollama', model: 'llama3.2', model_digest: 'a80c4f17' }),
      aCost({
        tokens: { input: 1, output: 2, cache_read: 3, cache_write_5m: 4, cache_write_1h: 5 },
      }),
    ]
    await record(subject, costs)
    const { items } = await subject.store.ledger.list(TENANT, {}, { limit: 10 })
    assert.deepEqual(items, costs)
    const rows = await subject.store.ledger.summary(TENANT, {})
    assert.deepEqual(rows, summarise(costs))
  })

  test('pages of the ledger are complete and in order while rows are added', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const at = (n: number): string => new Date(subject.clock.now() + n).toISOString()
    const costs = Array.from({ length: 20 }, (_, n) => aCost({ created_at: at(n) }))
    await record(subject, costs)
    let added = 0
    const listed = await allPages(
      (page) => store.ledger.list(TENANT, {}, page),
      6,
      () => record(subject, added++ < 2 ? [aCost({ created_at: at(100 + added) })] : []),
    )
    assert.deepEqual(listed.slice(0, 20), costs)
    assert.equal(listed.length, 22)
    assert.deepEqual((await store.ledger.list('other', {}, { limit: 5 })).items, [])
  })

  test('sums and lists agree with the rows for every filter', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const all: CostRecord[] = []
    await fc.assert(
      fc.asyncProperty(fc.array(someCost, { maxLength: 8 }), someFilter, async (some, filter) => {
        const costs = some.map((one) =>
          aCost({
            enrichment_job_id: one.job,
            document_id: one.document,
            created_at: `${one.day}T10:00:00.000Z`,
            tier: one.tier as CostRecord['tier'],
            amount_pico_usd: one.amount,
            priced: one.priced,
            state: one.settled ? 'settled' : 'unsettled',
            tokens: {
              input: one.tokens,
              output: 1,
              cache_read: 2,
              cache_write_5m: 3,
              cache_write_1h: 4,
            },
          }),
        )
        await record(subject, costs)
        all.push(...costs)
        const wanted = all.filter((cost) => matches(cost, filter))
        assert.deepEqual(await store.ledger.summary(TENANT, filter), summarise(wanted))
        const listed = await allPages((page) => store.ledger.list(TENANT, filter, page), 50)
        assert.deepEqual(
          listed.map((cost) => cost.record_id).sort(),
          wanted.map((cost) => cost.record_id).sort(),
        )
      }),
      { numRuns: open.runs(25) },
    )
  })
}
