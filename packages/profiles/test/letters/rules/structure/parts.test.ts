import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EnrichRequest } from '@colophon/domain'
import { readLetter } from '../../../../src/letters/reading.ts'
import { footAddresses } from './letters/foot-addresses.ts'
import { headAddresses } from './letters/head-addresses.ts'
import { otherSignatures } from './letters/other-signatures.ts'
import type { Part } from './letters/part.ts'
import { postscripts } from './letters/postscripts.ts'
import { englishSignatures } from './letters/signatures.ts'

const bodies = {
  en: 'The hay is under cover and the mill goes again. Pray tell us whether the two chests have reached you, and at what price the wool was sold.',
  de: 'Das Heu ist unter Dach und die Mühle geht wieder. Schreiben Sie uns doch, ob die beiden Kisten angekommen sind und was die Wolle gebracht hat.',
  fr: 'Le foin est rentré et le moulin tourne de nouveau. Dites-nous, je vous prie, si les deux caisses sont arrivées et à quel prix la laine a été vendue.',
}
const heads = {
  en: 'Derby, 4 June 1831\n\nSir,',
  de: 'Derby, den 4. Juni 1831\n\nGeehrter Herr!',
  fr: 'Derby, le 4 juin 1831\n\nMonsieur,',
}
const feet = {
  en: 'Yours truly,\nRobert Merrick',
  de: 'Ihr ergebener\nRobert Merrick',
  fr: 'Votre serviteur\nRobert Merrick',
}

const bare = (value: string): string => value.replace(/\s+/g, ' ').replace(/[\s,.;:!]+$/, '')

function read(text: string): Record<keyof Part[2], string | null> {
  const { structure } = readLetter({ text, facts: {} } as EnrichRequest)
  return {
    sender: structure.senders[0]?.value.name ?? null,
    senders: structure.senders.map(({ value }) => value.name).join('|'),
    recipient: structure.recipient?.value.name ?? null,
    to: structure.placeReceived?.value ?? null,
    from: structure.placeSent?.value ?? null,
    closing: structure.closing?.value ?? null,
    signature: structure.signature?.value ?? null,
    postscript: structure.postscript?.value ?? null,
  }
}

function holds(text: string, expected: Part[2]): void {
  const found = read(text)
  for (const [field, value] of Object.entries(expected) as [keyof Part[2], string | null][]) {
    const got = found[field]
    if (value === null || got === null) assert.equal(got, value, field)
    else if (field === 'to') assert.ok(got.includes(value), got)
    else assert.equal(bare(got), bare(value), field)
  }
}

const shown = (part: string): string => part.trim().replaceAll(/\n+/g, ' / ')

for (const [kind, parts] of Object.entries({
  englishSignatures,
  otherSignatures,
  postscripts,
  footAddresses,
}))
  describe(kind, () => {
    for (const [language, foot, expected] of parts)
      test(shown(foot), () => {
        holds(`${heads[language]}\n\n${bodies[language]}\n\n${foot}\n`, expected)
      })
  })

describe('heads', () => {
  for (const [language, head, expected] of headAddresses)
    test(shown(head), () => {
      holds(`${head}\n\n${bodies[language]}\n\n${feet[language]}\n`, expected)
    })
})

test('every writer is among the people as a sender, with the words of the signature', () => {
  const text = `${heads.en}\n\n${bodies.en}\n\nWe are, Sir, your obedient servants,\nHenry Tranter\nRobert Quayle\nJohn Merrick\n`
  const { entities } = readLetter({ text, facts: {} } as EnrichRequest)
  const senders = entities.people.filter(({ value }) => value.role === 'sender')
  assert.deepEqual(
    senders.map(({ value, evidence }) => [value.name, text.slice(evidence?.start, evidence?.end)]),
    ['Henry Tranter', 'Robert Quayle', 'John Merrick'].map((name) => [name, name]),
  )
})
