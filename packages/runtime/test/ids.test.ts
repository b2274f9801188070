import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '@colophon/runtime'

test('ids carry their prefix, differ, and sort as they were made', () => {
  const ids = Array.from({ length: 2000 }, () => newId('job'))
  assert.match(ids[0] ?? '', /^job_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual(ids, [...ids].sort())
})
