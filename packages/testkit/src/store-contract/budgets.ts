import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BudgetLimit, ClaimRef, StepRun } from '@colophon/domain'
import fc from 'fast-check'
import { aCost, aRun, anAnswer } from '../factories.ts'
import { TENANT, claim, endLeases, submitOne, type OpenSubject, type Subject } from './subject.ts'

const limit = (key: string, limit_pico_usd: bigint): BudgetLimit => ({ key, limit_pico_usd })

interface Spender {
  ref: ClaimRef
  /** The run's id when its bound could be reserved. */
  reserve: (limits: BudgetLimit[], bound: bigint) => Promise<string | null>
  /** Ends a run that has cost this much. */
  spend: (runId: string, amount: bigint) => Promise<void>
}

async function aSpender(subject: Subject, owner = 'worker-a'): Promise<Spender> {
  const { work } = subject.store
  const { id } = await submitOne(subject)
  const { ref } = await claim(subject, id, owner)
  return {
    ref,
    async reserve(limits, bound_pico_usd) {
      const run: StepRun = aRun({ document_id: id, limits, bound_pico_usd })
      const refused = await work.beginRuns(ref, [run])
      return refused.length === 0 ? run.run_id : null
    },
    spend: (runId, amount) =>
      work.endRun(ref, runId, [aCost({ document_id: id, amount_pico_usd: amount })]),
  }
}

const granted = (runId: string | null): string => {
  assert.ok(runId !== null, 'the budget allows it')
  return runId
}

