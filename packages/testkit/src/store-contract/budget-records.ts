import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import {
  budgetContent,
  BudgetTerms,
  counterFilter,
  unsettledRow,
  type BudgetCrossing,
  type BudgetRecord,
  type BudgetScope,
  type PutBudget,
} from '@colophon/domain'
import { aCost, aRun } from '../factories.ts'
import { TENANT, allPages, claim, submitOne, type OpenSubject, type Subject } from './subject.ts'

const terms = (limit_usd: string, overrides: Partial<BudgetTerms> = {}): BudgetTerms =>
  BudgetTerms.parse({ limit_usd, ...overrides })

const change = (overrides: Partial<PutBudget> = {}): PutBudget => ({
  scope: 'collection',
  id: 'letters',
  revision: 0,
  terms: terms('5'),
  actor: 'human:finn',
  counter: null,
  most: 10,
  ...overrides,
})

async function put(
  { store }: Subject,
  overrides: Partial<PutBudget> = {},
  tenant = TENANT,
): Promise<BudgetRecord> {
  const outcome = await store.budgets.put(tenant, change(overrides))
  assert.ok('record' in outcome, JSON.stringify(outcome))
  return outcome.record
}

const counter = (scope: BudgetScope, id: string, at: Date) => ({
  key: `${scope}:${id}`,
  limit_pico_usd: 100n,
  filter: counterFilter(scope, id, at),
})

/** Writes rows of the ledger that no limit counts. */
async function charge(subject: Subject, amount: bigint, collection_id = 'letters'): Promise<void> {
  const { id: document_id } = await submitOne(subject)
  const { ref } = await claim(subject, document_id)
  const row = aCost({ document_id, collection_id, amount_pico_usd: amount })
  await subject.store.work.endRun(ref, 'no mark', [row])
}

const crossing = (overrides: Partial<BudgetCrossing> = {}): BudgetCrossing => ({
  tenant_id: TENANT,
  key: 'day:2026-01-15',
  threshold: 80,
  scope: 'day',
  id: TENANT,
  limit_pico_usd: 2n ** 60n,
  spent_pico_usd: 2n ** 60n - 1n,
  at: '2026-01-15T12:00:00.000Z',
  ...overrides,
})

