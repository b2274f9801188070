import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { documentRecord } from '@colophon/testkit'
import { parse } from 'csv-parse/sync'
import { RECORD_TABLE } from '../../src/write/record-table.ts'
import { recordFormat } from '../../src/write/index.ts'
import { outputRecord, type OutputRecord } from '../../src/write/output-record.ts'

const readCsv = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true })

const rowOf = (record: OutputRecord): Record<string, string> | undefined =>
  readCsv(RECORD_TABLE.header + RECORD_TABLE.row(record))[0]

suite('CSV', () => {
  test('has the main fields of a record in one row', () => {
    const record = documentRecord({
      collection_id: '0042',
      source: {
        text: 'Dear Sir',
        pages: [{ number: 1, start: 0, end: 8 }],
        ocr: {},
        facts: {},
        file: { path: 'box 3/letter.txt', name: 'letter.txt', format: 'text/plain' },
      },
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
          physical_attributes: { pages: 2 },
          correspondence: {
            sender: { name: 'Anna Weiß', location: 'Triest' },
            recipient: { name: 'J. Doe', location: 'York' },
          },
        },
        content: { summary: 'Two\r\nlines, "quoted"' },
        analysis: {
          subjects: ['travel_logistics'],
          keywords: ['boat', 'rain'],
          people: [
            { name: 'Anna Weiß', role: 'sender' },
            { name: '=HYPERLINK("x")', role: 'mentioned' },
          ],
          locations: [{ name: 'Triest', type: 'city' }],
          organizations: [{ name: 'Lloyd', type: 'company' }],
        },
      },
    })
    assert.deepEqual(rowOf(outputRecord(record)), {
      document_id: 'a-12345678',
      collection: "'0042",
      file: 'box 3/letter.txt',
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
      pages: '2',
      languages: 'en;de',
      subjects: 'travel_logistics',
      keywords: 'boat;rain',
      people: 'Anna Weiß;\'=HYPERLINK("x")',
      places: 'Triest',
      organizations: 'Lloyd',
      summary: 'Two\r\nlines, "quoted"',
      error: 'agent.failed: No, "never"',
    })
  })

  test('leaves cells empty where a record has no value', () => {
    const failed = documentRecord({ status: 'failed', enriched_data: null, review_status: null })
    const filled = Object.entries(rowOf(outputRecord(failed)) ?? {}).filter(([, cell]) => cell)
    assert.deepEqual(filled, [
      ['document_id', 'a-12345678'],
      ['collection', 'default'],
      ['status', 'failed'],
    ])
  })

  test('begins with a byte order mark, unless it is not wanted; the other formats never do', () => {
    assert.equal(recordFormat('csv', true).start, `\ufeff${RECORD_TABLE.header}`)
    assert.equal(recordFormat('csv', false).start, RECORD_TABLE.header)
    assert.deepEqual(
      [recordFormat('json', true).start, recordFormat('jsonl', true).start],
      ['[', ''],
    )
  })
})