export function budgetCases(open: OpenSubject): void {
  test('a run is reserved under all its limits or under none, and refused ones leave no mark', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { ref, reserve } = await aSpender(subject)
    const limits = [limit('day', 100n), limit('document', 10n)]
    granted(await reserve(limits, 10n))
    assert.equal(await reserve(limits, 1n), null)
    granted(await reserve([limit('day', 100n)], 90n))
    assert.equal(await reserve([limit('day', 100n)], 1n), null)
    assert.deepEqual(await store.ledger.budgets(TENANT, ['day', 'document', 'none']), [
      { key: 'day', limit_pico_usd: 100n, reserved_pico_usd: 100n, spent_pico_usd: 0n },
      { key: 'document', limit_pico_usd: 10n, reserved_pico_usd: 10n, spent_pico_usd: 0n },
    ])
    assert.deepEqual(await store.ledger.budgets('other', ['day']), [])
    await endLeases(subject)
    const { lost } = await claim(subject, ref.document_id, 'worker-b')
    assert.deepEqual(lost.map((run) => run.bound_pico_usd).sort(), [10n, 90n])
  })

  test('of several runs only those are refused that do not fit', async (t) => {
    const subject = await open(t)
    const { ref } = await aSpender(subject)
    const runs = [60n, 50n, 40n].map((bound_pico_usd, n) =>
      aRun({ run_id: `run-${String(n)}`, bound_pico_usd, limits: [limit('day', 100n)] }),
    )
    assert.deepEqual(await subject.store.work.beginRuns(ref, runs), ['run-1'])
  })

  test('an answer frees what was reserved and counts what was spent', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { ref, reserve } = await aSpender(subject)
    const runId = granted(await reserve([limit('day', 100n)], 60n))
    const costs = [aCost({ amount_pico_usd: 20n }), aCost({ amount_pico_usd: 5n })]
    await store.work.putAnswer(ref, anAnswer(), costs, runId)
    const [state] = await store.ledger.budgets(TENANT, ['day'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 25n])
    assert.equal(await reserve([limit('day', 100n)], 76n), null)
    granted(await reserve([limit('day', 100n)], 75n))
  })

  test('a run that is ended twice, or began twice, counts once', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { ref } = await aSpender(subject)
    const run = aRun({ bound_pico_usd: 60n, limits: [limit('day', 100n)] })
    assert.deepEqual(await store.work.beginRuns(ref, [run]), [])
    assert.deepEqual(await store.work.beginRuns(ref, [run]), [])
    assert.equal((await store.ledger.budgets(TENANT, ['day']))[0]?.reserved_pico_usd, 60n)
    const cost = aCost({ amount_pico_usd: 30n })
    await store.work.endRun(ref, run.run_id, [cost])
    await store.work.endRun(ref, run.run_id, [cost])
    const [state] = await store.ledger.budgets(TENANT, ['day'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 30n])
  })

  test('what was spent is counted even above the limit', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { reserve, spend } = await aSpender(subject)
    await spend(granted(await reserve([limit('day', 100n)], 5n)), 150n)
    assert.equal(await reserve([limit('day', 100n)], 1n), null)
    const [state] = await store.ledger.budgets(TENANT, ['day'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 150n])
  })

  test('what a lost run has reserved stays reserved until the next claim ends it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { ref, reserve } = await aSpender(subject)
    granted(await reserve([limit('day', 100n)], 60n))
    await endLeases(subject)
    const next = await claim(subject, ref.document_id, 'worker-b')
    assert.equal(await reserve([limit('day', 100n)], 60n).catch(() => 'lost'), 'lost')
    const [run] = next.lost
    assert.ok(run)
    assert.deepEqual(run.limits, [limit('day', 100n)])
    await store.work.endRun(next.ref, run.run_id, [
      aCost({ state: 'unsettled', amount_pico_usd: run.bound_pico_usd }),
    ])
    const [state] = await store.ledger.budgets(TENANT, ['day'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 60n])
  })

  test('a limit that was changed counts at once', async (t) => {
    const subject = await open(t)
    const { reserve } = await aSpender(subject)
    granted(await reserve([limit('day', 100n)], 100n))
    granted(await reserve([limit('day', 110n)], 10n))
    assert.equal(await reserve([limit('day', 50n)], 1n), null)
    const [state] = await subject.store.ledger.budgets(TENANT, ['day'])
    assert.equal(state?.limit_pico_usd, 50n)
  })

  test('amounts above 2^53 are exact', async (t) => {
    const subject = await open(t)
    const { reserve, spend } = await aSpender(subject)
    const huge = 2n ** 61n
    const runId = granted(await reserve([limit('month', huge + 1n)], huge))
    assert.equal(await reserve([limit('month', huge + 1n)], 2n), null)
    granted(await reserve([limit('month', huge + 1n)], 1n))
    await spend(runId, huge - 1n)
    const [state] = await subject.store.ledger.budgets(TENANT, ['month'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [1n, huge - 1n])
  })

  test('however many reserve at once, reserved and spent never exceed a limit', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const spenders = await Promise.all(['a', 'b', 'c'].map((owner) => aSpender(subject, owner)))
    let round = 0
    const request = fc.record({
      amount: fc.bigInt(1n, 40n),
      document: fc.constantFrom('x', 'y'),
      percent: fc.bigInt(0n, 100n),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 20 }), async (requests) => {
        const prefix = `${String((round += 1))}-`
        const keys = ['day', 'x', 'y'].map((name) => prefix + name)
        let spent = 0n
        await Promise.all(
          requests.map(async ({ amount, document, percent }, n) => {
            const { reserve, spend } = spenders[n % spenders.length] as Spender
            const limits = [limit(`${prefix}day`, 100n), limit(prefix + document, 60n)]
            const runId = await reserve(limits, amount)
            if (runId === null) return
            for (const state of await store.ledger.budgets(TENANT, keys)) {
              assert.ok(state.reserved_pico_usd + state.spent_pico_usd <= state.limit_pico_usd)
            }
            spent += (amount * percent) / 100n
            await spend(runId, (amount * percent) / 100n)
          }),
        )
        const [day] = await store.ledger.budgets(TENANT, keys)
        assert.deepEqual([day?.reserved_pico_usd, day?.spent_pico_usd], [0n, spent])
        assert.ok(spent <= 100n)
      }),
      { numRuns: open.runs(20) },
    )
  })
}
