import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLines } from '../../../../src/letters/rules/structure/lines.ts'
import { findSalutation } from '../../../../src/letters/rules/structure/salutation.ts'

const body =
  '\n\nI received your letter this morning and lose no time in answering it as well as I can.'

function read(head: string): { text: string; name: string | null } | null {
  const text = head + body
  const found = findSalutation(readLines(text), 14)
  return found && { text: text.slice(found.start, found.end), name: found.name?.name ?? null }
}

const alone: [string, string | null][] = [
  ['My dear Sir,', null],
  ['Dear Mrs. Wilson.', 'Wilson'],
  ['Dr Sir', null],
  ['Honoured Madam', null],
  ['My Lord,', null],
  ['Gentlemen,', null],
  ['Dear Brother and Sister,', null],
  ['Sehr geehrter Herr Professor Mayer,', 'Mayer'],
  ['Lieber Hugo!', 'Hugo'],
  ['Hochgeschätzter Herr Doktor!', null],
  ['Frohe Weihnachten, liebster Freund!', null],
  ['Theuerste Freundin!', null],
  ['Mon cher ami,', null],
  ['Monsieur et très cher Ami,', null],
  ['Monsieur le Comte,', null],
  ['Ew. Hochwohlgeboren', null],
]

for (const [line, name] of alone) {
  test(`finds "${line}"`, () => {
    assert.deepEqual(read(`Bath, 4 June 1799\n${line}`), { text: line, name })
  })
}

test('ends where the first sentence begins', () => {
  assert.equal(read('Dear Madam, Last Monday I had the box')?.text, 'Dear Madam,')
  assert.equal(read('lieber Gustav, wir haben heute eine Loge')?.text, 'lieber Gustav,')
  assert.equal(read('Dear Sir I take the liberty of writing')?.text, 'Dear Sir')
})

test('follows an address over two lines', () => {
  assert.equal(read('Monsieur\nMon très cher Oncle!')?.text, 'Monsieur\nMon très cher Oncle!')
})

test('reads through recognition errors', () => {
  assert.equal(read('My deer Madam,')?.text ?? null, null)
  assert.equal(read('Verehrtcr Freund!')?.text, 'Verehrtcr Freund!')
  assert.equal(read('VerehrterFreund! Da ich erfuhr')?.text ?? null, null)
})

test('takes neither an address block nor prose for a salutation', () => {
  assert.equal(read('Herrn Dr. Karl Lindner\nWien'), null)
  assert.equal(read('Our letters cross, as usual, and mine was written in haste'), null)
})
