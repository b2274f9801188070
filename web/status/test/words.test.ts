import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { bytesInWords, markOf, secondsInWords, standingInWords, usedOf } from '../src/words.ts'

const alert = {
  ...{ name: 'AgentDown', owner: 'operations', since: '2026-11-30T12:00:00Z' },
  ...{ summary: 'entity-agent does not answer', description: '', runbook: '', runbook_url: null },
}

suite('the status in words', () => {
  test('says first what somebody has to do something about', () => {
    const firing = { ...alert, state: 'firing', severity: 'page' } as const
    const pending = { ...alert, state: 'pending', severity: 'ticket' } as const
    assert.equal(standingInWords({ alerts: [], judged: 36 }), 'Nothing is wrong')
    assert.match(standingInWords({ alerts: [pending], judged: 36 }), /^1 condition to watch/)
    assert.equal(
      standingInWords({ alerts: [pending, firing], judged: 36 }),
      '1 alert: entity-agent does not answer',
    )
    assert.deepEqual([markOf(firing).word, markOf(pending).word], ['now', 'beginning'])
  })

  test('writes figures as people read them', () => {
    assert.deepEqual([0.32, 4.2, 47.3, null].map(secondsInWords), ['320 ms', '4.2 s', '47 s', '–'])
    assert.deepEqual([null, 999, 1_500, 73_000_000].map(bytesInWords), [
      ...['–', '999 B', '1.5 kB', '73 MB'],
    ])
  })

  test('takes a limit of nothing for one that is used up', () => {
    const budget = { scope: 'day', period: '2026-11-30', spent_usd: '2.00', reserved_usd: '1.00' }
    assert.equal(usedOf({ ...budget, scope: 'day', limit_usd: '4.00' }), 0.75)
    assert.equal(usedOf({ ...budget, scope: 'day', limit_usd: '0.00' }), 1)
  })
})
