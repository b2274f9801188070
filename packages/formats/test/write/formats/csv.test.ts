import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Column } from '@colophon/domain'
import { documentRecord } from '@colophon/testkit'
import { parse } from 'csv-parse/sync'
import { outputFormat, outputRecord, type OutputRecord } from '../../../src/write/index.ts'

const COLUMNS: readonly Column[] = [
  { name: 'title', path: 'recipe.title' },
  { name: 'portions', path: 'recipe.portions' },
  { name: 'diets', path: 'recipe.diets' },
  { name: 'ingredients', path: 'recipe.ingredients', part: 'name' },
  { name: 'method', path: 'recipe.method' },
]
const readCsv = (csv: string): Record<string, string>[] => parse(csv, { columns: true, bom: true })

function rowOf(record: OutputRecord): Record<string, string> | undefined {
  const { start, record: row } = outputFormat('csv').writer({
    columns: COLUMNS,
    byteOrderMark: true,
  })
  return readCsv(start + row(record, 0))[0]
}

suite('CSV of records', () => {
  test('has the state of a record and the columns of its profile in one row', () => {
    const record = documentRecord({
      collection_id: '0042',
      source: {
        text: 'Plum cake',
        pages: [{ number: 1, start: 0, end: 9 }],
        ocr: {},
        facts: {},
        file: { path: 'box 3/cake.txt', name: 'cake.txt', format: 'text/plain' },
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
        recipe: {
          title: 'Plum cake',
          portions: 12,
          diets: ['vegetarian', 'nut-free'],
          ingredients: [
            { name: 'plums', grams: 500 },
            { name: '=HYPERLINK("x")', grams: 1 },
          ],
          method: 'Two\r\nlines, "quoted"',
        },
      },
    })
    assert.deepEqual(rowOf(outputRecord(record)), {
      document_id: 'a-12345678',
      collection: "'0042",
      file: 'box 3/cake.txt',
      status: 'completed',
      review_status: 'pending',
      review_reasons: 'low_confidence;page_quality',
      completeness: '0.875',
      title: 'Plum cake',
      portions: '12',
      diets: 'vegetarian;nut-free',
      ingredients: 'plums;\'=HYPERLINK("x")',
      method: 'Two\r\nlines, "quoted"',
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
    const startOf = (name: 'csv' | 'json' | 'jsonl', byteOrderMark: boolean) =>
      outputFormat(name).writer({ columns: [], byteOrderMark }).start
    const header = startOf('csv', false)
    assert.match(header, /^document_id,/)
    assert.equal(startOf('csv', true), `\ufeff${header}`)
    assert.deepEqual([startOf('json', true), startOf('jsonl', true)], ['[', ''])
  })
})
