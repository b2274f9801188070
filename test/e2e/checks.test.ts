import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  getPath,
  NO_TOKENS,
  picoUsd,
  type FieldValue,
  type Provenance,
  type Tokens,
} from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { documentRecord } from '@colophon/testkit'
import { aRecord, stated } from '../../packages/domain/test/record/letter-record.ts'
import type { EndedDocument } from '../../proof/evidence/client.ts'
import type { LedgerRow } from '../../proof/evidence/evidence.ts'
import { checkCost } from '../../proof/e2e/cost-check.ts'
import type { E2eEvidence, JobEvidence } from '../../proof/e2e/evidence.ts'
import { checkAutoApproval, checkCompleteness } from '../../proof/e2e/reading-checks.ts'
import { supportedOnly } from '../../proof/e2e/supported.ts'
import { checkUsed } from '../../proof/e2e/usage-check.ts'
import { deadlineIn, loadFactor } from '../../proof/stack/index.ts'

const SENDER = 'document.correspondence.sender.name'
const MODEL = { source: 'ollama:small', model: 'small' }
const unsupported = stated({ ...MODEL, confidence: 1, evidence: null })
const ungrounded = stated({
  ...MODEL,
  evidence: { quote: 'not there', start: 0, end: 0, match: 'none' },
})

const elsewhere = stated({
  ...MODEL,
  evidence: { quote: 'Mary', start: 0, end: 4, match: 'exact' },
})

const AGENTS_OK = Object.fromEntries(
  LETTER_AGENTS.map(({ name }) => [name, { status: 'ok' as const, ms: 1 }]),
)

interface Given {
  id?: string
  entries?: Record<string, Provenance>
  rivals?: FieldValue[]
}

/** An approved letter with all required values, each with its quote but for those given. */
function approved({ id = 'a', entries = {}, rivals = [] }: Given = {}): EndedDocument {
  const { data, provenance } = aRecord({}, entries)
  const text = String(getPath(data, 'content.full_text'))
  const source = { text, pages: [{ number: 1, start: 0, end: text.length }], ocr: {}, facts: {} }
  return {
    ...documentRecord({ document_id: id, source, enriched_data: data, provenance, rivals }),
    quality_metrics: null,
    agents: AGENTS_OK,
    error: null,
  }
}

const row = (given: Partial<LedgerRow>): LedgerRow =>
  ({ amount_pico_usd: 0n, tier: 'rules', call_id: 'rules', agent: '', ...given }) as LedgerRow

const jobOf = (documents: EndedDocument[], records: LedgerRow[] = []): JobEvidence =>
  ({ documents, records }) as unknown as JobEvidence

function evidence(given: Partial<E2eEvidence>): E2eEvidence {
  const { sound = jobOf([approved()]) } = given
  const { documents, records: ledger } = sound
  const doubtful = jobOf([])
  const work = { documents, ledger, bill: undefined }
  return { models: 'simulated', tiers: [], sound, doubtful, ...work, ...given } as E2eEvidence
}

suite('what counts of a record', () => {
  test('is what rules found and what a model has shown in the letter', () => {
    const entries = { [SENDER]: stated({ ...MODEL }) }
    assert.deepEqual(supportedOnly(approved({ entries })), {
      completeness: 1,
      approved: true,
      taken: [],
    })
  })

  for (const [what, entry] of [
    ['without a quote, however sure', unsupported],
    ['with a quote that does not stand in the letter', ungrounded],
    ['with a quote that stands elsewhere in it', elsewhere],
    [
      'that is said not to be in the letter',
      stated({ ...MODEL, status: 'not_in_document', evidence: null }),
    ],
    [
      'that is said to follow from it',
      stated({ ...MODEL, status: 'inferred', reason: 'so', evidence: null }),
    ],
  ] as const) {
    test(`a value of a model ${what} does not count`, () => {
      const {
        completeness,
        approved: passes,
        taken,
      } = supportedOnly(approved({ entries: { [SENDER]: entry, 'content.summary': entry } }))
      assert.ok(completeness < 0.95, String(completeness))
      assert.equal(passes, false)
      assert.deepEqual(taken.sort(), ['content.summary', SENDER])
    })
  }

  test('the value of the rules that lost against it counts in its place', () => {
    const entries = { [SENDER]: unsupported }
    const rivals = [
      { path: SENDER, value: 'A guess', provenance: stated({ ...MODEL, evidence: null }) },
      { path: SENDER, value: 'John Harrow', provenance: stated({ confidence: 0.95 }) },
    ]
    const { completeness, approved: passes } = supportedOnly(approved({ entries, rivals }))
    assert.deepEqual([completeness, passes], [1, true])
    const unsure = [{ path: SENDER, value: 'John', provenance: stated({ confidence: 0.3 }) }]
    assert.equal(supportedOnly(approved({ entries, rivals: unsure })).approved, false)
  })
})

