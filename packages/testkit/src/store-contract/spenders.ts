import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  counterFilter,
  counterKey,
  periodsOf,
  type BudgetCounter,
  type BudgetScope,
  type Claim,
  type StepRun,
} from '@colophon/domain'
import fc from 'fast-check'
import { aCost, aDocument, aRun } from '../factories.ts'
import { TENANT, claim, submit, type OpenSubject, type Subject } from './subject.ts'

/** At once; fewer where every command goes over a network. */
const SPENDERS = 16
const DAY_MS = 86_400_000
/** Bounds are made at the highest price that there is. */
const PRICES = [1n, 2n, 3n] as const
const HIGHEST = 3n

/** What somebody does next; a crash is one of the whole process, which forgets what it was about. */
const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      tokens: fc.bigInt(1n, 30n),
      fate: fc.constantFrom('settled', 'settled', 'settled', 'crash before', 'crash after'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'next day' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('new price' as const),
      price: fc.constantFrom(...PRICES),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'recount' as const }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
type Call = Extract<Step, { kind: 'call' }>

interface Ids {
  collection_id: string
  enrichment_job_id: string
}
type Limits = readonly [perDay: bigint, perCollection: bigint]

/** Money in the ledger and on the bill of a provider, of one round. */
class Round {
  readonly #subject: Subject
  readonly #claims: Claim[]
  readonly #ids: Ids
  readonly #limits: Limits
  readonly #days = new Set<number>()
  #price = HIGHEST
  /** What the provider has billed for calls whose answers were kept; and for those that were lost. */
  billed = 0n
  lost = 0n
  /** Bounds that stay charged. */
  unsettled = 0n

  private constructor(subject: Subject, claims: Claim[], ids: Ids, limits: Limits) {
    this.#subject = subject
    this.#claims = claims
    this.#ids = ids
    this.#limits = limits
  }

  static async begin(subject: Subject, spenders: number, collection_id: string, limits: Limits) {
    // Days and months that nothing was spent in.
    subject.clock.advance(40 * DAY_MS)
    const documents = Array.from({ length: spenders }, () => aDocument({ collection_id }))
    const { enrichment_job_id } = await submit(subject, documents, { collection_id })
    const claims = await Promise.all(
      documents.map(({ document_id: id }, n) => claim(subject, id, `worker-${String(n)}`)),
    )
    return new Round(subject, claims, { collection_id, enrichment_job_id }, limits)
  }

  async take(spender: number, next: Step): Promise<void> {
    if (next.kind === 'call') await this.#call(spender, next)
    else if (next.kind === 'next day') this.#subject.clock.advance(DAY_MS)
    else if (next.kind === 'new price') this.#price = next.price
    else {
      const now = this.#subject.clock.now()
      for (const counter of this.#counters(now)) await this.#assertNoDrift(counter)
    }
  }

  /** Every process has died: the next claims find what was lost. */
  async end(): Promise<void> {
    for (const spender of this.#claims.keys()) await this.#crash(spender)
    const { store } = this.#subject
    for (const day of this.#days) {
      for (const counter of this.#counters(day)) {
        await this.#assertNoDrift(counter)
        const [state] = await store.ledger.budgets(TENANT, [counter.key])
        const [rows] = await store.ledger.sums(TENANT, counter.filter, [])
        const spent = rows?.amount_pico_usd ?? 0n
        assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, spent])
      }
    }
    const { collection_id: collectionId } = this.#ids
    const [sums] = await store.ledger.sums(TENANT, { collectionId }, [])
    assert.equal(sums?.unsettled_pico_usd ?? 0n, this.unsettled)
    assert.equal(sums?.amount_pico_usd ?? 0n, this.billed + this.unsettled)
    assert.ok(this.lost <= this.unsettled, 'the bill is never higher than the ledger')
  }

