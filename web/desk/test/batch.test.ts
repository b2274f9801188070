import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { BulkAnswer, TaskView } from '@colophon/domain'
import {
  batchDecision,
  batchDone,
  choicesOf,
  rowOf,
  sampleInWords,
} from '../src/behaviour/batch.ts'

const field = (path: string, of = {}) => ({
  ...{
    path,
    label: path,
    section: 'All',
    required: false,
    extracted: true,
    fixed: false,
    bulk: false,
  },
  ...of,
})

suite('one field of many documents', () => {
  test('offers the fields of tables first, each once, and no long texts', () => {
    const fields = [field('year'), field('sender'), field('text', { bulk: true })]
    const { columns, others } = choicesOf({ fields, columns: [{ name: 'From', path: 'sender' }] })
    assert.deepEqual(
      [columns, others].map((of) => of.map(({ path }) => path)),
      [['sender'], ['year']],
    )
  })

  test('shows the value with what is behind it, and that a document failed without any', () => {
    const view = {
      task: { review_id: 'r', document_id: 'd', title: '', lease_owner: 'bert' },
      document: { enriched_data: { sender: { name: 'Ada' } }, provenance: {} },
      fields: [{ path: 'sender.name', standing: 'proposed', issues: ['ungrounded'] }],
    } as unknown as TaskView
    assert.deepEqual(rowOf(view, 'sender.name'), {
      ...{ id: 'r', title: 'd', value: 'Ada', provenance: undefined },
      ...{ standing: 'proposed', asks: true, holder: 'bert' },
    })
    const failed = { ...view, document: { ...view.document, enriched_data: null } }
    assert.equal(rowOf(failed, 'sender.name').value, undefined)
  })

  test('sends where a correction is known from, and nothing of it with other decisions', () => {
    const given = { value: 'Ada', external: 'the box' }
    assert.deepEqual(batchDecision('correct', 'sender', given), {
      ...{ action: 'correct', path: 'sender', value: 'Ada', external: 'the box' },
    })
    assert.deepEqual(batchDecision('illegible', 'sender', given), {
      ...{ action: 'illegible', path: 'sender' },
    })
  })

  test('says what would change and what was left', () => {
    const sample = { from: { sender: null }, to: { sender: 'Ada' } }
    assert.deepEqual(sampleInWords(sample, 'sender'), { from: '–', to: 'Ada' })
    const answer = { done: 3, skipped: [{}] } as BulkAnswer
    assert.equal(batchDone(answer, 'Sender'), 'Sender decided in 3 documents, 1 left as they were')
  })
})
