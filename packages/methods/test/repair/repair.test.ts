import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { repairText } from '../../src/repair/index.ts'

/** Kind of trouble, the text as received, the text as it is read. */
const kinds: [string, string, string][] = [
  ['a date divided at a line end', 'Hull, 4 Febru-\nary 1831', 'Hull, 4 February\n1831'],
  ['a name that ends its line', 'Clara Hathers-\nage\n\nLeeds', 'Clara Hathersage\n\nLeeds'],
  ['a name with a mark behind it', 'Miss Bender-\nmann,\n\nI', 'Miss Bendermann,\n\nI'],
  ['a slanted double hyphen', 'ist abge⸗\nreiset und', 'ist abgereiset\nund'],
  ['an equals sign', 'unsere Ge=\nsellschaft', 'unsere Gesellschaft'],
  ['a hyphen on both lines', 'with re-\n-gard to', 'with regard\nto'],
  ['a soft hyphen', 'Wohl\u00adgeboren', 'Wohlgeboren'],
  ['a soft hyphen at the line end', 'demeu\u00ad\nrant ici', 'demeurant\nici'],
  ['a word divided between pages', 'our depar-\fture is', 'our departure\nis'],
  ['capitals over two lines', 'MRS CLARA HOF-\nSTAD', 'MRS CLARA HOFSTAD'],
  ['two parts of a compound', 'Vor- \nund Nachtheile', 'Vor- \nund Nachtheile'],
  ['a dash', 'he went --\nand came', 'he went --\nand came'],
  ['a name with a hyphen', 'Saxe-\nCoburg', 'Saxe-\nCoburg'],
  ['no width', '\ufeffErfurt, 9 Ja\u200bnuar', 'Erfurt, 9 Januar'],
  ['long s', 'Hochgeehrteſter Herr', 'Hochgeehrtester Herr'],
  ['turning the page', 'good.\n\n[over]\n\nWe', 'good.\n\n\n\nWe'],
  ['turning the page in German', 'gut.\nb. w.\nWir', 'gut.\n\nWir'],
  ['a folio', 'and so\n- 2 -\nwe went', 'and so\n\nwe went'],
  [
    'a running head',
    'the mole, and\n\nPAPERS OF THE DOCK BOARD    41\n\nwe paid',
    'the mole, and\nwe paid',
  ],
  ['a running head led by its number', 'which\n12  THE HALE LETTERS\nis dear', 'which\nis dear'],
  ['a sentence over the page', 'I hope you\fwill come', 'I hope you\nwill come'],
  ['a paragraph over the page', 'It is done.\fWe go', 'It is done.\fWe go'],
  ['an address in capitals', 'MRS HALE\n14 MILL STREET\nYORK', 'MRS HALE\n14 MILL STREET\nYORK'],
  [
    'an aside in brackets',
    'We (all) came\n(over the hill) here',
    'We (all) came\n(over the hill) here',
  ],
]

suite('the text as it was meant to be read', () => {
  for (const [kind, received, read] of kinds)
    test(kind, () => {
      assert.equal(repairText(received).text, read)
    })

  test('a stretch of it points to the stretch it was made of', () => {
    const received = 'Clara Hathers-\nage, Leeds'
    const { text, received: at } = repairText(received)
    const start = text.indexOf('Hathersage')
    const { start: from, end } = at({ start, end: start + 'Hathersage'.length })
    assert.equal(received.slice(from, end), 'Hathers-\nage')
  })

  test('every character of it is one of the received text, in the same order', () => {
    const piece = fc.constantFrom(
      'ab',
      'Cd',
      '-\n',
      '\n',
      ' ',
      '\u200b',
      '[over]',
      '\f',
      'ſ',
      '- 2 -',
      '⸗\n',
      '1',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const received = pieces.join('')
        const { text, received: at } = repairText(received)
        let before = -1
        for (let index = 0; index < text.length; index++) {
          const { start, end } = at({ start: index, end: index + 1 })
          assert.ok(start > before && end > start && end <= received.length)
          const same = received.slice(start, end).replace('ſ', 's')
          assert.ok(same === text[index] || /^\s*$/.test(text.charAt(index)))
          before = start
        }
      }),
    )
  })
})
