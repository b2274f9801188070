import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { approvalOf } from '../src/behaviour/approval.ts'

const READ = {
  ...{ shownMs: 0, askedMs: -60_000, nowMs: 5_000, openLeft: 0 },
  ...{ isWorkedOn: false, typed: undefined },
}

suite('an approval', () => {
  test('is one of a document that was looked at', () => {
    assert.deepEqual(approvalOf(READ), { kind: 'go' })
  })

  test('is none of a document that came up under the fingers, unless it was worked on', () => {
    const early = { ...READ, nowMs: 300 }
    assert.deepEqual(approvalOf(early), { kind: 'early' })
    assert.equal(approvalOf({ ...early, isWorkedOn: true }).kind, 'go')
  })

  test('never goes past what was typed, however often it is asked for', () => {
    for (const askedMs of [READ.askedMs, 4_000]) {
      const answer = approvalOf({ ...READ, askedMs, openLeft: 1, typed: 'Sender name' })
      assert.match(answer.kind === 'wait' ? answer.why : '', /typed for Sender name/)
    }
  })

  test('of what has open fields is asked for twice, the second time soon', () => {
    const open = { ...READ, openLeft: 2 }
    assert.deepEqual(approvalOf(open), {
      ...{ kind: 'wait', asks: true },
      why: '2 fields are still open. Once more approves it as it stands.',
    })
    assert.equal(approvalOf({ ...open, askedMs: 4_000 }).kind, 'go')
    assert.equal(approvalOf({ ...open, nowMs: 60_000, askedMs: 4_000 }).kind, 'wait')
  })

  test('that came too early is not the first of the two', () => {
    assert.equal(approvalOf({ ...READ, nowMs: 300, openLeft: 2 }).kind, 'early')
  })
})