suite('the thresholds', () => {
  const bad = approved({ entries: { [SENDER]: unsupported, 'content.summary': unsupported } })

  test('are for what is supported, and the report says what was left out', () => {
    const lowered = evidence({ sound: jobOf([bad]), models: 'ollama small' })
    for (const check of [checkCompleteness(lowered), checkAutoApproval(lowered)]) {
      assert.equal(check.ok, false, check.name)
      assert.match(check.figure, /2 values of models that nothing supports \(content\.summary, /)
      assert.doesNotMatch(check.figure, /not a measure/)
    }
    assert.equal(checkCompleteness(evidence({})).ok, true)
    assert.equal(checkAutoApproval(evidence({})).ok, true)
  })

  test('with simulated models measure no reading, and the report says so', () => {
    for (const check of [checkCompleteness(evidence({})), checkAutoApproval(evidence({}))])
      assert.match(check.figure, /models simulated: not a measure of reading/)
  })
})

suite('the cost of a document', () => {
  const tokens = (output: number): Tokens => ({ ...NO_TOKENS, output })
  const line = (call_id: string | null, output: number) => ({
    at: '2026-11-20T00:00:00.000Z',
    provider: 'anthropic',
    request_id: 'r',
    call_id,
    model: 'claude-opus-5-5',
    outcome: 'answered' as const,
    prompt_sha256: '',
    tokens: tokens(output),
  })
  const booked = [
    row({ document_id: 'a', call_id: 'c1', amount_pico_usd: picoUsd('0.1') }),
    row({ document_id: 'b', call_id: 'c2', amount_pico_usd: picoUsd('0.1') }),
  ]
  const sound = jobOf([approved(), approved({ id: 'b' })], booked)

  test('is what the providers charge, whatever the ledger says', () => {
    // $20 per million tokens: $0.40 each.
    const cheap = checkCost(evidence({ sound, bill: [line('c1', 20_000), line('c2', 20_000)] }))
    assert.equal(cheap.ok, true, cheap.figure)
    assert.match(cheap.figure, /\$0\.10 at most.*bill \$0\.40 at most/)
    const dear = checkCost(evidence({ sound, bill: [line('c1', 20_000), line('c1', 20_000)] }))
    assert.equal(dear.ok, false, dear.figure)
  })

  test('includes calls that no document is known for', () => {
    const lost = checkCost(evidence({ sound, bill: [line('gone', 20_000), line(null, 20_000)] }))
    assert.equal(lost.ok, false, lost.figure)
  })

  test('is that of the ledger too', () => {
    const over = jobOf([approved()], [row({ document_id: 'a', amount_pico_usd: picoUsd('0.6') })])
    assert.equal(checkCost(evidence({ sound: over, bill: [] })).ok, false)
  })
})

suite('agents used', () => {
  const rows = LETTER_AGENTS.map(({ name }) => row({ agent: name }))
  const asked = (agent: string) => row({ agent, tier: 'local' })

  test('means, without models, that each is in the ledger', () => {
    const check = checkUsed(evidence({ sound: jobOf([approved()], rows) }))
    assert.equal(check.ok, true, check.figure)
    assert.match(check.figure, /no models/)
    assert.equal(checkUsed(evidence({ sound: jobOf([approved()], rows.slice(1)) })).ok, false)
  })

  test('means that each has asked the model it has', () => {
    const silent = checkUsed(
      evidence({
        sound: jobOf([approved()], [...rows, asked('metadata-agent')]),
        tiers: ['local'],
      }),
    )
    assert.equal(silent.ok, false)
    assert.match(silent.figure, /entity-agent asked no model; .*metadata-agent 1, entity-agent 0/)
    // The context agent has no local model unless somebody wants it to.
    assert.doesNotMatch(silent.figure, /context-agent/)
    const all = LETTER_AGENTS.filter(({ name }) => name !== 'context-agent').map(({ name }) =>
      asked(name),
    )
    const check = checkUsed(
      evidence({ sound: jobOf([approved()], [...rows, ...all]), tiers: ['local'] }),
    )
    assert.equal(check.ok, true, check.figure)
  })
})

suite('patience', () => {
  test('grows with what wants a core, and has an end', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 8, 1_000].map((load) => loadFactor(load, 2)),
      [1, 1, 1, 1.5, 4, 10],
    )
  })

  test('grows while it waits and is not taken back', () => {
    const seen = [1, 3, 2]
    const deadline = deadlineIn(1_000, () => seen.shift() ?? 1)
    assert.deepEqual([deadline.passed(), deadline.ms], [false, 3_000])
    assert.deepEqual([deadline.passed(), deadline.ms], [false, 3_000])
    assert.equal(deadlineIn(-1).passed(), true)
  })
})
