import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { MEASURED } from '../../../../src/letters/measured.ts'
import { readStructure } from '../../../../src/letters/rules/structure/index.ts'
import {
  shownBy,
  WEIGHED,
  weighed,
  WEIGHTS,
  withSureness,
  type WeighedField,
} from '../../../../src/letters/rules/sureness/index.ts'

const letter = ({
  date = 'Dublin, 4th March 1823',
  salutation = 'Dear Sir,',
  body = 'I send the maps.',
  end = 'Your obedient servant\nHenry Lovell',
  foot = 'Mr. James Pallister\nCork',
} = {}): string => [date, '', salutation, '', body, '', end, '', foot].join('\n')

const signsOf = (text: string, field: WeighedField): string[] =>
  Object.entries(shownBy(text, readStructure(text))[field]?.signs ?? {})
    .filter(([, stands]) => stands)
    .map(([sign]) => sign)

const sure = (text: string) => {
  const { senders, recipient, date } = withSureness(text, readStructure(text))
  return {
    sender: senders[0]?.confidence ?? 0,
    recipient: recipient?.confidence ?? 0,
    date: date.creationDate?.confidence ?? 0,
  }
}

/** What the letter shows, and the sign that says so. */
const CASES: readonly [string, WeighedField, string, string][] = [
  ['a valediction closes with the name', 'sender', letter(), 'a valediction before it'],
  [
    'the writer is named in the letter too',
    'sender',
    letter({ body: 'Mrs. Lovell is better.' }),
    'the surname stands again',
  ],
  [
    'a name of two initials',
    'sender',
    letter({ end: 'Your obedient servant\nH. W. Lovell' }),
    'initials only',
  ],
  ['a first name that is known', 'sender', letter(), 'a known first name'],
  ['a lone initial', 'recipient', letter({ foot: 'S. Pallister Esqr.\nCork' }), 'a lone initial'],
  [
    'the addressee is greeted by name',
    'recipient',
    letter({ salutation: 'Dear Mr. Pallister,' }),
    'the salutation has the surname',
  ],
  [
    'a word that addresses',
    'recipient',
    letter({ foot: 'To James Pallister Esq.' }),
    'a word that addresses',
  ],
  [
    'writer and addressee have one surname',
    'recipient',
    letter({ foot: 'Mr. James Lovell\nCork' }),
    'the name of the sender',
  ],
  [
    'the figures are letters',
    'date',
    letter({ date: 'Dublin, 2lst March 1823' }),
    'misread figures',
  ],
  [
    'the ending does not fit the day',
    'date',
    letter({ date: 'Dublin, 30st March 1823' }),
    'misread figures',
  ],
  [
    'the weekday is that of the day',
    'date',
    letter({ date: 'Dublin, Tuesday 4th March 1823' }),
    'the weekday fits',
  ],
  [
    'the century is not written',
    'date',
    letter({ date: 'Dublin, 4th March 23' }),
    'the year or its century is inferred',
  ],
  [
    'two days are written',
    'date',
    letter({ date: 'Dublin, 4/16 March 1823' }),
    'two days are written',
  ],
]

suite('signs of a value', () => {
  for (const [about, field, text, sign] of CASES)
    test(about, () => {
      assert.ok(signsOf(text, field).includes(sign), signsOf(text, field).join(', '))
    })

  test('ordinals with the ending that they have are no misreading', () => {
    for (const day of ['1st', '2nd', '2d', '3rd', '11th', '12th', '13th', '21st', '30th', '7'])
      assert.ok(
        !signsOf(letter({ date: `Dublin, ${day} March 1823` }), 'date').includes('misread figures'),
        day,
      )
  })
})

suite('confidence that ranks', () => {
  test('what speaks for a value makes it surer, what speaks against it less sure', () => {
    const plain = sure(letter())
    assert.ok(
      sure(letter({ body: 'Mr. Pallister and Mrs. Lovell are well.' })).sender > plain.sender,
    )
    assert.ok(
      sure(letter({ body: 'Mr. Pallister and Mrs. Lovell are well.' })).recipient > plain.recipient,
    )
    assert.ok(sure(letter({ foot: 'S. Pallister Esqr.' })).recipient < plain.recipient)
    assert.ok(sure(letter({ date: 'Dublin, 2lst March 1823' })).date < plain.date)
  })

  test('values and their words stay as the rules read them', () => {
    const text = letter()
    const read = readStructure(text)
    const { senders, recipient, date } = withSureness(text, read)
    const known = { value: 1, evidence: 1, status: 1 }
    for (const [now, before] of [
      [senders[0], read.senders[0]],
      [recipient, read.recipient],
      [date.creationDate, read.date.creationDate],
    ] as const)
      for (const key of Object.keys(known))
        assert.deepEqual(now?.[key as 'value'], before?.[key as 'value'])
  })

  test('any text has confidences from 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            'Dear Sir,',
            'Ann Pell',
            '4th March 1823',
            'To',
            'Mr.',
            '\n',
            'yours',
            '"',
            'é',
            '7',
            ' ',
          ),
          { maxLength: 60 },
        ),
        (parts) => {
          for (const value of Object.values(sure(parts.join(' '))))
            assert.ok(value >= 0 && value <= 1)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a rule that is surer makes no value less sure', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.constantFrom(...WEIGHED), shares, shares, (field, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        assert.ok(weighed(WEIGHTS[field], low, {}) <= weighed(WEIGHTS[field], high, {}))
      }),
    )
  })

  test('every sign that has a weight is one that is looked for', () => {
    const shown = shownBy(letter(), readStructure(letter()))
    for (const field of WEIGHED)
      for (const sign of Object.keys(WEIGHTS[field].signs))
        assert.ok(Object.hasOwn(shown[field]?.signs ?? {}, sign), `${field}: ${sign}`)
  })

  test('the steps that were measured take less from each confidence on', () => {
    for (const measured of Object.values(MEASURED))
      for (const [index, step] of measured.entries()) {
        const next = measured[index + 1]
        if (next === undefined) continue
        assert.ok(step.from < next.from && step.n >= next.n && step.wrong >= next.wrong)
      }
  })
})
