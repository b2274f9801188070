import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { CollectionSettings } from '@colophon/domain'
import { labelOf } from '../src/behaviour/labels.ts'
import { idIn, placeOfCollection, placeOfQueue } from '../src/behaviour/places.ts'
import { excerptOf, searchedInWords, stateInWords } from '../src/behaviour/search.ts'
import { percentOf, settingDifferences, shareInWords, shareOf } from '../src/behaviour/settings.ts'

suite('what a search says', () => {
  test('is parted at the match, so that no part of it is ever read as markup', () => {
    const text = 'to <b>Miss</b> Wetherby, Penrith'
    const start = text.indexOf('Wetherby')
    const excerpt = excerptOf({ text, start, end: start + 'Wetherby'.length })
    assert.deepEqual(excerpt, {
      before: 'to <b>Miss</b> ',
      match: 'Wetherby',
      after: ', Penrith',
    })
    assert.equal(Object.values(excerpt).join(''), text)
  })

  test('tells a part of all documents from all of them', () => {
    assert.equal(searchedInWords({ searched: 15, of: 15 }), 'All 15 documents searched')
    assert.equal(searchedInWords({ searched: 400, of: 12_000 }), '400 of 12,000 documents searched')
    assert.equal(searchedInWords({ searched: 0, of: 0 }), 'There are no documents yet')
  })

  test('says how far a document has come, also in words that came later', () => {
    assert.deepEqual(['approved', 'sent_away', null].map(stateInWords), [
      '✓ approved',
      'sent away',
      '',
    ])
  })
})

test('a path is called as the field that it lies in, else by itself', () => {
  const fields = [{ path: 'entities.people', label: 'People' }].map((field) => ({
    ...{ section: 'Entities', required: false, extracted: true, fixed: false, bulk: false },
    ...field,
  }))
  assert.deepEqual(
    ['entities.people', 'entities.people.0.name', 'entities.peoples', 'x'].map((path) =>
      labelOf([{ fields: [] }, { fields }], path),
    ),
    ['People', 'People', 'entities.peoples', 'x'],
  )
})

test('addresses keep ids of any kind whole', () => {
  assert.equal(placeOfCollection('a/b?c'), '/collections/a%2Fb%3Fc')
  assert.equal(
    placeOfQueue({ collection_id: 'a&b', status: 'all' }),
    '/?collection_id=a%26b&status=all',
  )
  assert.equal(placeOfQueue({}), '/')
})

test('an id is read from its address as it was, whatever stands in it', () => {
  for (const id of ['box 7', 'a/b?c#d', '100%', '%41', 'a%2Fb', '../..', '\u202eevil', 'Ä😀'])
    assert.equal(idIn(new URL(placeOfCollection(id), 'http://desk').pathname), id)
  assert.equal(idIn('/collections/100%'), '100%', 'typed by hand')
})

suite('settings of a collection', () => {
  test('have shares that come back as they were typed', () => {
    assert.deepEqual(
      ['12,5', '12.5 %', '0', '100'].map((typed) => shareOf(typed, 1)),
      [0.125, 0.125, 0, 1],
    )
    for (let percent = 0; percent <= 10_000; percent += 7) {
      const typed = String(percent / 100)
      const share = shareOf(typed, 1)
      assert.ok(share !== null)
      assert.equal(percentOf(share), typed)
    }
  })

  test('refuse what is no share, and more than is allowed', () => {
    for (const typed of ['', ' ', 'half', '-1', '101', 'Infinity']) {
      assert.equal(shareOf(typed, 1), null, typed)
    }
    assert.equal(shareOf('21', 0.2), null)
    assert.equal(shareOf('20', 0.2), 0.2)
  })

  test('differ in what somebody changed, from what counts where nobody has set anything', () => {
    const to: CollectionSettings = {
      second_review: 0.2,
      own_corrections: 'second_review',
      audit_sample: null,
      seeded: 0,
    }
    assert.deepEqual(
      settingDifferences(null, to).map(({ name, from, to: now }) => [name, from, now]),
      [
        ['second_review', 'none', '20 %'],
        ['own_corrections', 'approved alone', 'need a second person'],
      ],
    )
    assert.deepEqual(settingDifferences(to, { ...to, audit_sample: 1 })[0]?.to, 'all')
    assert.deepEqual(settingDifferences(to, to), [])
    assert.equal(shareInWords(0.005), '0.5 %')
  })
})
