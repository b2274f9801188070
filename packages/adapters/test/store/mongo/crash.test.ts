import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { totalCosts, type BudgetState, type Claim } from '@colophon/domain'
import {
  aCompletion,
  aCost,
  aDocument,
  aJob,
  aReview,
  anAnswer,
  anAuditEvent,
} from '@colophon/testkit'
import {
  ABANDONED_MS,
  atEachPoint,
  BOUND,
  claim,
  LEASE_MS,
  TENANT,
  type Scene,
  type Victim,
} from './crashes.ts'
import { skip, suiteMongo } from './servers.ts'

async function budgetOf({ survivor }: Scene, key: string): Promise<BudgetState | undefined> {
  return (await survivor.ledger.budgets(TENANT, [key]))[0]
}

suite('a worker that dies between any two commands', { skip }, () => {
  const servers = suiteMongo('crash')

  /** The next worker takes the document over; returns what the victim left behind. */
  async function takeOver({ survivor, clock }: Scene, { ref }: Victim): Promise<Claim> {
    clock.advance(LEASE_MS)
    await survivor.dispatch.expireLeases(await survivor.dispatch.leases(1_000))
    return claim(survivor, ref.document_id, 'survivor')
  }

  async function ledgerTotal({ survivor }: Scene, { ref }: Victim): Promise<bigint> {
    const filter = { documentId: ref.document_id }
    return totalCosts(await survivor.ledger.sums(TENANT, filter, [])).amount_pico_usd
  }

  async function settleLost(scene: Scene, { ref, lost }: Claim): Promise<void> {
    for (const { run_id, bound_pico_usd } of lost) {
      const { document_id } = ref
      const row = aCost({ document_id, state: 'unsettled', amount_pico_usd: bound_pico_usd })
      await scene.survivor.work.endRun(ref, run_id, [row])
    }
  }

  test('while it reserves leaves a mark with its reservation, or neither', async (t) => {
    const points = await atEachPoint(
      { t, servers },
      () => Promise.resolve(),
      ({ store, ref, run }) => store.work.beginRuns(ref, [run]),
      async (scene, victim) => {
        const next = await takeOver(scene, victim)
        const state = await budgetOf(scene, victim.key)
        assert.equal(state?.reserved_pico_usd ?? 0n, next.lost.length === 1 ? BOUND : 0n)
        await settleLost(scene, next)
        const settled = await budgetOf(scene, victim.key)
        assert.equal(settled?.reserved_pico_usd ?? 0n, 0n)
        assert.equal(settled?.spent_pico_usd ?? 0n, await ledgerTotal(scene, victim))
      },
    )
    assert.ok(points > 3)
  })

  test('while it keeps an answer leaves the answer and its charge, or the mark of a lost run', async (t) => {
    const step = (victim: Victim) => anAnswer({ key: `step of ${victim.ref.document_id}` })
    const points = await atEachPoint(
      { t, servers },
      ({ store, ref, run }) => store.work.beginRuns(ref, [run]),
      (victim) => {
        const cost = aCost({ document_id: victim.ref.document_id, amount_pico_usd: 25n })
        return victim.store.work.putAnswer(victim.ref, step(victim), [cost], victim.run.run_id)
      },
      async (scene, victim) => {
        const next = await takeOver(scene, victim)
        const { key } = step(victim)
        const isKept = (await scene.survivor.work.answers(TENANT, [key])).size === 1
        assert.equal(next.lost.length, isKept ? 0 : 1)
        assert.equal(await ledgerTotal(scene, victim), isKept ? 25n : 0n)
        await settleLost(scene, next)
        const state = await budgetOf(scene, victim.key)
        assert.deepEqual(
          [state?.reserved_pico_usd, state?.spent_pico_usd],
          [0n, isKept ? 25n : BOUND],
        )
      },
    )
    assert.ok(points > 4)
  })

  test('while it commits leaves the result with its review task and history, or nothing', async (t) => {
    const points = await atEachPoint(
      { t, servers },
      () => Promise.resolve(),
      ({ store, ref }) => {
        const { document_id } = ref
        const review = aReview({ review_id: `rev of ${document_id}`, document_id })
        const audit = [1, 2].map((n) => anAuditEvent({ document_id, to: n }))
        return store.work.commit(ref, aCompletion({ review_status: 'pending', review, audit }))
      },
      async ({ survivor, clock }, { ref }) => {
        const { document_id } = ref
        const document = await survivor.documents.get(TENANT, document_id)
        const isDone = document?.status === 'completed'
        const events = await survivor.audit.list(TENANT, document_id, { limit: 10 })
        assert.deepEqual(
          events.items.map(({ to }) => to),
          isDone ? [1, 2] : [],
        )
        clock.advance(ABANDONED_MS)
        await survivor.dispatch.expireLeases([])
        const review = await survivor.reviews.get(TENANT, `rev of ${document_id}`)
        assert.equal(review?.status, isDone ? 'pending' : undefined)
      },
    )
    assert.ok(points > 2)
  })

  test('while it replaces a text leaves the new one with the old one kept, or the old one', async (t) => {
    const points = await atEachPoint(
      { t, servers },
      ({ store, ref }) => {
        const { document_id } = ref
        const review = aReview({ review_id: `rev of ${document_id}`, document_id })
        return store.work.commit(ref, aCompletion({ review_status: 'pending', review }))
      },
      async ({ store, ref }) => {
        const job = aJob()
        await store.jobs.create(job)
        await store.jobs.submit(job, [aDocument({ document_id: ref.document_id, text: 'New' })])
      },
      async ({ survivor, clock }, { ref }) => {
        const { document_id } = ref
        const present = await survivor.documents.get(TENANT, document_id)
        const isNew = present?.source.text === 'New'
        const { items } = await survivor.documents.revisions(TENANT, document_id, { limit: 5 })
        assert.deepEqual(
          items.map(({ revision }) => revision),
          isNew ? [2] : [],
        )
        const kept = await survivor.documents.revision(TENANT, document_id, 2)
        assert.equal(kept?.document.status, isNew ? 'completed' : undefined)
        assert.equal(kept?.document.enriched_data === null, false)
        clock.advance(ABANDONED_MS)
        await survivor.dispatch.expireLeases([])
        const review = await survivor.reviews.get(TENANT, `rev of ${document_id}`)
        assert.equal(review?.status, isNew ? 'superseded' : 'pending')
        // Sending it again brings what the crash has prevented.
        const job = aJob()
        await survivor.jobs.create(job)
        const again = [aDocument({ document_id, text: 'New' })]
        const outcomes = await survivor.jobs.submit(job, again)
        assert.deepEqual(outcomes, [isNew ? 'unchanged' : 'revised'])
        const first = await survivor.documents.revision(TENANT, document_id, 2)
        assert.equal(first?.document.status, 'completed')
      },
    )
    assert.ok(points > 4)
  })

  test('what is done again by a sweep changes nothing that was done', async (t) => {
    await atEachPoint(
      { t, servers },
      ({ store, ref, run }) => store.work.beginRuns(ref, [run]),
      ({ store, ref, run }) =>
        store.work.endRun(ref, run.run_id, [
          aCost({ document_id: ref.document_id, amount_pico_usd: 7n }),
        ]),
      async (scene, victim) => {
        scene.clock.advance(LEASE_MS)
        const { dispatch } = scene.survivor
        await dispatch.expireLeases(await dispatch.leases(1_000))
        scene.clock.advance(ABANDONED_MS)
        await dispatch.expireLeases([])
        await dispatch.expireLeases([])
        const spent = await ledgerTotal(scene, victim)
        const state = await budgetOf(scene, victim.key)
        assert.equal(state?.spent_pico_usd, spent)
        assert.equal(state.reserved_pico_usd, spent === 7n ? 0n : BOUND)
      },
    )
  })
})
