import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failedTask, ReviewRecord } from '@colophon/domain'
import { documentRecord } from '@colophon/testkit'

const at = '2026-01-15T12:00:00.000Z'
const failed = (priority: 'high' | 'low', chance: number): ReviewRecord =>
  failedTask({
    document: documentRecord({ priority, status: 'failed' }),
    title: 'letter.txt',
    reviewId: 'rev-1',
    chance,
    at,
  })

test('a task of a failed document is a whole one, of the revision that failed', () => {
  const document = documentRecord({ revision: 3 })
  const task = failedTask({ document, title: 'letter.txt', reviewId: 'rev-1', chance: 0, at })
  assert.deepEqual(ReviewRecord.parse(task), task)
  assert.deepEqual([task.document_revision, task.reasons], [3, ['document_failed']])
})

test('the turn of a task is days at most from when it was made', () => {
  const day = 86_400_000
  const made = Date.parse(at)
  for (const chance of [0, 0.999]) {
    const [urgent, patient] = [failed('high', chance), failed('low', chance)]
    assert.ok(urgent.turn < patient.turn)
    assert.ok(urgent.turn >= made - 7 * day && patient.turn <= made + day)
  }
})
