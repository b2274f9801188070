import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { test, type TestContext } from 'node:test'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import { budgetLimits, DEFAULT_BUDGET, PICO_PER_USD, type Bus, type Store } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { createLogger } from '@colophon/runtime'
import { writeBackupStatus } from '@colophon/runtime/backup-status'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import { aCompletion, aCost, aDocument, aJob, aReview, aRun, anAnswer } from '@colophon/testkit'
import { manualClock, temporaryFolder } from '@colophon/testkit'
import { createCoordinator, type CoordinatorDeps } from '../src/coordinator.ts'

const MINUTE_MS = 60_000

interface Rig {
  store: Store
  clock: ReturnType<typeof manualClock>
  metrics: Metrics
  /** Of the sample with these labels, as they are written; undefined while it is not shown. */
  shown: (sample: string) => Promise<string | undefined>
  /** Waits until it shows this. */
  until: (sample: string, value: string | undefined) => Promise<void>
}

async function start(t: TestContext, given: Partial<CoordinatorDeps> = {}): Promise<Rig> {
  const stack = new AsyncDisposableStack()
  const clock = manualClock()
  const url = `sqlite:${join(temporaryFolder(t), 'c.db')}`
  const store = given.store ?? stack.use(await openStore(url, { clock }))
  const bus = stack.use(await openBus('local:'))
  const metrics = createMetrics({ service: 'test', version: '0' })
  const stop = new AbortController()
  const coordinator = createCoordinator({
    ...{ profiles: [lettersProfile], store, bus, metrics, owner: 'me', isDead: () => false },
    ...{ newJobId: () => 'job', log: createLogger({ service: 'test', level: 'silent' }) },
    now: () => clock.now(),
    settings: { dispatchEveryMs: 5, reconcileEveryMs: 20 },
    ...given,
  })
  const running = coordinator.run(stop.signal)
  t.after(async () => {
    stop.abort()
    await running
    await stack.disposeAsync()
  })
  const shown = async (sample: string): Promise<string | undefined> =>
    (await metrics.exposition())
      .split('\n')
      .find((line) => line.startsWith(`colophon_${sample} `))
      ?.split(' ')[1]
  const until = async (sample: string, value: string | undefined): Promise<void> => {
    while ((await shown(sample)) !== value) await delay(20)
  }
  return { store, clock, metrics, shown, until }
}

/** A claimed document of this tenant. */
async function claimed(store: Store, tenant_id: string) {
  const job = aJob({ tenant_id })
  await store.jobs.create(job)
  const document = aDocument()
  await store.jobs.submit(job, [document])
  const claim = await store.work.claim(tenant_id, document.document_id, 'worker', MINUTE_MS)
  assert.ok(claim)
  return claim
}

const usd = (dollars: number): bigint => BigInt(dollars) * PICO_PER_USD

test('budgets are those of each tenant: what it may spend, has spent, and has held back', async (t) => {
  const limits = { ...DEFAULT_BUDGET, perDocument: usd(50), perDay: usd(80), perMonth: usd(900) }
  const { store, clock, shown, until } = await start(t, { limits })
  await until('budget_spent_usd{scope="day",tenant="default"}', '0')
  assert.equal(await shown('budget_limit_usd{scope="month",tenant="default"}'), '900')
  const { ref, document } = await claimed(store, 'archive')
  const of = { tenant_id: 'archive', document_id: document.document_id }
  const under = budgetLimits(limits, document, new Date(clock.now()))
  const runs = ['spent', 'held'].map((run_id) =>
    aRun({ ...of, run_id, limits: under, bound_pico_usd: usd(10) }),
  )
  assert.deepEqual(await store.work.beginRuns(ref, runs), [])
  const cost = aCost({ ...of, amount_pico_usd: usd(3) })
  await store.work.putAnswer(ref, anAnswer(of), [cost], 'spent')
  await until('budget_spent_usd{scope="month",tenant="archive"}', '3')
  assert.equal(await shown('budget_reserved_usd{scope="day",tenant="archive"}'), '10')
  assert.equal(await shown('budget_limit_usd{scope="day",tenant="archive"}'), '80')
  assert.equal(await shown('budget_spent_usd{scope="day",tenant="default"}'), '0')
  const end = Number(
    await shown('budget_period_end_timestamp_seconds{scope="day",tenant="archive"}'),
  )
  const left = end - clock.now() / 1000
  assert.ok(left > 0 && left <= 86_400 && end % 86_400 === 0, String(left))
  // The next day begins with nothing spent.
  clock.advance(86_400_000)
  await until('budget_spent_usd{scope="day",tenant="archive"}', '0')
})

