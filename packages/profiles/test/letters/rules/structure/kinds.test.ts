import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EnrichRequest } from '@colophon/domain'
import { readLetter } from '../../../../src/letters/reading.ts'

const bodies = {
  en: 'The hay is under cover and the mill goes again. Pray let me know whether the two chests have reached you, and at what price the wool was sold.',
  de: 'Das Heu ist unter Dach und die Mühle geht wieder. Schreiben Sie mir doch, ob die beiden Kisten angekommen sind und was die Wolle gebracht hat.',
  fr: 'Le foin est rentré et le moulin tourne de nouveau. Dites-moi, je vous prie, si les deux caisses sont arrivées et à quel prix la laine a été vendue.',
}
type Language = keyof typeof bodies
const opened = { en: 'Sir,', de: 'Geehrter Herr!', fr: 'Monsieur,' }
const heads = {
  en: 'Derby, 4 June 1831',
  de: 'Derby, den 4. Juni 1831',
  fr: 'Derby, le 4 juin 1831',
}

function read(
  text: string,
): Record<'sender' | 'recipient' | 'date' | 'from' | 'to' | 'postscript', string | null> {
  const { structure } = readLetter({ text, facts: {} } as EnrichRequest)
  return {
    sender: structure.senders[0]?.value.name ?? null,
    recipient: structure.recipient?.value.name ?? null,
    date: structure.date.creationDate?.value ?? null,
    from: structure.placeSent?.value ?? null,
    to: structure.placeReceived?.value ?? null,
    postscript: structure.postscript?.value ?? null,
  }
}

const letter = (language: Language, foot: string, head = heads[language]): string =>
  `${head}\n\n${opened[language]}\n\n${bodies[language]}\n\n${foot}\n`

const signatures: Record<string, readonly (readonly [Language, string, string | null])[]> = {
  'an office is nobody’s name': [
    ['en', 'Yours faithfully,\nAssistant Superintendent', null],
    ['en', 'Yours faithfully,\nThe Acting Collector', null],
    ['en', 'Yours faithfully,\nDeputy Town Clerk', null],
    ['de', 'Hochachtungsvoll\nDer Bürgermeister', null],
    ['de', 'Hochachtungsvoll\nDer Vorstand', null],
    ['fr', 'Votre serviteur,\nLe Receveur', null],
    ['en', 'Yours faithfully,\nEdwin Tansley\nAssistant Superintendent', 'Edwin Tansley'],
  ],
  'particles, also elided': [
    ['fr', "Votre serviteur,\nPaul d'Estrelles", "Paul d'Estrelles"],
    ['fr', "Votre serviteur,\nLouis de l'Étang", "Louis de l'Étang"],
    ['en', "Yours truly,\nDenis O'Garrity", "Denis O'Garrity"],
    ['de', 'Ihr ergebener\nHans von der Lühe', 'Hans von der Lühe'],
  ],
  'a firm with its whole name': [
    ['en', 'Yours truly,\nJames Whittle & Sons', 'James Whittle & Sons'],
    ['en', 'Yours truly,\nPELHAM & CRAVEN LTD.', 'Pelham & Craven Ltd.'],
    ['de', 'Hochachtungsvoll\nErnst Hollmann & Söhne', 'Ernst Hollmann & Söhne'],
    ['fr', 'Vos serviteurs,\nJean Rolland et Cie', 'Jean Rolland et Cie'],
    ['en', 'Yours truly,\nHarriet Whittle', 'Harriet Whittle'],
  ],
  'a surname that is a word for a place': [
    ['en', 'Yours truly,\nEdward Hill', 'Edward Hill'],
    ['de', 'Ihr ergebener\nOtto Burg', 'Otto Burg'],
    ['en', 'Yours truly,\nJ. R. Bridge', 'J. R. Bridge'],
  ],
  'a mark for a name': [
    ['en', 'Yours truly,\nhis\nPeter X Garland\nmark', 'Peter Garland'],
    ['en', 'Yours truly,\nher\nHannah + Moss\nmark', 'Hannah Moss'],
  ],
  'valedictions without the usual words': [
    [
      'en',
      'I remain as ever your friend and admirer\n\nTobiah Wends\n\nSalem, Ohio',
      'Tobiah Wends',
    ],
    ['de', 'Ich bin stets Ihr Schüler\n\nTobias Wendt', 'Tobias Wendt'],
  ],
  'a rank or an honour behind the name': [
    ['en', 'Your obedient servant,\nT. W. Purley, Captain,\n9th Foot', 'T. W. Purley'],
    ['en', 'Yours truly,\nEliza Purley (Mrs.)', 'Eliza Purley'],
  ],
}

