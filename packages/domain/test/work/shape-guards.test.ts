import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { z } from 'zod'
import { EnrichRequest, EnrichResponse } from '../../src/work/enrich.ts'
import { isEnrichRequest, isEnrichResponse } from '../../src/work/shape-guards.ts'
import { stated } from '../record/letter-record.ts'

const evidence = { quote: 'Dear Sir', start: 0, end: 8, page: 1, match: 'exact' as const }

const REQUEST: EnrichRequest = {
  run_id: 'run_1',
  document_id: 'doc_1',
  profile: 'letters',
  text: 'Dear Sir',
  pages: [{ number: 1, start: 0, end: 8 }],
  segments: [{ kind: 'field', name: 'opening', start: 0, end: 8 }],
  record: { opening: 'Dear Sir' },
  language: 'en',
  ocr_confidence: 0.9,
  file: { path: '/a.txt', name: 'a.txt', format: 'txt' },
  facts: { box: 3 },
  found: { document: {} },
  wanted: ['content.salutation'],
  tiers: ['rules', 'local'],
  last_attempt: false,
  repairs: 0,
  today: '2026-01-15',
}

const RESPONSE: EnrichResponse = {
  status: 'degraded',
  why: 'model.refused',
  fields: [
    { path: 'content.salutation', value: 'Dear Sir', provenance: stated({ evidence, model: 'm' }) },
    { path: 'content.closing', value: null, provenance: stated({ evidence: null, reason: 'r' }) },
    { path: 'analysis.people', value: ['A'], provenance: stated(), items: [stated({ evidence })] },
  ],
  rivals: [{ path: 'content.salutation', value: 'Sir', provenance: stated() }],
  usage: [
    {
      call_id: 'c',
      tier: 'local',
      provider: 'p',
      model: 'm',
      tool: null,
      tokens: { input: 1, output: 2, cache_read: 0, cache_write_5m: 0, cache_write_1h: 0 },
      duration_ms: 1.5,
      request_id: 'r',
      model_digest: 'd',
      usage_complete: true,
    },
  ],
  definition_hash: 'abc',
}

type Place = (string | number)[]

/** Where every value of a tree stands, the tree itself at []. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at]
  const within = Array.isArray(value) ? value.entries() : Object.entries(value)
  return [at, ...[...within].flatMap(([key, child]) => placesOf(child, [...at, key]))]
}

const MISSING = Symbol('missing')

function withChange(tree: unknown, [key, ...rest]: Place, change: unknown): unknown {
  if (key === undefined) return change
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...(tree as object) }) as Record<
    string | number,
    unknown
  >
  if (rest.length === 0 && change === MISSING) Reflect.deleteProperty(copy, key)
  else copy[key] = withChange(copy[key], rest, change)
  return copy
}

const anything = fc.oneof(
  fc.constantFrom(MISSING, undefined, null, '', 'x', 'rules', 'stated', 'exact', 'ok', [], {}),
  fc.constantFrom(-1, 0, 1, 0.5, 1.5, NaN, Infinity, 2 ** 60, 1n, true, new Date(0), new Map()),
  fc.anything(),
)

function holds(schema: z.ZodType, guard: (value: unknown) => boolean, valid: unknown): void {
  test('takes what is whole', () => {
    assert.ok(guard(valid))
    assert.deepEqual(schema.parse(valid), valid)
  })

  test('takes nothing that the schema refuses, whatever is changed', () => {
    const places = fc.constantFrom(...placesOf(valid))
    fc.assert(
      fc.property(places, anything, (place, change) => {
        const changed = withChange(valid, place, change)
        if (guard(changed)) assert.ok(schema.safeParse(changed).success)
      }),
      { numRuns: 3_000 },
    )
  })

  test('what is refused in one place is refused', () => {
    const wrong = placesOf(valid).filter((place) => !guard(withChange(valid, place, MISSING)))
    assert.ok(wrong.length > 10)
  })
}

suite('the guard of requests', () => {
  holds(EnrichRequest, isEnrichRequest, REQUEST)
})

suite('the guard of answers', () => {
  holds(EnrichResponse, isEnrichResponse, RESPONSE)
})
