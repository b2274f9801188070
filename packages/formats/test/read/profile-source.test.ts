import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { defineSource, SUBMITTED_FIELDS, unfit, type NewDocument } from '@colophon/domain'
import { z } from 'zod'
import {
  documentOfItem,
  INPUT_FORMATS,
  InputFormats,
  itemOfDocument,
  readDocuments,
  type InputItem,
  type Origin,
  type ReadingRules,
} from '../../src/read/index.ts'
import { chunksOf } from './chunks.ts'

/** A kind of document that comes in tables: what people read is made of its fields. */
const source = defineSource({
  form: z.object({
    ...SUBMITTED_FIELDS,
    number: z.coerce.number().int().min(1),
    title: z.string({ error: 'must be a text' }),
    method: z.string().optional(),
  }),
  files: ['csv', 'jsonl'],
  toSource({ number, title, method = '' }, { where }) {
    if (title.startsWith('!')) throw unfit(where, 'title begins with a mark')
    const text = `${title}\n\n${method}`
    const start = title.length + 2
    return {
      text,
      segments: [
        { kind: 'field', name: 'title', start: 0, end: title.length },
        { kind: 'field', name: 'method', start, end: start + method.length },
      ],
      record: { number, title, ...(method !== '' && { method }) },
      id: `recipe-${String(number)}`,
    }
  },
  content: ({ record }) => JSON.stringify(record),
})

const rules: ReadingRules = { source, maxTextBytes: 10_000, collection: 'kitchen', idPrefix: '' }
const origin: Origin = {
  where: 'box.csv',
  stem: 'box',
  idFrom: { kind: 'text', formerDigits: 24 },
  file: { path: 'box.csv', name: 'box.csv', format: 'text/csv' },
}

function read(name: string, ...chunks: string[]): Promise<InputItem[]> {
  const format = INPUT_FORMATS.find((one) => one.name === name)
  assert.ok(format)
  return Array.fromAsync(readDocuments(format, { bytes: chunksOf(...chunks), origin, rules }))
}
const documents = (items: readonly InputItem[]): NewDocument[] =>
  items.flatMap((item) => (item.kind === 'document' ? [item.document] : []))
const told = (items: readonly InputItem[]): string[] =>
  items.flatMap((item) => {
    if (item.kind === 'error') return [`${item.error.code} ${item.error.message}`]
    return item.kind === 'note' ? [`note ${item.where}: ${item.message}`] : []
  })

suite('a profile whose documents are records', () => {
  test('has a text for people, segments in it and the record beside it', async () => {
    const [document] = documents(await read('csv', 'number,title,method\n7,Soup,Boil it\n'))
    assert.equal(document?.document_id, 'recipe-7')
    assert.equal(document.collection_id, 'kitchen')
    const { text, segments, record, pages, file } = document.source
    assert.equal(text, 'Soup\n\nBoil it')
    assert.deepEqual(
      segments?.map(({ name, start, end }) => [name, text.slice(start, end)]),
      [
        ['title', 'Soup'],
        ['method', 'Boil it'],
      ],
    )
    assert.deepEqual(record, { number: 7, title: 'Soup', method: 'Boil it' })
    assert.deepEqual([pages, file], [[], origin.file])
  })

  test('names line and field of what does not fit, and reads the rest', async () => {
    const table = 'number,method,title,colour\nx,a,Soup,\n2,"b\nc",,\n3,d,!Tea,red\n4,e,Tea,\n'
    const items = await read('csv', table)
    assert.deepEqual(told(items), [
      'input.invalid_document box.csv line 2: number expected number, received NaN',
      'input.invalid_document box.csv line 3: title must be a text',
      'input.invalid_document box.csv line 5: title begins with a mark',
      'note box.csv: fields that are not read: colour',
    ])
    assert.deepEqual(
      documents(items).map(({ document_id: id }) => id),
      ['recipe-4'],
    )
  })

  test('gives the same documents as a table, as lines, and sent on as items', async () => {
    const rows = [
      { number: 1, title: 'Soup', method: 'Boil, "well"', collection_id: 'winter' },
      { number: 2, title: 'Tea' },
    ]
    const lines = rows.map((row) => JSON.stringify(row)).join('\n')
    const ofLines = documents(await read('jsonl', lines))
    const table = 'number,title,method,collection_id\n1,Soup,"Boil, ""well""",winter\n2,Tea\n'
    assert.deepEqual(documents(await read('csv', table)), ofLines)
    assert.equal(ofLines.length, 2)
    for (const document of ofLines) {
      const item: unknown = JSON.parse(JSON.stringify(itemOfDocument(document, source)))
      const place = { where: 'line 1', position: 1, origin, rules }
      assert.deepEqual(documentOfItem(item, place), document)
    }
  })

  test('is revised when its content is another, whatever its text is', async () => {
    const [one, other] = documents(await read('csv', 'number,title\n1,Tea\n2,Tea\n'))
    assert.equal(one?.source.text, other?.source.text)
    assert.notEqual(one?.source_hash, other?.source_hash)
  })

  test('is asked for in the files it takes, and in no others', () => {
    const formats = new InputFormats(source.files)
    assert.equal(formats.ofFile('box.CSV')?.format.name, 'csv')
    assert.equal(formats.ofFile('box.txt'), undefined)
  })
})