for (const [kind, feet] of Object.entries(signatures))
  describe(kind, () => {
    for (const [language, foot, sender] of feet)
      test(foot.replaceAll('\n', ' / '), () => {
        assert.equal(read(letter(language, foot)).sender, sender)
      })
  })

const addresses: Record<string, readonly (readonly [Language, string, string | null])[]> = {
  'a place behind the name on its line': [
    ['en', 'Yours truly,\nEdwin Tansley\n\nMr Daniel Foss Beaver Creek', 'Daniel Foss'],
    ['en', 'Yours truly,\nEdwin Tansley\n\nMr Daniel Foss Willow Bend', 'Daniel Foss'],
    ['en', 'Yours truly,\nEdwin Tansley\n\nD. R. Foss Esqr Bristol', 'D. R. Foss'],
    ['en', 'Yours truly,\nEdwin Tansley\n\nMr George Foss', 'George Foss'],
  ],
  'a sentence that goes on in a name addresses nobody': [
    [
      'en',
      'Yours truly,\nEdwin Tansley\n\nP.S. Be so good as to send the other letter to\nD. Foss Esq\nBristol',
      null,
    ],
    [
      'en',
      'Yours truly,\nEdwin Tansley\n\nThe farm was bought from the trustees of\nLord Renshaw',
      null,
    ],
    ['en', 'Yours truly,\nEdwin Tansley\n\nTo\nD. Foss Esq\nBristol', 'D. Foss'],
  ],
  'an office is addressed, not a person': [
    ['en', 'Yours truly,\nEdwin Tansley\n\nTo the Town Clerk', null],
    ['de', 'Ihr ergebener\nOtto Burg\n\nAn den Magistrat', null],
  ],
}

for (const [kind, feet] of Object.entries(addresses))
  describe(kind, () => {
    for (const [language, foot, recipient] of feet)
      test(foot.replaceAll('\n', ' / '), () => {
        assert.equal(read(letter(language, foot)).recipient, recipient)
      })
  })

/** What others wrote above the dateline of a letter of 4 June 1831. */
const above = [
  'RECEIVED\nJUN 9 1831\nBOARD OF WORKS',
  "Rec'd 9 June 1831",
  'Recd.\nMr. Marl\nplease to copy.\n9/6/31',
  'Answered 9 June 1831',
  'Entered. 9th June 1831',
  'Eingegangen 9. Juni 1831',
  'Praes. 9. Juni 1831\nHofrat Marl',
  'Reçu le 9 juin 1831',
]
/** And below it. */
const below = [
  '[endorsed:] Tansley, Derby, 4 June 1831. Recd 9th.',
  'Recd 9 June 1831',
  'Answered 12 June 1831\nby Mr. Marl',
  '[docketed] Mr. Marl to see this.',
]

describe('what others wrote on a letter', () => {
  for (const stamp of above)
    test(stamp.replaceAll('\n', ' / '), () => {
      const found = read(letter('en', 'Yours truly,\nEdwin Tansley', `${stamp}\n\n${heads.en}`))
      assert.deepEqual([found.date, found.recipient, found.from], ['1831-06-04', null, 'Derby'])
    })
  for (const note of below)
    test(note.replaceAll('\n', ' / '), () => {
      const found = read(letter('en', `Yours truly,\nEdwin Tansley\n\n${note}`))
      assert.deepEqual(
        [found.date, found.sender, found.recipient, found.postscript],
        ['1831-06-04', 'Edwin Tansley', null, null],
      )
    })
})

