import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { CSV_COLUMNS, CSV_HEADER, csvCell, csvRow } from '../../src/export/csv.ts'
import { documentRecord } from '@colophon/testkit'
import { outputRecord } from '../../src/export/output-record.ts'

/** A small parser of RFC 4180, to read back what was written. */
function parseCsv(csv: string): string[][] {
  const rows: string[][] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  let row: string[] = []
  for (const [, quoted, plain, end] of csv.matchAll(field)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}

const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '')

suite('CSV', () => {
  test('has the main fields of a record in one row', () => {
    const record = documentRecord({
      review_status: 'pending',
      review_reasons: ['low_confidence', 'page_quality'],
      quality_metrics: {
        completeness_score: 0.875,
        coverage_score: 0.5,
        missing_fields: [],
        low_confidence_fields: [],
        checks: [],
        page_quality: null,
      },
      error: { code: 'agent.failed', message: 'No, "never"', at: '' },
      enriched_data: {
        metadata: { document_type: 'letter' },
        document: {
          date: { creation_date: '1862-03-04' },
          languages: ['en', 'de'],
          correspondence: {
            sender: { name: 'Anna Weiß', location: 'Triest' },
            recipient: { name: 'J. Doe', location: 'York' },
          },
        },
        content: { summary: 'Two\r\nlines, "quoted"' },
        analysis: { subjects: ['travel_logistics'], keywords: ['boat', 'rain'] },
      },
    })
    const [header, row] = parseCsv(CSV_HEADER + csvRow(outputRecord(record)))
    assert.deepEqual(header, CSV_COLUMNS)
    assert.deepEqual(Object.fromEntries(CSV_COLUMNS.map((name, at) => [name, row?.[at]])), {
      document_id: 'a-12345678',
      status: 'completed',
      review_status: 'pending',
      review_reasons: 'low_confidence;page_quality',
      completeness: '0.875',
      document_type: 'letter',
      date: '1862-03-04',
      sender: 'Anna Weiß',
      place_sent: 'Triest',
      recipient: 'J. Doe',
      place_received: 'York',
      languages: 'en;de',
      subjects: 'travel_logistics',
      keywords: 'boat;rain',
      summary: 'Two\r\nlines, "quoted"',
      error: 'agent.failed: No, "never"',
    })
  })

  test('leaves cells empty where a record has no value', () => {
    const failed = documentRecord({ status: 'failed', enriched_data: null, review_status: null })
    assert.equal(csvRow(outputRecord(failed)), `a-12345678,failed${','.repeat(14)}\r\n`)
  })

  test('disarms what a spreadsheet would run', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r']) {
      assert.match(csvCell(`${start}HYPERLINK("x")`), /^"?'/)
    }
    assert.equal(csvCell('a=b'), 'a=b')
    assert.equal(csvCell(['=1', 'b']), "'=1;b")
  })

  test('is read back as it was written, whatever the cells hold', () => {
    const character = fc.constantFrom('"', ',', '\r', '\n', '=', '-', ';', "'", ' ', 'a', 'ü', '🙂')
    const cell = fc.string({ unit: character, maxLength: 8 })
    const row = fc.array(cell, { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const csv = rows.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
        const back = parseCsv(csv)
        assert.equal(back.length, rows.length)
        for (const [at, cells] of rows.entries()) {
          assert.deepEqual(back[at]?.map(unguarded), cells.map(unguarded))
        }
      }),
    )
  })
})
