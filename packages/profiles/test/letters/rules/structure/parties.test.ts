import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStructure } from '../../../../src/letters/rules/structure/index.ts'
import { nameLikeness } from '../../../../src/letters/rules/structure/name-likeness.ts'
import { correspondentOf } from '../../../../src/letters/rules/structure/identity.ts'
import { readPersonName } from '../../../../src/letters/rules/structure/person.ts'

const body = '\n\nYour letter came this morning and was read with pleasure by us all.\n\n'

function parties(text: string): {
  from: string | undefined
  to: string | undefined
  at: string | undefined
} {
  const { senders, recipient, placeReceived } = readStructure(text)
  return { from: senders[0]?.value.name, to: recipient?.value.name, at: placeReceived?.value }
}

test('takes a name apart', () => {
  const person = readPersonName('Herrn Dr. Karl Lindner')
  assert.equal(person?.title, 'Herrn Dr')
  assert.equal(person.surname, 'Lindner')
  assert.equal(readPersonName('Sir W. Elton--Bart')?.name, 'W. Elton')
  assert.equal(readPersonName('OlgaBrunner.')?.name, 'Olga Brunner')
  assert.equal(readPersonName('Mrs. Miles')?.surname, 'Miles')
  assert.equal(readPersonName('Dr. James')?.surname, 'James')
  assert.equal(readPersonName('Miss Mary')?.surname, null)
  assert.equal(readPersonName('Sir Walter')?.surname, null)
  assert.equal(readPersonName('and so on'), null)
})

test('keeps the form of address of a bare surname only', () => {
  const mr = readPersonName('Mr. Lockwood,')
  const full = readPersonName('Mr. John Lockwood')
  assert.ok(mr && full)
  assert.equal(correspondentOf(mr).name, 'Mr Lockwood')
  assert.equal(correspondentOf(full).name, 'John Lockwood')
})

test('tells names from places, kin and prose', () => {
  assert.equal(nameLikeness('M. R. Whitby.'), 3)
  assert.equal(nameLikeness('Ashford House'), 0)
  assert.equal(nameLikeness('Dear Friend'), 0)
  assert.equal(nameLikeness('Three hundred pounds were paid'), 0)
})

test('reads sender and addressee of an old English letter', () => {
  const text = `Bath 4 June 1799\n\nMy dear Mr. Alderson,${body}Yours truly\nThomas Whitby.\n\nTo\nMr. John Alderson\nSurgeon\nHull`
  assert.deepEqual(parties(text), { from: 'Thomas Whitby', to: 'John Alderson', at: 'Hull' })
})

test('reads a German address block', () => {
  const text = `Göttingen, den 4. Juli 1846\n\nSr. Hochwohlgeb.\nDem Oberlandesgerichts-Rath\nFreiherrn Ernst von Ahlefeld\nin Celle\n\nHochgeehrter Herr Rath!${body}Ew. Hochwohlgeboren\ngehorsamster Diener\nWilhelm Harnisch`
  assert.deepEqual(parties(text), {
    from: 'Wilhelm Harnisch',
    to: 'Ernst von Ahlefeld',
    at: 'Celle',
  })
})

test('reads a French addressee whose titles fill a line', () => {
  const text = `Monsieur et très cher Ami,${body}Votre très humble serviteur\nJ. Perrin\nA Monsieur\nMonsieur le Professeur\nGarnier\nà Lyon`
  assert.equal(parties(text).to, 'Garnier')
})

test('reads a typed inside address', () => {
  const text = `1412 Elm Street\nCincinnati, Ohio\nNovember 9, 1944\n\nMrs. Robert Haines\nR.F.D. 2\nBatavia, Ohio\n\nDear Mrs. Haines:${body}Sincerely yours,\n\nMargaret L. Fenner`
  assert.deepEqual(parties(text), {
    from: 'Margaret L. Fenner',
    to: 'Mrs Robert Haines',
    at: 'Batavia, Ohio',
  })
  assert.equal(readStructure(text).placeSent?.value, 'Cincinnati, Ohio')
})