test('the office that signs is kept as such', () => {
  const text = letter('en', 'Yours faithfully,\nDeputy Registrar')
  const { structure } = readLetter({ text, facts: {} } as EnrichRequest)
  assert.equal(structure.senderOffice?.value, 'Deputy Registrar')
})

test('a second letter in the same text is no part of the first', () => {
  const second = letter('en', 'Yours truly,\nDaniel Foss', 'Ripon, 9 July 1831')
  const found = read(`${letter('en', 'Yours truly,\nEdwin Tansley')}\n${second}`)
  assert.deepEqual(
    [found.sender, found.date, found.postscript],
    ['Edwin Tansley', '1831-06-04', null],
  )
})

describe('heads that are not only place and date', () => {
  test('an address ends where the letter opens', () => {
    const text = `Derby, 4 June 1831\nMessrs. Pell & Son\nGentlemen,\nInclosed is the bill you wrote for.\n\n${bodies.en}\n\nYours truly,\nEdwin Tansley`
    const { structure } = readLetter({ text, facts: {} } as EnrichRequest)
    assert.equal(structure.recipient?.value.name, 'Pell & Son')
    assert.equal(structure.recipient.value.address, undefined)
    assert.ok(structure.body.value[0]?.startsWith('Inclosed'))
  })

  test('an office before the town is no part of it', () => {
    const head = `${heads.en}\nMr. D. R. Foss,\n   Agent, Red Deer, Alta.`
    const { to, recipient } = read(letter('en', 'Yours truly,\nEdwin Tansley', head))
    assert.deepEqual(
      [recipient, to?.includes('Agent'), to?.startsWith('Red Deer')],
      ['D. R. Foss', false, true],
    )
  })

  test('the caption of an edition is no place', () => {
    const head = 'No. 9. Edwin Tansley to Daniel Foss, 4 June 1831'
    const { from, date } = read(letter('en', 'Yours truly,\nEdwin Tansley', head))
    assert.deepEqual([from, date], [null, '1831-06-04'])
  })

  test('the place of a telegram stands between its figures', () => {
    const text =
      'WESTERN UNION\nKA207 14 DL  OMAHA NEBR 1104A MAR 3 1921\nMRS RUTH FOSS\n9 ELM ST  SALINA KANS\nTRAIN LATE STOP HOME MONDAY STOP'
    assert.equal(read(text).from, 'Omaha Nebr')
  })

  test('two days in two calendars are one, of the New Style', () => {
    const head = 'Riga, 23 May/4 June 1831'
    const { structure } = readLetter({
      text: letter('en', 'Yours truly,\nEdwin Tansley', head),
      facts: {},
    } as EnrichRequest)
    assert.equal(structure.date.creationDate?.value, '1831-06-04')
    assert.match(structure.date.creationDate.reason ?? '', /New Style/)
  })
})

describe('a day that somebody has to look at is not exact', () => {
  const kinds: readonly (readonly [string, string | null])[] = [
    ['Boston, 6/4/1831', '1831'],
    ['Boston, 6.4.1831', '1831'],
    ['Derby, Derbyshire, 6/4/1831', '1831-04-06'],
    ['Derby, 4-6 June 1831', '1831-06-04'],
    ['Derby, about 4 June 1831', '1831-06-04'],
    ['Derby, before 4 June 1831', null],
    ['Derby, Whitsun 1831', '1831-05-22'],
    ['Derby, 1831', '1831'],
    ['Derby, 4 June', null],
  ]
  for (const [head, date] of kinds)
    test(head, () => {
      const { structure } = readLetter({
        text: letter('en', 'Yours truly,\nEdwin Tansley', head),
        facts: {},
      } as EnrichRequest)
      assert.equal(structure.date.creationDate?.value ?? null, date)
      assert.equal(structure.date.precision, 'inferred')
      assert.ok((structure.date.creationDate?.confidence ?? 0) < 0.7)
      assert.notEqual(structure.placeSent, null)
    })
})
