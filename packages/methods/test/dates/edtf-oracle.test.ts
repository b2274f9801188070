import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { toEdtf } from '../../src/dates/edtf.ts'
import { readWrittenDates } from '../../src/dates/written-date.ts'

/** The library brings no types. Throws for what is not EDTF. */
const parse = (
  createRequire(import.meta.url)('edtf') as { parse: (text: string) => { level: number } }
).parse

const MONTHS = ['January', 'Febr.', 'mars', 'April', 'Mai', 'juin', 'Juli', 'Sept', '8bre', 'Dez.']
const written = fc
  .record({
    hedge: fc.constantFrom('', 'about ', '[', 'ca. '),
    day: fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined }),
    month: fc.constantFrom(...MONTHS),
    year: fc.option(fc.integer({ min: 1500, max: 2026 }), { nil: undefined }),
    doubt: fc.constantFrom('', '?', ']', '?]'),
  })
  .map(({ hedge, day, month, year, doubt }) =>
    [
      hedge,
      day === undefined ? '' : `${day} `,
      month,
      year === undefined ? '' : ` ${year}`,
      doubt,
    ].join(''),
  )

test('every date becomes EDTF, of level 1 at most where its year is known', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(written, fc.option(fc.integer({ min: 1500, max: 2026 })), (text, stated) => {
      for (const date of readWrittenDates(text)) {
        const edtf = toEdtf(date, date.year ?? stated)
        if (edtf === null) continue
        seen.add(edtf.replace(/\d/g, '0'))
        assert.ok(parse(edtf).level <= (edtf.startsWith('X') ? 2 : 1), `${text}: ${edtf}`)
      }
    }),
    { numRuns: 2000 },
  )
  for (const form of ['0000-00-00', '0000-00', '0000-00-00~', '0000-00-00?', 'XXXX-00-00'])
    assert.ok(seen.has(form), form)
})