test('review tasks of all tenants are counted by state, with the age of the oldest', async (t) => {
  const { store, clock, shown, until } = await start(t)
  await until('review_items{state="pending"}', '0')
  assert.equal(await shown('review_oldest_age_seconds'), '0')
  for (const tenant_id of ['archive', 'default']) {
    const { ref, document } = await claimed(store, tenant_id)
    const created_at = new Date(clock.now()).toISOString()
    const { document_id } = document
    const review = aReview({ tenant_id, document_id, created_at, updated_at: created_at })
    await store.work.commit(ref, aCompletion({ review, review_status: 'pending' }))
    clock.advance(30_000)
  }
  await until('review_items{state="pending"}', '2')
  await until('review_oldest_age_seconds', '60')
  assert.equal(await shown('review_items{state="approved"}'), '0')
})

test('the last backup and drill are told as they are written, and not made up', async (t) => {
  const backups = temporaryFolder(t)
  const { shown, until } = await start(t, { backups })
  await until('review_items{state="pending"}', '0')
  assert.equal(await shown('backup_last_success_timestamp_seconds'), undefined)
  await writeBackupStatus(backups, { backup: { at: '2026-01-02T00:00:00.000Z', bytes: 5 } })
  await until('backup_last_success_timestamp_seconds', '1767312000')
  assert.equal(await shown('backup_bytes'), '5')
  assert.equal(await shown('restore_drill_ok'), undefined)
  await writeBackupStatus(backups, { drill: { at: '2026-01-02T00:00:00.000Z', ok: false } })
  await until('restore_drill_ok', '0')
  writeFileSync(join(backups, 'backup-status.json'), 'half a fil')
  await until('backup_bytes', undefined)
  assert.equal(await shown('restore_drill_ok'), undefined)
})

test('a lease that has run out shows by how much, and the ended ones are counted', async (t) => {
  const { store, clock, shown, until } = await start(t, {
    settings: { dispatchEveryMs: 5, reconcileEveryMs: 20, leaseMs: 400 },
  })
  await claimed(store, 'default')
  await until('documents_in_status{status="processing"}', '1')
  assert.equal(await shown('lease_overdue_seconds'), '0')
  clock.advance(MINUTE_MS + 5_000)
  await until('lease_overdue_seconds', '5')
  await until('leases_expired_total', '1')
  await until('lease_overdue_seconds', '0')
})

test('a bus that cannot be told shows since when; one that is told again has no age', async (t) => {
  const bus = await openBus('local:')
  t.after(() => bus[Symbol.asyncDispose]())
  let away = true
  const flaky: Bus = {
    ...{ retention: 'broker', ping: () => bus.ping(), subscribe: (asked) => bus.subscribe(asked) },
    publish: (topic, bodies) =>
      away ? Promise.reject(new Error('away')) : bus.publish(topic, bodies),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const { store, shown, until } = await start(t, { bus: flaky })
  const job = aJob()
  await store.jobs.create(job)
  await store.jobs.submit(job, [aDocument()])
  await until('outbox_pending', '1')
  while (!(Number(await shown('outbox_oldest_age_seconds')) > 0.05)) await delay(20)
  away = false
  await until('outbox_oldest_age_seconds', '0')
})

test('who does not lead, or has no store, shows nothing of what the store knows', async (t) => {
  const first = await start(t)
  const gauges = [
    'documents_in_status{status="queued"}',
    'oldest_due_age_seconds',
    'budget_limit_usd{scope="day",tenant="default"}',
    'review_items{state="pending"}',
  ]
  for (const gauge of gauges) while ((await first.shown(gauge)) === undefined) await delay(20)
  const second = await start(t, { store: first.store, owner: 'other' })
  while ((await second.shown('outbox_pending')) === undefined) await delay(20)
  await delay(60)
  for (const gauge of gauges) assert.equal(await second.shown(gauge), undefined, gauge)
  await first.store[Symbol.asyncDispose]()
  for (const gauge of [...gauges, 'outbox_pending']) await first.until(gauge, undefined)
})
