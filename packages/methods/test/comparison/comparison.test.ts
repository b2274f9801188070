import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  alikeDate,
  alikePerson,
  likeness,
  sameBody,
  sameDate,
  samePerson,
  samePlace,
  sameText,
} from '@colophon/methods/comparison'
import fc from 'fast-check'

type Row = readonly [a: string, b: string, same: boolean]

function judged(same: (a: string, b: string) => boolean, rows: readonly Row[]): void {
  for (const [a, b, wanted] of rows) assert.equal(same(a, b), wanted, `${a} | ${b}`)
}

suite('values compared', () => {
  test('names of one person agree as far as they go', () => {
    judged(samePerson, [
      ['Mary Webb', 'Webb, Mary', true],
      ['M. Webb', 'Mary Webb', true],
      ['Miss Webb', 'Mary Webb', true],
      ['Jas. Harrow', 'James Harrow', true],
      ['John Harrow', 'Jane Harrow', false],
      ['Mary', 'Mary Webb', false],
      ['Hart', 'Bart', false],
      ['Alexander von Humboldt', 'Humboldt, Alexander von', true],
      ['Hr. Baron von Stein', 'Stein', true],
      ['Edgworth', 'Edgeworth', true],
      ['Gaspar Flores de Abrego', 'Gaspar Flores', false],
      ['', 'Mary Webb', false],
      ['Bank of the State of Ohio', 'The Bank of Ohio State', true],
    ])
  })

  test('another spelling of the same person is forgiven by the milder rule alone', () => {
    const rows: readonly Row[] = [
      ['Carl Meyer', 'Karl Meier', true],
      ['Jane O’Neil', 'Jane ONeil', true],
      ['Thos Lowel', 'Thomas Lowell', true],
      ['Thomas Lowell', 'Henry Lowell', false],
      ['Hill', 'Hall', true],
      ['Low', 'Lee', false],
    ]
    judged(alikePerson, rows)
    assert.equal(samePerson('Carl Meyer', 'Karl Meier'), false)
  })

  test('a place agrees with one that it is a part of, and a country alone does not', () => {
    judged(samePlace, [
      ['Dublin', 'Four Courts, Dublin, Ireland', true],
      ['Ireland', 'Dublin, Ireland', false],
      ['New York', 'New York', true],
      ['St. Louis', 'St Louis, Missouri', true],
      ['Wien', 'Wien IX', true],
      ['London', 'Londonderry', false],
      ['near Bath', 'Bath', true],
    ])
  })

  test('dates are the same, lie within an interval, or are coarser by the milder rule', () => {
    judged(sameDate, [
      ['1843-05-08', '1843-05-08', true],
      ['1843-05', '1843-05-08', false],
      ['1843-05-08', '1843-05-01/1843-05-31', true],
      ['1843', '1843-05-01/1843-05-31', false],
      ['1843-05', '1843-05-01/1843-05-31', true],
      ['May 1843', '1843-05', false],
    ])
    judged(alikeDate, [
      ['1843-05', '1843-05-08', true],
      ['1843-05-08', '1843', true],
      ['1843-06', '1843-05-08', false],
    ])
  })

  test('passages and bodies may differ in spelling, marks and a word', () => {
    judged(sameText, [
      ['My dear Sir,', 'My dear Sir', true],
      ['ever most affec-\ntionately yours', 'Ever most affectionately yours', true],
      ['Dear Sir', 'Dearest Mother', false],
      ['…', '…', false],
    ])
    judged(sameBody, [
      ['Royal Society', 'The Royal Society of London', true],
      ['Royal Society', 'Royal Academy', false],
    ])
  })

  test('every comparison knows a value for itself, and likeness is the same from both sides within bounds', () => {
    const name = fc.constantFrom('Mary Webb', 'Wien', 'J. Harrow', 'St. Louis', 'von Stein')
    fc.assert(
      fc.property(name, (one) => {
        for (const same of [samePerson, alikePerson, samePlace, sameBody, sameText])
          assert.ok(same(one, one))
      }),
    )
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [there, back] = [likeness(a, b), likeness(b, a)]
        assert.ok(there >= 0 && there <= 1)
        assert.ok(there === 1 ? a === b : a !== b)
        // Which of two runs of the same length goes first may differ from the other side, the bound may not.
        const all = a.length + b.length
        const most = all === 0 ? 1 : (2 * Math.min(a.length, b.length)) / all
        assert.ok(there <= most + 1e-9 && back <= most + 1e-9)
      }),
    )
  })

  test('long passages are compared in little time', () => {
    const started = performance.now()
    for (const length of [20, 8_000]) {
      const words = Array.from({ length }, (_, n) => `all ${n} gardens are ${7 * n} green`)
      const less = words.map((passage) => passage.replace('are ', ''))
      const other = words.map((_, n) => `nothing came to my ears on ${n}`)
      assert.ok(sameText(words.join(' '), less.join(' ')))
      assert.ok(!sameText(words.join(' '), other.join(' ')))
    }
    assert.ok(performance.now() - started < 2_000)
  })
})