export function budgetRecordCases(open: OpenSubject): void {
  test('a budget is set, changed and lifted by who has read it, and every change is chained', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const key = { scope: 'collection', id: 'letters/é \ud83d' } as const
    assert.equal(await store.budgets.get(TENANT, key), null)
    const first = await put(subject, { ...key, actor: 'human:finn \ud83d' })
    assert.deepEqual([first.revision, first.terms], [1, terms('5')])
    clock.advance(1_000)
    const tries = ['6', '7', '8'].map((usd) =>
      store.budgets.put(TENANT, change({ ...key, revision: 1, terms: terms(usd) })),
    )
    const outcomes = await Promise.all(tries)
    assert.equal(outcomes.filter((outcome) => 'record' in outcome).length, 1)
    assert.deepEqual(
      outcomes.filter((outcome) => 'refused' in outcome),
      [{ refused: 'changed' }, { refused: 'changed' }],
    )
    await put(subject, { ...key, revision: 2, terms: null })
    const record = await store.budgets.get(TENANT, key)
    assert.ok(record)
    assert.deepEqual([record.revision, record.terms, record.changes.length], [3, null, 3])
    assert.equal(record.updated_at, new Date(clock.now()).toISOString())
    let before = ''
    for (const one of record.changes) {
      before = hash('sha256', before + budgetContent(TENANT, key, one), 'hex')
      assert.equal(one.hash, before)
    }
    assert.deepEqual(await store.budgets.inForce(TENANT), [])
  })

  test('two tenants with one collection name never see or touch the budget of the other', async (t) => {
    const subject = await open(t)
    const { store } = subject
    await put(subject, { terms: terms('5') })
    await put(subject, { terms: terms('9') }, 'other')
    const key = { scope: 'collection', id: 'letters' } as const
    assert.equal((await store.budgets.get(TENANT, key))?.terms?.limit_usd, '5')
    assert.equal((await store.budgets.get('other', key))?.terms?.limit_usd, '9')
    assert.equal((await store.budgets.inForce(TENANT)).length, 1)
    await put(subject, { revision: 1, terms: null })
    assert.equal((await store.budgets.inForce('other')).length, 1)
  })

  test('budgets are listed by scope and id, lifted ones too; those in force by themselves', async (t) => {
    const subject = await open(t)
    const { store } = subject
    for (const id of ['b', 'a']) {
      await put(subject, { id })
      await put(subject, { scope: 'job', id })
    }
    await put(subject, { scope: 'day', id: TENANT })
    await put(subject, { id: 'a', revision: 1, terms: null })
    const listed = await allPages((page) => store.budgets.list(TENANT, page), 2)
    assert.deepEqual(
      listed.map(({ scope, id }) => `${scope} ${id}`),
      ['collection a', 'collection b', `day ${TENANT}`, 'job a', 'job b'],
    )
    assert.deepEqual(
      (await store.budgets.inForce(TENANT)).map(({ scope, id }) => `${scope} ${id}`),
      ['collection b', `day ${TENANT}`, 'job a', 'job b'],
    )
  })

  test('a tenant has no more budgets in force than it may, and one that is lifted makes room', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const most = 2
    for (const id of ['one', 'two']) await put(subject, { scope: 'job', id, most })
    const another = change({ scope: 'job', id: 'another', most })
    assert.deepEqual(await store.budgets.put(TENANT, another), { refused: 'too_many' })
    await put(subject, { scope: 'job', id: 'one', revision: 1, terms: terms('6'), most })
    await put(subject, { most }, 'other')
    await put(subject, { scope: 'job', id: 'one', revision: 2, terms: null, most })
    await put(subject, { scope: 'job', id: 'another', most })
  })

  test('a budget that is set on what was paid for already begins with what the ledger says', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    await charge(subject, 70n)
    await charge(subject, 5n, 'others')
    const own = counter('collection', 'letters', new Date(clock.now()))
    await put(subject, { counter: own })
    const [state] = await store.ledger.budgets(TENANT, [own.key])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 70n])
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const limits = [{ key: own.key, limit_pico_usd: 100n }]
    const asked = (bound_pico_usd: bigint) =>
      store.work.beginRuns(ref, [aRun({ document_id: id, limits, bound_pico_usd })])
    assert.equal((await asked(31n)).length, 1)
    assert.equal((await asked(30n)).length, 0)
  })

  test('counters that are wrong are set to what the ledger says, and how wrong they were is told', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const day = { key: 'day:2026-01-15', limit_pico_usd: 100n }
    const run = aRun({ document_id: id, limits: [day], bound_pico_usd: 60n })
    await store.work.beginRuns(ref, [run])
    const at = { day: '2026-01-15', month: '2026-01' }
    await store.work.endRun(ref, run.run_id, [aCost({ ...at, amount_pico_usd: 40n })])
    const counted = { ...day, filter: counterFilter('day', TENANT, new Date('2026-01-15')) }
    assert.deepEqual(await store.budgets.recount(TENANT, [counted]), [
      { key: day.key, counted_pico_usd: 40n, ledger_pico_usd: 40n, drift_pico_usd: 0n },
    ])
    // A row that no mark has counted, as one of an older version.
    await store.work.endRun(ref, 'no mark', [aCost({ ...at, amount_pico_usd: 7n })])
    const [wrong] = await store.budgets.recount(TENANT, [counted])
    assert.deepEqual([wrong?.drift_pico_usd, wrong?.ledger_pico_usd], [-7n, 47n])
    const [right] = await store.ledger.budgets(TENANT, [day.key])
    assert.deepEqual([right?.reserved_pico_usd, right?.spent_pico_usd], [0n, 47n])
    const [again] = await store.budgets.recount(TENANT, [counted])
    assert.equal(again?.drift_pico_usd, 0n)
    assert.equal((await store.budgets.recount('other', [counted]))[0]?.ledger_pico_usd, 0n)
  })

  test('what is reserved for calls under way is no drift, and stays reserved', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const own = counter('collection', 'letters', new Date(clock.now()))
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const limits = [{ key: own.key, limit_pico_usd: 100n }]
    const run = aRun({ document_id: id, limits, bound_pico_usd: 60n })
    await store.work.beginRuns(ref, [run])
    const [recount] = await store.budgets.recount(TENANT, [own])
    assert.equal(recount?.drift_pico_usd, 0n)
    const [state] = await store.ledger.budgets(TENANT, [own.key])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [60n, 0n])
    await store.work.endRun(ref, run.run_id, [aCost({ document_id: id, amount_pico_usd: 50n })])
    const [ended] = await store.ledger.budgets(TENANT, [own.key])
    assert.deepEqual([ended?.reserved_pico_usd, ended?.spent_pico_usd], [0n, 50n])
  })

  test('a run whose document nobody claims any more is written off once, and its money is free of the hold', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { id, job } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const day = { key: 'day', limit_pico_usd: 100n }
    const run = aRun({ document_id: id, limits: [day], bound_pico_usd: 60n })
    await store.work.beginRuns(ref, [run])
    const later = new Date(clock.now() + 1)
    assert.deepEqual(await store.budgets.abandoned(later, 10), [], 'it is being worked on')
    await store.work.release(ref)
    assert.deepEqual(await store.budgets.abandoned(later, 10), [], 'its next claim ends it')
    await store.jobs.cancel(TENANT, job.enrichment_job_id)
    assert.deepEqual(await store.budgets.abandoned(new Date(run.started_at), 10), [])
    const [found, ...more] = await store.budgets.abandoned(later, 10)
    assert.deepEqual(found, run)
    assert.deepEqual(more, [])
    const row = unsettledRow(run, later)
    assert.equal(await store.budgets.writeOff({ ...run, tenant_id: 'other' }, row), false)
    assert.equal(await store.budgets.writeOff(run, row), true)
    assert.equal(await store.budgets.writeOff(run, row), false)
    const [state] = await store.ledger.budgets(TENANT, ['day'])
    assert.deepEqual([state?.reserved_pico_usd, state?.spent_pico_usd], [0n, 60n])
    const { items } = await store.ledger.list(TENANT, { documentId: id }, { limit: 10 })
    assert.deepEqual(
      items.map((one) => [one.state, one.amount_pico_usd]),
      [['unsettled', 60n]],
    )
    assert.deepEqual(await store.budgets.abandoned(later, 10), [])
  })

  test('a threshold is told of once for each counter, however many see it, with one event', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const told = await Promise.all([1, 2, 3, 4].map(() => store.budgets.cross(crossing())))
    assert.equal(told.filter(Boolean).length, 1)
    const next = crossing({ key: 'day:2026-01-16', at: '2026-01-16T01:00:00.000Z' })
    assert.ok(await store.budgets.cross(next))
    assert.ok(await store.budgets.cross(crossing({ tenant_id: 'other' })))
    const listed = await allPages((page) => store.budgets.crossings(TENANT, page), 1)
    assert.deepEqual(listed, [next, crossing()])
    const events = await store.outbox.unshared(10)
    assert.deepEqual(
      events.map(({ tenant_id, kind }) => `${tenant_id} ${kind}`),
      [TENANT, TENANT, 'other'].map((tenant) => `${tenant} budget.threshold`),
    )
    assert.equal(new Set(events.map(({ event_id: id }) => id)).size, 2)
  })
}
