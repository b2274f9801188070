import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoredAnswer } from '@colophon/domain'
import { aCost, aRun, anAnswer } from '../factories.ts'
import { TENANT, claim, endLeases, submitOne, type OpenSubject } from './subject.ts'

const answered = (key: string, why: string): StoredAnswer => {
  const step = anAnswer({ key })
  return { ...step, output: { ...step.output, why } }
}

export function answerCases(open: OpenSubject): void {
  test('an answer is found by its key, and keys without one are left out', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const steps = [anAnswer({ document_id: id }), anAnswer({ document_id: id })]
    for (const step of steps) await store.work.putAnswer(ref, step, [], 'run')
    const keys = steps.map((step) => step.key)
    const found = await store.work.answers(TENANT, [...keys, 'none'])
    assert.deepEqual(
      [...found],
      steps.map((step) => [step.key, step]),
    )
    assert.equal((await store.work.answers('other', keys)).size, 0)
    assert.equal((await store.work.answers(TENANT, [])).size, 0)
  })

  test('the first answer of a key stays, the calls of a second are still on the ledger', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const put = (why: string) =>
      store.work.putAnswer(ref, answered('key', why), [aCost({ record_id: `c ${why}` })], 'run')
    assert.equal(await put('first'), true)
    assert.equal(await put('second'), false)
    assert.equal((await store.work.answers(TENANT, ['key'])).get('key')?.output.why, 'first')
    assert.equal((await store.ledger.list(TENANT, {}, { limit: 10 })).items.length, 2)
  })

  test('an answer is kept once, however often and however concurrently it is put', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const cost = aCost()
    const puts = Array.from({ length: 10 }, (_, n) =>
      store.work.putAnswer(ref, answered('key', `answer ${n}`), [cost], 'run'),
    )
    const kept = await Promise.all(puts)
    assert.equal(kept.filter(Boolean).length, 1)
    assert.match(
      (await store.work.answers(TENANT, ['key'])).get('key')?.output.why ?? '',
      /^answer \d$/,
    )
    assert.deepEqual((await store.ledger.list(TENANT, {}, { limit: 10 })).items, [cost])
    const [row] = await store.ledger.sums(TENANT, {}, [])
    assert.equal(row?.calls, 1)
    assert.equal(row.amount_pico_usd, cost.amount_pico_usd)
  })

  test('runs that a dead worker left behind are found by the next claim until they are ended', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const first = await claim(subject, id)
    const runs = ['run-1', 'run-2', 'run-3'].map((run_id) =>
      aRun({ run_id, document_id: id, bound_pico_usd: 2n ** 60n + 1n }),
    )
    await store.work.beginRuns(first.ref, runs)
    assert.deepEqual(first.lost, [])
    await store.work.putAnswer(first.ref, anAnswer(), [], 'run-1')

    await endLeases(subject)
    const second = await claim(subject, id, 'worker-b')
    assert.deepEqual(second.lost, runs.slice(1))
    const own = aRun({ run_id: 'run-4', document_id: id })
    await store.work.beginRuns(second.ref, [own])
    await store.work.endRun(second.ref, 'run-2', [
      aCost({ record_id: 'lost', state: 'unsettled', amount_pico_usd: 2n ** 60n + 1n }),
    ])
    // Given back uncounted: what is lost is found however few attempts there were.
    await store.work.release(second.ref)
    const third = await claim(subject, id, 'worker-c')
    assert.deepEqual(third.lost, [...runs.slice(2), own])
    assert.equal((await store.ledger.sums(TENANT, {}, []))[0]?.unsettled, 1)
  })

  test('ending a run twice charges its calls once', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    const cost = aCost()
    await store.work.endRun(ref, 'run', [cost])
    await store.work.endRun(ref, 'run', [cost])
    assert.equal((await store.ledger.list(TENANT, {}, { limit: 10 })).items.length, 1)
  })

  test('an answer outlives its claim', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    const { ref } = await claim(subject, id)
    await store.work.putAnswer(ref, answered('key', 'kept'), [], 'run')
    await store.work.release(ref)
    await claim(subject, id, 'worker-b')
    assert.equal((await store.work.answers(TENANT, ['key'])).get('key')?.output.why, 'kept')
  })
}