test('completes initials from the letterhead', () => {
  const text = `Karl Lindner\nWien, 4. Mai 1904\n\nLieber Freund!${body}Herzlichst Ihr\nK. L.`
  const sender = readStructure(text).senders[0]
  assert.equal(sender?.value.name, 'Karl Lindner')
  assert.equal(sender.status, 'inferred')
  assert.equal(sender.evidence?.start, 0)
})

test('reads a note in the third person', () => {
  const text =
    'Mr. Holcroft presents his compliments to Mrs. Dalton and begs she will accept the enclosed ticket.\n\nFeb. 12th 1797'
  assert.deepEqual(parties(text), { from: 'Mr Holcroft', to: 'Mrs Dalton', at: undefined })
})

test('reads the heading of a copy', () => {
  const { from, to } = parties(
    `Extract. Letter from Edward Pell to Henry Marsh.\n\nHull 4 May 1830.${body}`,
  )
  assert.deepEqual({ from, to }, { from: 'Edward Pell', to: 'Henry Marsh' })
})

test('gives names that identify nobody apart from the record', () => {
  const { senders, recipient, shortNames } = readStructure(
    `Wien, 26. 1. 1924\n\nLieber Hugo!${body}Dein\nArthur`,
  )
  assert.deepEqual([senders, recipient], [[], null])
  assert.equal(shortNames.sender?.value, 'Arthur')
  assert.equal(shortNames.recipient?.value, 'Hugo')
})

test('a salutation without a name gives none', () => {
  assert.equal(
    readStructure(`Bath 4 June 1799\n\nMy dear Sir,${body}Yours truly\nA. Pell`).recipient,
    null,
  )
})

const farewell = `${body}Yours truly,\nHenry Tranter\n\n`

test('the fuller of two addresses names the addressee, and either gives the town', () => {
  const head = `Bath 4 June 1799\n\nGeneral Pelham\n\nSir,${farewell}`
  assert.deepEqual(parties(`${head}Genl. D. R. Pelham Bristol`), {
    from: 'Henry Tranter',
    to: 'D. R. Pelham',
    at: 'Bristol',
  })
  assert.equal(parties(`${head}Genl. D. R. Pellham Bristol`).at, 'Bristol')
  assert.equal(parties(`${head}Mr. Peter Reed Bristol`).at, undefined)
})

test('a town alone between the addressee and the salutation is his', () => {
  const text = `Bath 4 June 1799\n\nCol D R Foss\n\nSan Marcos\n\nMy Dear Sir${farewell}`
  assert.deepEqual(parties(text), { from: 'Henry Tranter', to: 'D R Foss', at: 'San Marcos' })
})

test('a single name behind "Mrs." is a surname, behind "Miss" it is not', () => {
  assert.equal(parties(`Bath 4 June 1799\n\nMy dear Mrs. James,${farewell}`).to, 'Mrs James')
  assert.equal(parties(`Bath 4 June 1799\n\nMy dear Miss Ann,${farewell}`).to, undefined)
})

test('who signs with an office and who signs below are senders, the addressee is none', () => {
  const signed = (foot: string): string[] =>
    readStructure(`Bath 4 June 1799\n\nSir,${body}${foot}`).senders.map(({ value }) => value.name)
  const office = 'Henry Tranter,\nGovernor of the State of Kansas.\n\nCol. D. R. Foss.'
  assert.deepEqual(signed(office), ['Henry Tranter'])
  assert.deepEqual(signed('H. Tranter [Governor of Kansas.]'), ['H. Tranter'])
  assert.deepEqual(signed('Yours truly,\nHenry Tranter\nDaniel R. Foss Esq. Bristol'), [
    'Henry Tranter',
  ])
  const we =
    'Bath 4 June 1799\n\nSir,\n\nWe were attacked this morning and held our ground.\n\nJames Tranter\n\nD R Foss Jr'
  assert.deepEqual(
    readStructure(we).senders.map(({ value }) => value.name),
    ['James Tranter', 'D R Foss'],
  )
})
