import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EnrichResponse, FieldValue, Provenance } from '@colophon/domain'
import fc from 'fast-check'
import {
  packFields,
  packProvenance,
  packResponse,
  unpackFields,
  unpackProvenance,
  unpackResponse,
} from '../../../../src/store/sqlite/caller/packed.ts'

const word = fc.constantFrom('rules', 'ollama:llama3.2', 'structure-agent', '', 'é\u{1f58b}')

const evidence = fc.record(
  {
    quote: fc.string(),
    start: fc.nat(),
    end: fc.nat(),
    page: fc.nat(),
    match: fc.constantFrom('exact', 'normalised', 'fuzzy', 'none'),
  },
  { requiredKeys: ['quote', 'start', 'end', 'match'] },
)

const provenance: fc.Arbitrary<Provenance> = fc.record(
  {
    status: fc.constantFrom('stated', 'inferred', 'uncertain', 'not_in_document', 'illegible'),
    confidence: fc.constantFrom(0, 0.5, 0.91, 1),
    source: word,
    agent: fc.option(word),
    tool: fc.option(word),
    model: word,
    reason: fc.string(),
    evidence: fc.option(evidence),
    definition_hash: word,
    at: word,
  },
  {
    requiredKeys: [
      'status',
      'confidence',
      'source',
      'agent',
      'tool',
      'evidence',
      'definition_hash',
      'at',
    ],
  },
)

const field: fc.Arbitrary<FieldValue> = fc.record(
  {
    path: fc.string({ minLength: 1 }),
    value: fc.oneof(
      fc.string(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.array(fc.array(fc.nat())),
    ),
    provenance,
    items: fc.array(provenance, { maxLength: 3 }),
  },
  { requiredKeys: ['path', 'value', 'provenance'] },
)

/** A record as JSON would have it, so that absent and undefined members are the same. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

test('packed values come back as they were, absent members absent', () => {
  fc.assert(
    fc.property(
      fc.array(field, { maxLength: 6 }),
      fc.array(field, { maxLength: 3 }),
      (fields, rivals) => {
        assert.deepEqual(unpackFields(packFields(fields)), plain(fields))
        const response: EnrichResponse = {
          status: 'ok',
          why: 'because',
          fields,
          rivals,
          usage: [],
          definition_hash: 'd',
        }
        assert.deepEqual(unpackResponse(packResponse(response)), plain(response))
      },
    ),
  )
})

test('packed provenance keeps its paths and their order', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), provenance), (map) => {
      const unpacked = unpackProvenance(packProvenance(map))
      assert.deepEqual(unpacked, plain({ ...map }))
      assert.deepEqual(Object.keys(unpacked), Object.keys(map))
    }),
  )
})

test('rows of the first version are read as they are', () => {
  fc.assert(
    fc.property(fc.array(field, { maxLength: 4 }), provenance, (fields, entry) => {
      assert.deepEqual(unpackFields(JSON.stringify(fields)), plain(fields))
      const map = { 'content.summary': plain(entry) }
      assert.deepEqual(unpackProvenance(JSON.stringify(map)), map)
    }),
  )
})
