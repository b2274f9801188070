import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenSubject } from './subject.ts'

const AT = '2026-01-15T12:00:00.000Z'

export function intakeCases(open: OpenSubject): void {
  test('a dead message is kept once, however often it is delivered', async (t) => {
    const { store } = await open(t)
    const dead = (topic: string, body: string) => ({ topic, body, reason: 'not JSON', at: AT })
    await store.intake.putDeadMessage(dead('enrichment', '{"v": 1, \0 \ud83d'))
    await store.intake.putDeadMessage(dead('enrichment', '{"v": 1, \0 \ud83d'))
    await store.intake.putDeadMessage(dead('enrichment', 'other'))
    await store.intake.putDeadMessage(dead('enrichment.low', 'other'))
    assert.deepEqual(await store.intake.deadMessages(10), [
      dead('enrichment.low', 'other'),
      dead('enrichment', 'other'),
      dead('enrichment', '{"v": 1, \0 \ud83d'),
    ])
    assert.equal((await store.intake.deadMessages(1)).length, 1)
  })

  test('of a very long dead message the first 64 KiB are kept', async (t) => {
    const { store } = await open(t)
    const long = { topic: 'enrichment', reason: 'too long', at: AT }
    await store.intake.putDeadMessage({ ...long, body: 'é'.repeat(100_000) })
    await store.intake.putDeadMessage({ ...long, body: 'é'.repeat(100_001) })
    const messages = await store.intake.deadMessages(10)
    assert.equal(messages.length, 2)
    assert.equal(messages[0]?.body, 'é'.repeat(32 * 1024))
  })
}
