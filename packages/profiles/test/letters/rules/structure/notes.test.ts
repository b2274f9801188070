import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinLines } from '../../../../src/letters/rules/structure/body.ts'
import { readStructure } from '../../../../src/letters/rules/structure/index.ts'

const business = `HARTLEY & SONS, LTD.
Seed Merchants
14 Corn Exchange, Norwich
Telephone 2214

Our ref.: JH/412

March 3rd, 1931

Messrs. Black & Co.,
22 High Street,
Ipswich.

Dear Sirs,

We thank you for your letter of the 28th ult. and enclose our price list for the com-
ing season.

We hope to receive your orders.

Yours faithfully,
for HARTLEY & SONS, LTD.
J. Hartley
Director

Encl. 1
c.c. Mr. Thomas Reed, Miss A. Cole`

test('reads the parts of a business letter', () => {
  const letter = readStructure(business)
  assert.match(letter.letterhead?.value ?? '', /^HARTLEY & SONS, LTD\./)
  assert.equal(letter.referenceNumber?.value, 'JH/412')
  assert.deepEqual(
    letter.cc.map(({ value }) => value),
    ['Mr. Thomas Reed', 'Miss A. Cole'],
  )
  assert.ok(letter.attachments.some(({ value }) => value.mentionedLine === 'Encl. 1'))
  assert.equal(letter.recipient?.value.name, 'Black & Co.')
  assert.deepEqual(letter.body.value, [
    'We thank you for your letter of the 28th ult. and enclose our price list for the coming season.',
    'We hope to receive your orders.',
  ])
})

test('every quote is where it says', () => {
  const letter = readStructure(business)
  for (const finding of [
    letter.salutation,
    letter.closing,
    letter.signature,
    letter.letterhead,
    letter.referenceNumber,
    ...letter.cc,
  ]) {
    assert.ok(finding?.evidence)
    assert.equal(business.slice(finding.evidence.start, finding.evidence.end), finding.value)
  }
})

test('finds what goes with a letter', () => {
  const types = (text: string): string[] =>
    readStructure(text).attachments.map(({ value }) => value.type)
  assert.deepEqual(
    types('Dear Sir,\n\nI enclose a sketch of the bridge.\n\nYours truly\nA. Pell'),
    ['image'],
  )
  assert.deepEqual(types('Lieber Karl,\n\nbeiliegend sende ich die Rechnung.\n\nDein Paul'), [
    'document',
  ])
  assert.deepEqual(
    types('Monsieur,\n\nvous trouverez ci-joint le livre.\n\nVotre ami\nJ. Perrin'),
    ['reference'],
  )
})

test('tells a postscript from addresses and datelines', () => {
  const letter = readStructure(
    'Dear Anne,\n\nAll is well with us here in the country.\n\nYours ever\nKate Pell\n\nThe parcel came this evening and is all that I wished.\n\nMrs. Anne Holt\nHull',
  )
  assert.equal(letter.postscript?.value, 'The parcel came this evening and is all that I wished.')
})

test('puts broken words together again', () => {
  assert.equal(joinLines(['our invi-', 'tation is', 'open']), 'our invitation is open')
  assert.equal(joinLines(['the proof engrav', '-ing you sent']), 'the proof engraving you sent')
  assert.equal(joinLines(['Unter=', 'richts']), 'Unterrichts')
  assert.equal(joinLines(['Mrs. Smith-', 'Jones']), 'Mrs. Smith- Jones')
})

test('divides the text into head, body and foot', () => {
  const { zones } = readStructure(business)
  assert.equal(zones.head.start, 0)
  assert.equal(zones.head.end, zones.body.start)
  assert.equal(zones.body.end, zones.foot.start)
  assert.equal(zones.foot.end, business.length)
})
