import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding, Span } from '@colophon/domain'
import fc from 'fast-check'
import {
  readStructure,
  type LetterStructure,
} from '../../../../src/letters/rules/structure/index.ts'

function findings(letter: LetterStructure): Finding<unknown>[] {
  const {
    salutation,
    closing,
    signature,
    postscript,
    letterhead,
    body,
    date,
    placeSent,
    placeReceived,
  } = letter
  const single = [
    salutation,
    closing,
    signature,
    postscript,
    letterhead,
    body,
    placeSent,
    placeReceived,
    letter.recipient,
    letter.referenceNumber,
    date.creationDate,
    date.display,
    date.weekday,
    letter.shortNames.sender,
    letter.shortNames.recipient,
  ]
  return [...single, ...letter.senders, ...letter.cc, ...letter.attachments].filter(
    (found) => found !== null,
  )
}

function isInside(span: Span, text: string): boolean {
  return (
    Number.isInteger(span.start) &&
    span.start >= 0 &&
    span.start <= span.end &&
    span.end <= text.length
  )
}

function check(text: string): void {
  const letter = readStructure(text)
  for (const found of findings(letter)) {
    assert.ok(found.confidence >= 0 && found.confidence <= 1)
    if (found.evidence) assert.ok(isInside(found.evidence, text), JSON.stringify(found))
  }
  for (const span of [...letter.datelines, ...Object.values(letter.zones)])
    assert.ok(isInside(span, text))
  for (const found of [
    letter.salutation,
    letter.closing,
    letter.signature,
    letter.postscript,
    letter.letterhead,
  ]) {
    if (found?.evidence)
      assert.equal(text.slice(found.evidence.start, found.evidence.end), found.value)
  }
}

const pieces = [
  'Dear Sir,',
  'My dear Mr. Pell',
  'Lieber Karl!',
  'Monsieur',
  'Yours truly',
  'Herzlichst Ihr',
  'Agréez, Monsieur',
  'A. Pell',
  'J. von Holt',
  'To',
  'Herrn',
  'Esq.',
  'P.S.',
  'Bath',
  '4 June 1799',
  '14. V. 97',
  'Jany',
  '[1819]',
  'an IX',
  'ci-joint',
  'c.c. A, B',
  '\n',
  '\n\n',
  '\r\n',
  '\f',
  ' ',
  '--',
  '😀',
  '\uD800',
  '\uDC00',
  '\u202E',
  'שלום',
  'n̄',
  '“',
  'l8l2',
  'we have been well and hope that you are',
]

test('spans lie inside any text made of the parts of letters', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }),
      fc.constantFrom('', ' ', '\n'),
      (parts, between) => {
        check(parts.join(between))
      },
    ),
    { numRuns: 400 },
  )
})

test('no string makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      check(text)
    }),
    { numRuns: 200 },
  )
})

test('empty and blank texts give nothing', () => {
  for (const text of ['', ' ', '\n\n', '_ _\n. .']) {
    const letter = readStructure(text)
    assert.deepEqual(
      [
        letter.salutation,
        letter.signature,
        letter.closing,
        letter.recipient,
        letter.date.creationDate,
      ],
      [null, null, null, null, null],
    )
    assert.deepEqual([letter.senders, letter.body.value], [[], []])
  }
})

test('offsets are those of the text with its own line breaks', () => {
  check(
    'Bath, 4 June 1799 😀\r\n\r\nDear Sir,\r\n\r\nAll is well.\r\n\r\nYours truly\r\nA. Pell\r\n',
  )
})

test('a very long text is bounded work', () => {
  const started = performance.now()
  for (const text of [
    ' x'.repeat(500_000),
    'a'.repeat(1_000_000),
    'Dear Sir I am yours 12 May 1820, '.repeat(30_000),
    'Yours truly\nJohn Pell\n'.repeat(45_000),
  ]) {
    check(text)
  }
  assert.ok(performance.now() - started < 30_000)
})
