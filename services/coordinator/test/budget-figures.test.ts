import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { BudgetTerms, dayKey, DEFAULT_BUDGET, picoUsd, type Store } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { aCost, aDocument, aJob, aRun, manualClock, temporaryStore } from '@colophon/testkit'
import { writeOffAbandoned } from '../src/figures/abandoned-runs.ts'
import { BudgetFigures } from '../src/figures/budget-figures.ts'

const TENANT = 'default'

/** A process that may lead, over a store that others look at too. */
function aLeader(store: Store, now: () => number) {
  const metrics = createMetrics({ service: 'test', version: '0' })
  const figures = new BudgetFigures({
    ...{ store, metrics, now, recountEveryMs: 60_000 },
    log: createLogger({ service: 'test', level: 'silent' }),
    limits: { ...DEFAULT_BUDGET, perDay: picoUsd('10'), perMonth: picoUsd('100') },
  })
  const shown = async (start: string): Promise<string[]> =>
    (await metrics.exposition()).split('\n').filter((line) => line.startsWith(`colophon_${start}`))
  return { figures, shown }
}

async function start(t: TestContext) {
  const clock = manualClock()
  const store = await temporaryStore(t, clock)
  const job = aJob()
  await store.jobs.create(job)
  /** Pays for a document; `counted` under the limit of the day. */
  const spend = async (usd: string, { counted = usd, collection_id = 'letters' } = {}) => {
    const { document_id, ...document } = aDocument()
    await store.jobs.submit(job, [{ document_id, ...document }])
    const claim = await store.work.claim(TENANT, document_id, 'worker', 60_000)
    assert.ok(claim)
    const at = new Date(clock.now())
    const limits = [{ key: dayKey(at), limit_pico_usd: picoUsd('10') }]
    const run = aRun({ document_id, limits, bound_pico_usd: picoUsd(counted) })
    assert.deepEqual(await store.work.beginRuns(claim.ref, [run]), [])
    const row = { document_id, collection_id, created_at: at.toISOString() }
    const paid = (amount: string) => aCost({ ...row, amount_pico_usd: picoUsd(amount) })
    await store.work.endRun(claim.ref, run.run_id, [paid(counted)])
    const rest = picoUsd(usd) - picoUsd(counted)
    if (rest > 0n) {
      const more = aCost({ ...row, amount_pico_usd: rest })
      await store.work.endRun(claim.ref, 'no mark', [more])
    }
  }
  return { clock, store, spend, leader: aLeader(store, () => clock.now()) }
}

const told = async (store: Store): Promise<string[]> =>
  (await store.budgets.crossings(TENANT, { limit: 50 })).items.map(
    ({ key, threshold }) => `${key} ${String(threshold)}`,
  )

test('each threshold is told of once in its period, whoever leads, with an event for those who listen', async (t) => {
  const { clock, store, spend, leader } = await start(t)
  const other = aLeader(store, () => clock.now())
  await spend('4.99')
  await leader.figures.look(TENANT)
  assert.deepEqual(await told(store), [])
  await spend('3.01')
  await Promise.all([leader.figures.look(TENANT), other.figures.look(TENANT)])
  await other.figures.look(TENANT)
  const day = 'day:2026-01-15'
  const ofDay = [`${day} 80`, `${day} 75`, `${day} 50`]
  assert.deepEqual((await told(store)).sort(), ofDay.toSorted())
  const metrics = await Promise.all(
    [leader, other].map(({ shown }) => shown('budget_thresholds_total')),
  )
  assert.equal(metrics.flat().length, 3, 'each counted by one of the two')
  const events = await store.outbox.unshared(50)
  assert.deepEqual(
    events.map(({ kind, payload }) => [kind, payload['limit_usd'], payload['spent_usd']]),
    events.map(() => ['budget.threshold', '10.00', '8.00']),
  )
  assert.equal(events.length, 3)
})

