import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  evaluationReport,
  hold,
  pairedReport,
  signTest,
  wilson,
  type HeldDocument,
  type Interval,
} from '../../src/evaluation/index.ts'
import { FIELDS, heldOf, said } from './documents.ts'

/** Each run draws a thousand times. */
const RUNS = { numRuns: 25 }
const pairs = fc.array(fc.record({ known: said, found: said }), { minLength: 1, maxLength: 12 })
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
const contains = (interval: Interval | null, point: number | null): boolean =>
  interval === null
    ? point === null
    : point !== null && interval.low <= point && point <= interval.high

const shuffled = <T>(all: readonly T[]) =>
  fc.array(fc.nat(), { minLength: all.length, maxLength: all.length }).map((keys) =>
    all
      .map((one, n) => ({ one, key: keys[n] ?? 0 }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one),
  )

suite('laws of evaluation', () => {
  test('records that say what is known have an F1 of 1 wherever something is known', () => {
    fc.assert(
      fc.property(fc.array(said, { minLength: 1, maxLength: 12 }), (all) => {
        const held = all.map((known, n) => heldOf({ known, found: known }, n))
        const report = evaluationReport(held, FIELDS)
        for (const { f1, expected } of report.fields) assert.equal(f1, expected === 0 ? null : 1)
      }),
      RUNS,
    )
  })

  test('figures lie between 0 and 1, and each interval contains its point', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const report = evaluationReport(
          all.map((pair, n) => heldOf(pair, n)),
          FIELDS,
        )
        assert.ok(contains(report.interval, report.mean_f1))
        for (const of of report.fields) {
          assert.ok(contains(of.interval, of.f1), JSON.stringify(of))
          for (const rate of [of.precision, of.recall, of.f1])
            assert.ok(rate === null || (rate >= 0 && rate <= 1))
          assert.ok(of.right <= Math.min(of.expected, of.found))
        }
      }),
      RUNS,
    )
  })

  test('the order of documents changes nothing', () => {
    const cases = pairs
      .map((all) => all.map((pair, n) => heldOf(pair, n, n % 2 === 0 ? 'en' : 'de')))
      .chain((all) => fc.tuple(fc.constant(all), shuffled(all)))
    fc.assert(
      fc.property(cases, ([all, other]) => {
        assert.deepEqual(evaluationReport(other, FIELDS), evaluationReport(all, FIELDS))
        assert.deepEqual(pairedReport(other, all, FIELDS), pairedReport(all, other, FIELDS))
      }),
      RUNS,
    )
  })

  test('groups add up to the whole', () => {
    fc.assert(
      fc.property(pairs, (all) => {
        const held = all.map((pair, n) => heldOf(pair, n, n % 2 === 0 ? 'en' : 'de'))
        const report = evaluationReport(held, FIELDS)
        for (const kind of ['language', 'collection', 'version'] as const)
          for (const { field, right } of report.fields) {
            const parts = report.by[kind].flatMap(({ fields }) => fields)
            const own = parts.filter((part) => part.field === field)
            assert.equal(
              own.reduce((total, part) => total + part.right, 0),
              right,
            )
          }
      }),
      RUNS,
    )
  })

  test('a version against itself differs in nothing, and turned round every difference changes its sign', () => {
    const twice = fc.array(fc.tuple(said, said, said), { minLength: 1, maxLength: 10 })
    fc.assert(
      fc.property(twice, (all) => {
        const one = all.map(([known, found], n) => heldOf({ known, found }, n))
        const other = all.map(([known, , found], n) => heldOf({ known, found }, n))
        for (const { difference, better, worse } of pairedReport(one, one, FIELDS).fields)
          assert.deepEqual([difference ?? 0, better, worse], [0, 0, 0])
        const [there, back] = [pairedReport(one, other, FIELDS), pairedReport(other, one, FIELDS)]
        for (const [n, of] of there.fields.entries()) {
          const turned = back.fields[n]
          if (of.difference !== null)
            assert.ok(Math.abs(of.difference + (turned?.difference ?? 9)) < 1e-12)
          assert.ok(contains(of.interval, of.difference))
          assert.deepEqual([of.better, of.worse], [turned?.worse, turned?.better])
        }
      }),
      RUNS,
    )
  })

  test('one value more that is right never lowers the count of right ones, whatever else was found', () => {
    const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 })
    fc.assert(
      fc.property(names, names, fc.constantFrom('a', 'b', 'c', 'd', 'e'), (known, found, more) => {
        const expected = known.map((one) => ({ forms: [one] }))
        const before = hold(
          expected,
          found.map((one) => [one]),
          same,
        ).counts
        const after = hold(
          expected,
          [...found, more].map((one) => [one]),
          same,
        ).counts
        assert.ok(after.right >= before.right)
        assert.ok(after.right <= after.found && after.right <= after.expected)
      }),
    )
  })
})

suite('intervals and tests', () => {
  const known = (n: number): HeldDocument[] =>
    Array.from({ length: n }, (_, at) =>
      heldOf({ known: { title: 'Ash', places: [] }, found: { title: 'Ash', places: [] } }, at),
    )

  test('three documents without an error leave room for one, three hundred for little', () => {
    const low = (n: number) =>
      evaluationReport(known(n), FIELDS).fields.find(({ field }) => field === 'title')?.interval
        ?.low
    assert.ok((low(3) ?? 1) < 0.5)
    assert.ok((low(300) ?? 0) > 0.98)
  })

  test('an interval narrows with the number of documents and has the share that is known', () => {
    const half = (n: number) =>
      Array.from({ length: n }, (_, at) => {
        const title = at % 2 === 0 ? 'Ash' : 'Elm'
        return heldOf({ known: { title: 'Ash', places: [] }, found: { title, places: [] } }, at)
      })
    const widths = [10, 100, 1_000].map((n) => {
      const interval = evaluationReport(half(n), FIELDS).fields[0]?.interval
      return (interval?.high ?? 0) - (interval?.low ?? 0)
    })
    // Twice the standard error of a half: 1.96 · √(¼ / n) on each side.
    for (const [at, n] of [10, 100, 1_000].entries())
      assert.ok(Math.abs((widths[at] ?? 0) - 1.96 / Math.sqrt(n)) < 0.35 / Math.sqrt(n), `${n}`)
  })

  test('the sign test and the interval of a share give the values of the tables', () => {
    assert.equal(signTest(0, 0), 1)
    assert.equal(signTest(3, 3), 1)
    assert.ok(Math.abs(signTest(0, 5) - 0.0625) < 1e-9)
    assert.ok(Math.abs(signTest(2, 10) - 0.0385742) < 1e-6)
    const { low, high } = wilson(5, 387)
    assert.ok(Math.abs(low - 0.00553) < 1e-4 && Math.abs(high - 0.02992) < 1e-4)
    assert.deepEqual(wilson(0, 0), { low: 0, high: 1 })
  })

  test('what is optional is neither demanded nor held against who found it', () => {
    const expected = [{ forms: ['Ash'] }, { forms: ['Elm'], optional: true }]
    const { counts } = hold(expected, [['elm'], ['ash'], ['fir']], same)
    assert.deepEqual(counts, { expected: 1, found: 2, right: 1 })
  })

  test('a number is another one with another sign or point', () => {
    const counts = (found: string) => hold([{ forms: ['5'] }], [[found]], () => false).counts.right
    assert.deepEqual(['5', '-5', '0.5'].map(counts), [1, 0, 0])
  })
})
