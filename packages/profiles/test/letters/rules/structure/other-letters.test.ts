import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readStructure } from '../../../../src/letters/rules/structure/index.ts'
import { headedLetters } from './letters/headed.ts'
import { laterLetters } from './letters/later.ts'
import type { WrittenLetter } from './letters/letter.ts'
import { officialLetters } from './letters/official.ts'
import { privateLetters } from './letters/private.ts'

type Checked = Exclude<keyof WrittenLetter, 'about' | 'text' | 'body'>

function readLetter(text: string): Record<Checked, string | null> & { body: string[] } {
  const letter = readStructure(text)
  return {
    sender: letter.senders[0]?.value.name ?? null,
    recipient: letter.recipient?.value.name ?? null,
    date: letter.date.creationDate?.value ?? null,
    from: letter.placeSent?.value ?? null,
    to: letter.placeReceived?.value ?? null,
    salutation: letter.salutation?.value ?? null,
    closing: letter.closing?.value ?? null,
    signature: letter.signature?.value ?? null,
    postscript: letter.postscript?.value ?? null,
    body: letter.body.value,
  }
}

for (const [kind, letters] of Object.entries({
  officialLetters,
  headedLetters,
  privateLetters,
  laterLetters,
})) {
  describe(kind, () => {
    for (const { about, text, body, ...expected } of letters) {
      test(about, () => {
        const found = readLetter(text)
        for (const field of Object.keys(expected) as Checked[])
          assert.equal(found[field], expected[field], field)
        if (body !== undefined)
          assert.ok(
            found.body.some((paragraph) => paragraph.startsWith(body)),
            found.body.join('|'),
          )
      })
    }
  })
}