test('what is spent in the last seconds of a day is told of after midnight', async (t) => {
  const { clock, store, spend, leader } = await start(t)
  clock.set(Date.parse('2026-01-15T23:59:59.000Z'))
  await spend('10')
  clock.set(Date.parse('2026-01-16T00:00:10.000Z'))
  await leader.figures.look(TENANT)
  assert.deepEqual(
    (await told(store)).sort(),
    [50, 75, 80, 90, 100].map((threshold) => `day:2026-01-15 ${String(threshold)}`).sort(),
  )
  const [spent] = await leader.shown('budget_spent_usd{scope="day"')
  assert.match(spent ?? '', / 0$/, 'the new day has nothing spent')
})

test('a counter that is not what the ledger says shows how far it was, and is set right', async (t) => {
  const { clock, store, spend, leader } = await start(t)
  await spend('3', { counted: '1' })
  await leader.figures.look(TENANT)
  const drift = () => leader.shown('ledger_drift_usd{scope="day"')
  assert.match((await drift())[0] ?? '', / 2$/)
  const [state] = await store.ledger.budgets(TENANT, ['day:2026-01-15'])
  assert.equal(state?.spent_pico_usd, picoUsd('3'))
  clock.advance(59_000)
  await spend('1', { counted: '0.5' })
  await leader.figures.look(TENANT)
  assert.match((await drift())[0] ?? '', / 2$/, 'not yet')
  clock.advance(2_000)
  await leader.figures.look(TENANT)
  assert.match((await drift())[0] ?? '', / 0\.5$/)
  clock.advance(61_000)
  await leader.figures.look(TENANT)
  assert.match((await drift())[0] ?? '', / 0$/)
})

test('of budgets that people set the fullest is shown, and a lowered day at once', async (t) => {
  const { store, spend, leader } = await start(t)
  await spend('4')
  const set = (scope: 'collection' | 'day', id: string, limit_usd: string) =>
    store.budgets.put(TENANT, {
      ...{ scope, id, revision: 0, actor: 'human:finn', most: 10, counter: null },
      terms: BudgetTerms.parse({ limit_usd }),
    })
  await set('collection', 'letters', '5')
  await set('collection', 'others', '5')
  await set('day', TENANT, '2')
  await leader.figures.look(TENANT)
  await leader.figures.look(TENANT)
  assert.match((await leader.shown('budget_fullest_ratio'))[0] ?? '', /"collection".* 0\.8$/)
  assert.match((await leader.shown('budget_limit_usd{scope="day"'))[0] ?? '', / 2$/)
  assert.ok((await told(store)).includes('collection:letters 80'))
  leader.figures.clear(TENANT)
  assert.deepEqual(await leader.shown('budget_fullest_ratio{'), [])
})

test('what a cancelled job has reserved is charged when no provider can still be at it, and not before', async (t) => {
  const clock = manualClock()
  const store = await temporaryStore(t, clock)
  const job = aJob()
  const { document_id, ...document } = aDocument()
  await store.jobs.create(job)
  await store.jobs.submit(job, [{ document_id, ...document }])
  const claim = await store.work.claim(TENANT, document_id, 'dead', 60_000)
  assert.ok(claim)
  const limits = [{ key: 'day:2026-01-15', limit_pico_usd: 100n }]
  const started_at = new Date(clock.now()).toISOString()
  const run = aRun({ document_id, limits, bound_pico_usd: 60n, started_at })
  await store.work.beginRuns(claim.ref, [run])
  await store.work.release(claim.ref)
  await store.jobs.cancel(TENANT, job.enrichment_job_id)
  const log = createLogger({ service: 'test', level: 'silent' })
  const writeOff = () => writeOffAbandoned({ store, log, now: () => clock.now() })
  clock.advance(86_400_000)
  assert.equal(await writeOff(), 0)
  clock.advance(1)
  assert.equal(await writeOff(), 1)
  assert.equal(await writeOff(), 0)
  const [state] = await store.ledger.budgets(TENANT, ['day:2026-01-15'])
  assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 60n])
})
