import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import {
  ColophonError,
  ERROR_CODES,
  ERRORS,
  isErrorCode,
  toColophonError,
} from '../../src/errors/errors.ts'

suite('error catalogue', () => {
  for (const code of ERROR_CODES)
    test(`${code} says what happened, what to do, and what happens next`, () => {
      const { title, fix, status } = ERRORS[code]
      const errorClass: string = ERRORS[code].class
      assert.match(code, /^[a-z]+\.[a-z_]+$/)
      assert.ok(title.length > 10 && !title.endsWith('.'))
      assert.ok(fix.length > 10 && fix.endsWith('.'))
      assert.ok(['transient', 'permanent', 'budget'].includes(errorClass))
      assert.ok(status >= 400 && status < 600)
    })

  test('each code stands in the file that its first part names', () => {
    const folder = new URL('../../src/errors/', import.meta.url)
    const found = readdirSync(folder).flatMap((file) =>
      [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ {2}'(\w+)(\.\w+)': entry/gm)].map(
        ([, first = '', rest = '']) => [`${first}.ts`, file, `${first}${rest}`] as const,
      ),
    )
    for (const [named, file, code] of found) assert.equal(file, named, code)
    assert.deepEqual(found.map(([, , code]) => code).sort(), [...ERROR_CODES].sort())
  })

  test('an error carries class, status and fix of its code', () => {
    const error = new ColophonError('model.rate_limited', 'claude', { retryAfterMs: 1_500 })
    assert.deepEqual(
      [error.class, error.status, error.retryAfterMs, error.name],
      ['transient', 429, 1_500, 'ColophonError'],
    )
    assert.equal(error.fix, ERRORS['model.rate_limited'].fix)
  })

  test('an error of the catalogue stays itself', () => {
    const error = new ColophonError('lease.lost', 'doc_1')
    assert.equal(toColophonError(error), error)
  })

  for (const thrown of [new TypeError('secret'), 'secret', null, undefined, { message: 'secret' }])
    test(`${JSON.stringify(thrown)} of type ${typeof thrown} becomes an unexpected error that says nothing of it`, () => {
      const error = toColophonError(thrown)
      assert.equal(error.code, 'internal.unexpected')
      assert.doesNotMatch(error.message, /secret/)
      assert.equal(error.cause, thrown)
    })

  test('only codes of the catalogue are codes', () => {
    assert.ok(isErrorCode('lease.lost'))
    for (const other of ['lease', 'toString', '__proto__', 7, null]) assert.ok(!isErrorCode(other))
  })
})