  async #call(spender: number, { tokens, fate }: Call): Promise<void> {
    const { store, clock } = this.#subject
    const { ref } = this.#claimOf(spender)
    const at = new Date(clock.now())
    const counters = this.#counters(at.getTime())
    const run = aRun({
      ...this.#ids,
      document_id: ref.document_id,
      bound_pico_usd: tokens * HIGHEST,
      limits: counters.map(({ key, limit_pico_usd }) => ({ key, limit_pico_usd })),
      started_at: at.toISOString(),
    })
    if ((await store.work.beginRuns(ref, [run])).length > 0) return
    this.#days.add(at.getTime())
    await this.#assertWithin(counters)
    if (fate === 'crash before') return this.#crash(spender)
    // Whatever it costs by the time that it is asked.
    const amount_pico_usd = tokens * this.#price
    if (fate === 'crash after') {
      this.lost += amount_pico_usd
      return this.#crash(spender)
    }
    this.billed += amount_pico_usd
    await store.work.endRun(ref, run.run_id, [this.#rowOf(run, { amount_pico_usd })])
  }

  #claimOf(spender: number): Claim {
    const found = this.#claims[spender]
    assert.ok(found)
    return found
  }

  /** Another process takes the document, and charges what nobody knows the end of at its bound. */
  async #crash(spender: number): Promise<void> {
    const { store } = this.#subject
    const { ref } = this.#claimOf(spender)
    await store.work.release(ref)
    const next = await claim(this.#subject, ref.document_id, 'another')
    this.#claims[spender] = next
    for (const run of next.lost) {
      this.unsettled += run.bound_pico_usd
      const charge = { amount_pico_usd: run.bound_pico_usd, state: 'unsettled' } as const
      await store.work.endRun(next.ref, run.run_id, [this.#rowOf(run, charge)])
    }
  }

  /** Booked on the day that it was reserved on. */
  #rowOf(run: StepRun, charge: Partial<Parameters<typeof aCost>[0]>) {
    const { document_id } = run
    return aCost({ ...this.#ids, document_id, ...periodsOf(new Date(run.started_at)), ...charge })
  }

  #counters(now: number): BudgetCounter[] {
    const at = new Date(now)
    const { collection_id, enrichment_job_id } = this.#ids
    const [perDay, perCollection] = this.#limits
    const of = (scope: BudgetScope, id: string, limit_pico_usd: bigint): BudgetCounter => ({
      key: counterKey(scope, id, at),
      limit_pico_usd,
      filter: counterFilter(scope, id, at),
    })
    return [
      of('day', TENANT, perDay),
      of('month', TENANT, perDay * 2n),
      of('collection', collection_id, perCollection),
      of('job', enrichment_job_id, perCollection * 2n),
    ]
  }

  async #assertWithin(counters: readonly BudgetCounter[]): Promise<void> {
    const keys = counters.map(({ key }) => key)
    for (const state of await this.#subject.store.ledger.budgets(TENANT, keys)) {
      const { key, limit_pico_usd: limit } = state
      assert.ok(state.reserved_pico_usd + state.spent_pico_usd <= limit, key)
    }
  }

  async #assertNoDrift(counter: BudgetCounter): Promise<void> {
    const [recount] = await this.#subject.store.budgets.recount(TENANT, [counter])
    assert.equal(recount?.drift_pico_usd, 0n, counter.key)
  }
}

export function spenderCases(open: OpenSubject): void {
  test('whatever many spenders, crashes, prices and days do: no limit is exceeded, and ledger, bill and counters agree', async (t) => {
    const subject = await open(t)
    const spenders = open.runs(SPENDERS)
    const plans = fc.array(fc.array(step, { maxLength: 4 }), {
      minLength: spenders,
      maxLength: spenders,
    })
    const limits = fc.tuple(fc.bigInt(50n, 800n), fc.bigInt(50n, 1_200n))
    let rounds = 0
    await fc.assert(
      fc.asyncProperty(plans, limits, async (each, most) => {
        const round = await Round.begin(subject, spenders, `spent-${String((rounds += 1))}`, most)
        await Promise.all(
          each.map(async (steps, spender) => {
            for (const next of steps) await round.take(spender, next)
          }),
        )
        await round.end()
      }),
      { numRuns: open.runs(8) },
    )
  })
}
