import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { surenessOf } from '../src/behaviour/confidence.ts'
import { countDecided, dayOf } from '../src/behaviour/day.ts'
import { dropDraft, keepDraft, draftOf } from '../src/behaviour/drafts.ts'
import { readFilter, withFilter } from '../src/behaviour/filters.ts'
import { holdOf, leftInWords } from '../src/behaviour/hold.ts'
import type { DocumentView } from '@colophon/domain'
import { standingOfDocument } from '../src/behaviour/standing.ts'
import { dateInWords, reasonInWords, valueInWords } from '../src/behaviour/words.ts'
import { keeper } from './keeper.ts'

suite('words', () => {
  test('say how sure a value is by the bound of its profile', () => {
    assert.deepEqual(
      [0.9, 0.75, 0.5, undefined].map((confidence) => surenessOf(confidence, 0.7).word),
      ['certain', 'likely', 'doubtful', 'none'],
    )
    assert.equal(surenessOf(0.9, 0.95).word, 'doubtful')
  })

  test('write dates out and leave other things alone', () => {
    assert.equal(dateInWords('1862-02-04'), '4 February 1862')
    assert.equal(dateInWords('1862-02'), 'February 1862')
    assert.equal(dateInWords('1862-13'), '1862-13')
    assert.equal(valueInWords([{ name: 'Ada', role: 'cook' }, 'Bea']), 'Ada (cook) · Bea')
    assert.equal(valueInWords(null), '–')
  })

  test('give reasons without their codes, those that nobody has heard of too', () => {
    assert.equal(reasonInWords('check_failed:sum_is_right'), 'check failed: sum is right')
    assert.equal(reasonInWords('new_reason'), 'new reason')
  })
})

suite('the filter', () => {
  test('stands in the address, and what is no filter is left where it is', () => {
    assert.deepEqual(readFilter('?reason=low&at=3&order='), { reason: 'low' })
    assert.equal(withFilter('?reason=low', 'order', 'oldest'), '?reason=low&order=oldest')
    assert.equal(withFilter('?reason=low', 'reason', undefined), '')
  })
})

suite('what the browser keeps', () => {
  test('a draft comes back, and says when the document has changed since', () => {
    const kept = keeper()
    const place = { task: 'rev_1', path: 'cooks.0', revision: 3 }
    const draft = { text: 'Ada', evidence: { start: 1, end: 4 }, external: '' }
    assert.equal(keepDraft(kept, place, draft), true)
    assert.deepEqual(draftOf(kept, place), { draft, stale: false })
    assert.equal(draftOf(kept, { ...place, revision: 4 })?.stale, true)
    assert.equal(draftOf(kept, { ...place, path: 'cooks.1' }), null)
    dropDraft(kept, place)
    assert.equal(draftOf(kept, place), null)
  })

  test('a browser without room says so, and loses nothing else', () => {
    const full = {
      ...keeper(),
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    }
    const draft = { text: 'Ada', evidence: null, external: '' }
    assert.equal(keepDraft(full, { task: 't', path: 'p', revision: 1 }, draft), false)
  })

  test('the day is counted, and begins anew', () => {
    const kept = keeper()
    const noon = Date.UTC(2026, 10, 30, 12)
    countDecided(kept, 30, noon)
    assert.deepEqual(countDecided(kept, 100_000, noon), {
      date: '2026-11-30',
      decided: 2,
      seconds: 930,
    })
    assert.equal(dayOf(kept, noon + 86_400_000).decided, 0)
  })
})

suite('who holds a document', () => {
  const task = {
    ...{ status: 'pending', decided_by: null, assigned_to: null },
    ...{ lease_owner: null, lease_until: null },
  }
  const held = (change: object, lease: unknown = null) =>
    holdOf(
      { task: { ...task, ...change }, lease } as unknown as Parameters<typeof holdOf>[0],
      'ada',
    ).kind

  test('is told apart', () => {
    assert.equal(held({}), 'free')
    assert.equal(held({}, { lease_id: 'l', until: 'x' }), 'mine')
    assert.equal(held({ lease_owner: 'bea', lease_until: 'x' }), 'theirs')
    assert.equal(held({ assigned_to: 'bea' }), 'assigned')
    assert.equal(held({ assigned_to: 'ada' }), 'free')
    assert.equal(held({ status: 'approved' }, { lease_id: 'l', until: 'x' }), 'closed')
  })

  test('is told with the time that is left', () => {
    const until = new Date(90_000).toISOString()
    assert.equal(leftInWords(until, 0), 'yours for 2 min')
    assert.equal(leftInWords(until, 60_000), 'yours for less than a minute')
    assert.equal(leftInWords(until, 90_000), 'your hold has run out')
  })
})

test('what has become of a document is said, with the way to its task where it has one', () => {
  const told = (document: object, task: object | null, canSend = false) =>
    standingOfDocument(
      {
        document: { status: 'completed', error: null, ...document },
        task,
        can_send: canSend,
      } as DocumentView,
      'letter',
    )
  const task = { review_id: 'rev_1', status: 'pending', lease_owner: 'eva', decided_by: null }
  assert.deepEqual(told({}, task), {
    text: 'This letter waits for a person. eva works on it now.',
    link: { review_id: 'rev_1', text: 'Open it to decide' },
  })
  const decided = { ...task, status: 'approved', decided_by: 'human:eva' }
  assert.equal(told({}, decided).text, '✓ Approved by eva.')
  assert.match(told({}, null, true).text, /^✓ Taken over without a look/)
  assert.match(told({}, { ...task, status: 'superseded' }, true).text, /^✓ Taken over/)
  assert.match(told({}, null).text, /on its way to the queue/)
  assert.match(told({ status: 'processing' }, null).text, /has not ended yet/)
  assert.equal(told({ error: { message: 'It broke' } }, null).text, '✗ The run failed: It broke')
})
