import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BSON } from 'mongodb'
import { matches } from '../../../../src/store/mongo/updates/matches.ts'
import { fieldName, fromBson, toBson } from '../../../../src/store/mongo/records/values.ts'

const ODD = fc.constantFrom(
  '',
  'a.b',
  '$set',
  '__proto__',
  '~json',
  '_bsontype',
  'a\0',
  '\ud83d',
  'toJSON',
  'ok',
)
const text = fc.oneof(ODD, fc.string({ unit: 'binary' }))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.oneof(text, fc.boolean(), fc.constant(null), fc.constant(-0)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
}))

const throughBson = (stored: unknown): unknown =>
  BSON.deserialize(BSON.serialize({ stored }), { useBigInt64: true })['stored']

const throughJson = (one: unknown): unknown => JSON.parse(JSON.stringify(one)) as unknown

/** No list in a list and no field name with a dot, a dollar or nothing in it. */
function isPlain(stored: unknown): boolean {
  if (typeof stored === 'string') return stored.isWellFormed() && !stored.includes('\0')
  if (typeof stored !== 'object' || stored === null) return true
  if (Array.isArray(stored)) return stored.every((item) => !Array.isArray(item) && isPlain(item))
  return Object.entries(stored).every(
    ([key, item]) => key !== '' && !/^\$|[.\0]/.test(key) && isPlain(item),
  )
}

test('whatever JSON can say comes back, and every server takes it', () => {
  fc.assert(
    fc.property(value, (one) => {
      const stored = toBson(one)
      assert.ok(isPlain(stored))
      // Through JSON once more: what stands for "nothing" is a matter of prototypes otherwise.
      assert.deepEqual(throughJson(fromBson(throughBson(stored))), throughJson(one))
    }),
    { numRuns: 500 },
  )
})

test('an ordinary record is stored as it is, an odd part of it alone as JSON', () => {
  const record = { title: 'Letter', pages: [{ number: 1 }], bytes: 2n ** 60n, gone: undefined }
  assert.deepEqual(toBson(record), { title: 'Letter', pages: [{ number: 1 }], bytes: 2n ** 60n })
  assert.deepEqual(toBson({ ...record, bytes: 1, odd: [[1]] }), {
    title: 'Letter',
    pages: [{ number: 1 }],
    bytes: 1,
    odd: { '~json': '[[1]]' },
  })
  const ofTheDriver = { title: 'Letter', facts: { _bsontype: 'ObjectId' } }
  assert.deepEqual(fromBson(throughBson(toBson(ofTheDriver))), ofTheDriver)
})

test('fields of a map are named by their ids, or by something as good', () => {
  assert.equal(fieldName('run_01ABC'), 'run_01ABC')
  const odd = ['a.b', '$a', '', 'a\0b', 'x'.repeat(500)]
  assert.equal(new Set(odd.map(fieldName)).size, odd.length)
  for (const id of odd) assert.match(fieldName(id), /^~[\w-]*$/)
})

test('a condition means what it means to the server', () => {
  const record = { status: 'queued', n: 5n, lease: null, jobs: ['a', 'b'], dispatch: { by: 'x' } }
  const holds = [
    { status: 'queued', lease: null, missing: null, n: 5, 'dispatch.by': 'x' },
    { n: { $lte: 5n, $gt: 4, $eq: 5 }, jobs: 'b', missing: { $exists: false } },
    { $or: [{ status: 'failed' }, { status: { $in: ['queued'] } }], jobs: { $ne: 'c' } },
  ]
  for (const condition of holds) assert.equal(matches(record, condition), true)
  const fails = [
    { n: { $lte: '5' } },
    { n: { $lt: 5 } },
    { n: { $eq: null } },
    { jobs: { $ne: 'a' } },
    { missing: { $lte: 'z' } },
    { $or: [{ status: 'failed' }] },
  ]
  for (const condition of fails) assert.equal(matches(record, condition), false)
  assert.throws(() => matches(record, { n: { $mod: [2, 0] } }))
})
