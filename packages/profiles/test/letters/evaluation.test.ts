import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { holdDocument, specOf, TruthLines, type TruthDocument } from '@colophon/domain/evaluation'
import type { Tree } from '@colophon/domain'
import { PROFILES } from '@colophon/profiles'

const letters = PROFILES.find(({ record }) => record.name === 'letters')
assert.ok(letters)
const { record: profile } = letters
const spec = specOf(profile, await letters.loadEvaluation?.())

function known(truth: Record<string, unknown>, more: Record<string, unknown> = {}): TruthDocument {
  const lines = new TruthLines('letters', spec)
  lines.add(JSON.stringify({ id: 'a', language: 'en', truth, ...more }), 1)
  const { documents, problems } = lines.read()
  assert.deepEqual(problems, [])
  const [document] = documents
  assert.ok(document)
  return document
}

/** Fields of a letter as they were held: what is right, missed and wrong. */
function held(truth: TruthDocument, data: Tree) {
  const record = { document_id: 'a', enriched_data: data, provenance: {} }
  const { fields } = holdDocument({ profile, spec }, truth, record)
  return Object.fromEntries(
    fields.map(({ field, right, missed, wrong }) => [
      field,
      { right, missed: missed.map(({ forms }) => forms[0]), wrong },
    ]),
  )
}

const correspondence = (sender: string, people: readonly [string, string][] = []): Tree => ({
  document: { correspondence: { sender: { name: sender } } },
  analysis: { people: people.map(([name, role]) => ({ name, role })) },
})

suite('evaluation of letters', () => {
  test('a benchmark line says what is known, and what it leaves null is not', () => {
    const truth = known({
      sender: { names: ['Mary Webb'], aliases: ['Mary Hill'], in_text: false },
      recipient: null,
      date: { iso: '1843-05', as_written: null },
      postscript: false,
    })
    assert.deepEqual(Object.keys(truth.fields), ['sender', 'date', 'postscript'])
    assert.deepEqual(held(truth, correspondence('M. Hill'))['sender'], {
      ...{ right: ['M. Hill'], missed: [], wrong: [] },
    })
  })

  test('joint writers are senders, whoever stands first, and no people mentioned', () => {
    const truth = known({
      sender: { names: ['Eva Hill', 'Jane Low'], aliases: [] },
      people_mentioned: [],
    })
    const data = correspondence('Jane Low', [
      ['Jane Low', 'sender'],
      ['Eva Hill', 'sender'],
    ])
    const { sender, people } = held(truth, data)
    assert.deepEqual(sender, { right: ['Jane Low', 'Eva Hill'], missed: [], wrong: [] })
    assert.deepEqual(people, { right: [], missed: [], wrong: [] })
  })

  test('people that editions do not score are neither wanted nor wrong', () => {
    const truth = known({
      people_mentioned: [
        { surfaces: ['Papa'], normalized: 'George Hill', scored: false },
        { surfaces: ['Mr. Low'], normalized: null, scored: true },
      ],
    })
    const data = correspondence('', [
      ['Papa', 'mentioned'],
      ['John Harrow', 'mentioned'],
    ])
    assert.deepEqual(held(truth, data)['people'], {
      ...{ right: [], missed: ['Mr. Low'], wrong: ['John Harrow'] },
    })
  })

  test('a decided sender is held against the sender alone, when nobody decided on the people', () => {
    const lines = new TruthLines('letters', spec)
    const path = 'document.correspondence.sender.name'
    const fields = { [path]: { status: 'confirmed', value: 'Eva Hill' } }
    lines.add(JSON.stringify({ document_id: 'a', profile: 'letters', revision: 2, fields }), 1)
    const [truth] = lines.read().documents
    assert.ok(truth)
    const found = held(truth, correspondence('Eva Hill', [['Jane Low', 'sender']]))
    assert.deepEqual(found, { sender: { right: ['Eva Hill'], missed: [], wrong: [] } })
  })

  test('a line of this form that is faulty is named by what is wrong with it', () => {
    const lines = new TruthLines('letters', spec)
    lines.add(JSON.stringify({ id: 'a', truth: { sender: 'Eva Hill' } }), 1)
    lines.add(JSON.stringify({ truth: {} }), 2)
    const { problems } = lines.read()
    assert.deepEqual(
      problems.map(({ line, what }) => [line, what.split(':')[0]]),
      [
        [1, 'truth.sender'],
        [2, 'id'],
      ],
    )
  })
})
