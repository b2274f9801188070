import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAmiFileName } from '../../../../src/letters/rules/catalogue/index.ts'

test('reads the full form', () => {
  assert.deepEqual(parseAmiFileName('QX012.03_(HAL_B2_14)_LT_PEN_1978_HALL_TO_LOWE.jpg'), {
    master_identifier: 'QX012',
    sequence_id: '03',
    collection: 'HAL',
    series: 'B2',
    page_number: '14',
    document_type_code: 'LT',
    medium_code: 'PEN',
    year: '1978',
    from: 'HALL',
    to: 'LOWE',
  })
})

test('is tolerant of case, folders and missing parts', () => {
  const name = parseAmiFileName('scans/box 4/qx012_(hal_b2_1)_lt_1950_anne_hall_to_k_lowe.TIF')
  assert.equal(name?.document_type_code, 'LT')
  assert.equal(name.medium_code, null)
  assert.equal(name.from, 'anne hall')
  assert.equal(name.to, 'k lowe')
  assert.equal(parseAmiFileName('qx012.1_LT_TYPE.tif')?.medium_code, 'TYPE')
})

test('other names are not forced into the form', () => {
  for (const name of ['letter.txt', 'scan_001.jpg', '', 'HALL_TO_LOWE.txt', '(a_b_c).txt']) {
    assert.equal(parseAmiFileName(name), null, name)
  }
})

test('never throws', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (name) => {
      parseAmiFileName(name)
    }),
  )
})
