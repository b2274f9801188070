import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { EnrichedLetter, lettersProfile } from '@colophon/profiles/letters'
import fc from 'fast-check'
import { completeness, coverage, schemaLeaves } from '../../src/review/completeness.ts'
import { setPath, type Tree } from '../../src/record/path.ts'
import { submittersPaths } from '../../src/profile.ts'
import { aRecord, REQUIRED, stated } from '../record/letter-record.ts'

const SENDER = 'document.correspondence.sender.name'
const scoreWithout = (value: unknown, entry = stated()) => {
  const { data, provenance } = aRecord({ [SENDER]: value }, { [SENDER]: entry })
  return completeness(lettersProfile, data, provenance)
}
/** Paths that a reader can find, and those only the submitter knows. */
const FOUND = REQUIRED.filter((path) => !submittersPaths(lettersProfile).has(path))
const STATED = REQUIRED.filter((path) => !FOUND.includes(path))
const ONE_MISSING = (REQUIRED.length - 1) / REQUIRED.length

suite('completeness', () => {
  test('a record with every required leaf is complete', () => {
    const { data, provenance } = aRecord()
    assert.deepEqual(completeness(lettersProfile, data, provenance), { score: 1, missing: [] })
  })

  test('an empty record misses everything that is required', () => {
    assert.deepEqual(completeness(lettersProfile, {}, {}), { score: 0, missing: FOUND })
  })

  test('each required field weighs the same, and optional ones nothing', () => {
    fc.assert(
      fc.property(fc.subarray(REQUIRED), (taken) => {
        const { data, provenance } = aRecord(Object.fromEntries(taken.map((path) => [path, null])))
        const found = completeness(lettersProfile, data, provenance)
        const missing = taken.filter((path) => FOUND.includes(path))
        const counted = REQUIRED.length - (taken.length - missing.length)
        assert.deepEqual(found.missing.toSorted(), missing.toSorted())
        assert.equal(found.score, (counted - missing.length) / counted)
      }),
    )
  })

  test('what only the submitter knows counts where it is known, and is not missed where it is not', () => {
    assert.equal(STATED.length, 2)
    const without = Object.fromEntries(STATED.map((path) => [path, null]))
    const whole = aRecord(without)
    assert.deepEqual(completeness(lettersProfile, whole.data, whole.provenance), {
      score: 1,
      missing: [],
    })
    const nameless = aRecord({ ...without, [SENDER]: null })
    assert.equal(
      completeness(lettersProfile, nameless.data, nameless.provenance).score,
      (FOUND.length - 1) / FOUND.length,
    )
  })

  for (const nothing of ['', '   ', 'Unknown', 'n/a', '[not given]', [], ['']])
    test(`${JSON.stringify(nothing)} is no value`, () => {
      assert.deepEqual(scoreWithout(nothing), { score: ONE_MISSING, missing: [SENDER] })
    })

  test('sections do not count, however many of them there are', () => {
    const data: Tree = {
      metadata: { storage_location: {} },
      document: { correspondence: { sender: {} } },
      content: {},
    }
    assert.equal(completeness(lettersProfile, data, {}).score, 0)
  })

  for (const status of ['not_in_document', 'illegible'] as const) {
    test(`${status} resolves a field when a person said so`, () => {
      const entry = stated({ status, source: 'human:eva', confidence: 0, evidence: null })
      assert.deepEqual(scoreWithout(null, entry).missing, [])
    })

    test(`${status} resolves a field when a model is sure, and not when it is not`, () => {
      const said = (confidence: number) =>
        stated({ status, source: 'ollama:llama3.2', model: 'llama3.2', confidence, evidence: null })
      assert.deepEqual(scoreWithout(null, said(0.85)).missing, [])
      assert.deepEqual(scoreWithout(null, said(0.84)).missing, [SENDER])
    })

    test(`${status} of the rules resolves nothing: they only know what they did not find`, () => {
      assert.deepEqual(scoreWithout(null, stated({ status, confidence: 1 })).missing, [SENDER])
    })
  }
})

suite('coverage', () => {
  test('a list is one leaf, and a section none', () => {
    const leaves = schemaLeaves(EnrichedLetter)
    assert.ok(leaves.includes('analysis.people'))
    assert.ok(!leaves.some((leaf) => leaf.startsWith('analysis.people.')))
    assert.ok(!leaves.includes('document.correspondence'))
    assert.equal(new Set(leaves).size, leaves.length)
  })

  test('it is the share of all leaves that say something', () => {
    const leaves = schemaLeaves(EnrichedLetter)
    fc.assert(
      fc.property(fc.subarray(leaves), (filled) => {
        const data: Tree = {}
        for (const path of filled) setPath(data, path, 'something')
        assert.equal(coverage(lettersProfile, data), filled.length / leaves.length)
      }),
    )
  })

  test('placeholders and blanks do not raise it', () => {
    const data: Tree = {}
    for (const path of schemaLeaves(EnrichedLetter)) setPath(data, path, 'Unknown')
    assert.equal(coverage(lettersProfile, data), 0)
  })
})
