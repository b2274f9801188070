import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  COST_FIELDS,
  costsOf,
  inKeyOrder,
  totalCosts,
  wantedFields,
  type CostField,
  type CostFilter,
  type CostRecord,
  type CostSums,
} from '@colophon/domain'
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
  collection: fc.constantFrom('collection-a', 'collection-b'),
  agent: fc.constantFrom('entity-agent', 'content-agent'),
  tool: fc.constantFrom('generate_summary', null),
  duration: fc.constantFrom(0, 0.4, 0.5, 1.5, 2.5, 1234.56),
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
    collectionId: fc.constantFrom('collection-a', 'collection-b'),
    tier: fc.constantFrom('rules', 'fast'),
    agent: fc.constantFrom('entity-agent', 'content-agent'),
    state: fc.constantFrom('settled', 'unsettled'),
    fromDay: fc.constantFrom(...DAYS),
    toDay: fc.constantFrom(...DAYS),
  },
  { requiredKeys: [] },
)
const someFields = fc.subarray([...COST_FIELDS])

const matches = (cost: CostRecord, filter: CostFilter): boolean =>
  wantedFields(filter).every(([field, value]) => cost[field] === value) &&
  (filter.fromDay === undefined || cost.day >= filter.fromDay) &&
  (filter.toDay === undefined || cost.day <= filter.toDay)

/** The sums as they must be, from the rows themselves. */
function sum(costs: readonly CostRecord[], by: readonly CostField[]): CostSums[] {
  const groups = Map.groupBy(costs, (cost) => JSON.stringify(by.map((field) => cost[field])))
  const rows = [...groups.values()].map((group): CostSums => {
    const [first] = group
    const key = Object.fromEntries(by.map((field) => [field, first?.[field] ?? null]))
    return { key, ...totalCosts(group.map(costsOf)) }
  })
  return inKeyOrder(rows, by)
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
    const by = ['model', 'tool'] as const
    assert.deepEqual(await subject.store.ledger.sums(TENANT, {}, by), sum(costs, by))
    assert.deepEqual(await subject.store.ledger.sums(TENANT, {}, []), sum(costs, []))
    assert.deepEqual(await subject.store.ledger.sums(TENANT, { jobId: 'another' }, []), [])
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
      fc.asyncProperty(
        fc.array(someCost, { maxLength: 8 }),
        someFilter,
        someFields,
        async (some, filter, by) => {
          const costs = some.map((one) =>
            aCost({
              enrichment_job_id: one.job,
              document_id: one.document,
              collection_id: one.collection,
              agent: one.agent,
              tool: one.tool,
              duration_ms: one.duration,
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
          assert.deepEqual(await store.ledger.sums(TENANT, filter, by), sum(wanted, by))
          const listed = await allPages((page) => store.ledger.list(TENANT, filter, page), 50)
          assert.deepEqual(
            listed.map((cost) => cost.record_id).sort(),
            wanted.map((cost) => cost.record_id).sort(),
          )
        },
      ),
      { numRuns: open.runs(25) },
    )
  })
}
