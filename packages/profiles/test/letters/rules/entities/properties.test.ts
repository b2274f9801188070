import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '@colophon/domain'
import fc from 'fast-check'
import { type Entities, readEntities } from '../../../../src/letters/rules/entities/index.ts'

const languages = fc.constantFrom('en', 'de', 'fr', 'it')
const pieces = fc.constantFrom(
  ...'Mr. Mrs. & and und Herr Frau M. Mme Harriet Karl Jean Smith Macready Müller d’Aubigny J. B. the in nach à Reading Wien Co. Society of Duke died my sister -- , . \n \r\n - Dear 😀 1820 ’s'.split(
    ' ',
  ),
)
const letters = fc.oneof(
  fc.array(pieces, { maxLength: 60 }).map((words) => words.join(' ')),
  fc.array(pieces, { maxLength: 60 }).map((words) => words.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
)

const findings = (entities: Entities): Finding<unknown>[] =>
  Object.values(entities).flat() as Finding<unknown>[]

void test('evidence lies inside the text and is never empty', () => {
  fc.assert(
    fc.property(letters, languages, (text, language) => {
      for (const { evidence, confidence } of findings(readEntities(text, { language }))) {
        assert.ok(
          evidence &&
            evidence.start >= 0 &&
            evidence.start < evidence.end &&
            evidence.end <= text.length,
        )
        assert.ok(confidence > 0 && confidence <= 1)
      }
    }),
  )
})

void test('the evidence of a mention shows the letters of a part of its name', () => {
  const letterOf = (name: string): string[] => name.toLowerCase().match(/\p{L}+/gu) ?? []
  fc.assert(
    fc.property(letters, languages, (text, language) => {
      const { people, locations, organizations } = readEntities(text, { language })
      for (const { value, evidence } of [...people, ...locations, ...organizations]) {
        assert.ok(evidence)
        const quote = text
          .slice(evidence.start, evidence.end)
          .toLowerCase()
          .replace(/[^\p{L}]/gu, '')
        assert.ok(
          letterOf(value.name).some((word) => quote.includes(word.replace(/s$/u, ''))),
          `${value.name} / ${quote}`,
        )
      }
    }),
  )
})

void test('every name has one entry', () => {
  const key = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  fc.assert(
    fc.property(letters, languages, (text, language) => {
      const { people, locations, organizations } = readEntities(text, {
        language,
        sender: 'Karl Smith',
        recipient: 'Harriet',
      })
      for (const list of [people, locations, organizations]) {
        const keys = list.map(({ value }) => key(value.name))
        assert.deepEqual(keys, [...new Set(keys)])
      }
    }),
  )
})

void test('the same letter is read the same way twice', () => {
  fc.assert(
    fc.property(letters, languages, (text, language) => {
      assert.deepEqual(readEntities(text, { language }), readEntities(text, { language }))
    }),
    { numRuns: 30 },
  )
})

void test('a million characters on one line are read in linear time', () => {
  const text = 'Mr. Smith went to London with Harriet and the Wilsons. '.repeat(18_200)
  const before = process.cpuUsage()
  readEntities(text, { language: 'en' })
  const { user, system } = process.cpuUsage(before)
  assert.ok((user + system) / 1000 < 4000)
})
