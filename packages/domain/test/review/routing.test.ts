import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/letters'
import { askedRouting, neutralShare, route, type RoutingInput } from '../../src/review/routing.ts'
import { aRecord, aSubject, stated } from '../record/letter-record.ts'

const SENDER = 'document.correspondence.sender.name'
const routed = (overrides: Partial<RoutingInput> = {}) =>
  route({
    profile: lettersProfile,
    subject: aSubject(),
    agents: { 'metadata-agent': { status: 'ok', ms: 1 } },
    pageQuality: 0.9,
    sampleDraw: 0.5,
    ...overrides,
  })
const withSender = (entry: Parameters<typeof stated>[0]) =>
  routed({ subject: aSubject(aRecord({}, { [SENDER]: stated(entry) })) })
const withAgent = (outcome: RoutingInput['agents'][string]) =>
  routed({ agents: { 'content-agent': outcome } })

suite('routing', () => {
  test('a complete, sure and grounded record is approved without a person', () => {
    const { reviewStatus, reasons, flagged, metrics } = routed()
    assert.deepEqual([reviewStatus, reasons, flagged], ['not_required', [], []])
    assert.equal(metrics.completeness_score, 1)
    assert.ok(metrics.coverage_score > 0 && metrics.coverage_score < 1)
    assert.equal(metrics.page_quality, 0.9)
  })

  test('a required field that is missing goes to review and is flagged', () => {
    const { reviewStatus, reasons, flagged } = routed({
      subject: aSubject(aRecord({ [SENDER]: null })),
    })
    assert.equal(reviewStatus, 'pending')
    assert.deepEqual(reasons, ['completeness_below_threshold'])
    assert.deepEqual(flagged, [{ path: SENDER, issue: 'missing', confidence: null }])
  })

  test('a value below the confidence threshold goes to review; at the threshold it does not', () => {
    const SUMMARY = 'content.summary'
    const withSummary = (confidence: number) =>
      routed({ subject: aSubject(aRecord({}, { [SUMMARY]: stated({ confidence }) })) })
    assert.deepEqual(withSummary(0.69).reasons, ['low_confidence'])
    assert.deepEqual(withSummary(0.7).reasons, [])
  })

  test('a value whose quote is not in the text goes to review, however sure its source is', () => {
    const { reasons, flagged } = withSender({ evidence: null, confidence: 1 })
    assert.deepEqual(reasons, ['ungrounded'])
    assert.deepEqual(flagged, [{ path: SENDER, issue: 'ungrounded', confidence: 1 }])
    const none = { quote: 'x', start: 0, end: 1, match: 'none' as const }
    assert.deepEqual(withSender({ evidence: none }).reasons, ['ungrounded'])
  })

  test('a value of a model is looked at wherever it stands, items of lists too', () => {
    const TITLE = 'document.correspondence.sender.title'
    const given = (entry: Parameters<typeof stated>[0], path = TITLE) => {
      const ofModel = stated({ source: 'ollama:one', model: 'one', ...entry })
      const subject = aSubject(
        aRecord(path === TITLE ? { [TITLE]: 'Captain' } : {}, { [path]: ofModel }),
      )
      return routed({ subject })
    }
    const at = aSubject().text.indexOf('Mary')
    const evidence = { quote: 'Mary', start: at, end: at + 4, match: 'exact' as const }
    assert.deepEqual(given({ evidence, confidence: 0.7 }).reasons, [])
    assert.deepEqual(given({ evidence, confidence: 0.5 }).reasons, ['low_confidence'])
    assert.deepEqual(given({ evidence, confidence: 0.5 }).flagged, [
      { path: TITLE, issue: 'low_confidence', confidence: 0.5 },
    ])
    assert.deepEqual(given({ evidence: null }).reasons, ['ungrounded'])
    assert.deepEqual(given({ evidence: { ...evidence, start: at + 1 } }).reasons, ['ungrounded'])
    const inferred = {
      evidence: null,
      status: 'inferred' as const,
      reason: 'the model inferred it',
    }
    assert.deepEqual(given(inferred).reasons, ['ungrounded'])
    const item = given({ evidence, confidence: 0.5 }, 'analysis.people.0')
    assert.deepEqual(item.reasons, ['low_confidence'])
  })

  test('an inference is grounded by its reason, and only by that', () => {
    const inferred = { status: 'inferred' as const, evidence: null }
    assert.deepEqual(withSender({ ...inferred, reason: 'from the letterhead' }).reasons, [])
    assert.deepEqual(withSender(inferred).reasons, ['ungrounded'])
  })

  test('a person’s value and a given value need no quote', () => {
    for (const source of ['human:eva', 'input'])
      assert.deepEqual(withSender({ source, evidence: null }).reasons, [], source)
  })

  test('a failed blocking check goes to review with its name and its paths', () => {
    const same = aRecord({ 'document.correspondence.recipient.name': 'John Harrow' })
    const { reasons, flagged } = routed({ subject: aSubject(same) })
    assert.deepEqual(reasons, ['check_failed:sender_is_not_recipient'])
    assert.equal(flagged.length, 2)
  })

  test('a failed check that does not block is kept for the reviewer, no more', () => {
    const { reasons, metrics } = routed({ subject: aSubject(aRecord(), { statedLanguage: 'fr' }) })
    assert.deepEqual(reasons, [])
    const check = metrics.checks.find(({ name }) => name === 'language_fits_input')
    assert.deepEqual([check?.passed, check?.blocking], [false, false])
  })

  test('an agent that degraded or failed goes to review', () => {
    for (const status of ['degraded', 'failed'] as const)
      assert.deepEqual(withAgent({ status, why: 'model.refused', ms: 1 }).reasons, [
        'agent_degraded:content-agent',
      ])
  })

  test('an agent that the budget kept out goes to review; one without a model does not', () => {
    const skipped = (why: string) => withAgent({ status: 'skipped', why, ms: 0 }).reasons
    assert.deepEqual(skipped('budget'), ['budget_skipped:content-agent'])
    assert.deepEqual(skipped('no_model'), [])
  })

  test('a poor page goes to review; a page nobody judged does not', () => {
    assert.deepEqual(routed({ pageQuality: 0.39 }).reasons, ['page_quality'])
    assert.deepEqual(routed({ pageQuality: 0.4 }).reasons, [])
    assert.deepEqual(routed({ pageQuality: null }).reasons, [])
  })

  test('the audit sample is drawn from what would have been approved', () => {
    const profile = { ...lettersProfile, routing: { ...lettersProfile.routing, auditSample: 0.1 } }
    assert.deepEqual(routed({ profile, sampleDraw: 0.0999 }).reasons, ['audit_sample'])
    assert.deepEqual(routed({ profile, sampleDraw: 0.1 }).reasons, [])
    const poor = routed({ profile, sampleDraw: 0, pageQuality: 0 })
    assert.deepEqual(poor.reasons, ['page_quality'])
  })

  test('all reasons are given together', () => {
    const record = aRecord(
      {
        'document.correspondence.recipient.name': 'John Harrow',
        'content.body': null,
        'content.summary': 'A summary.',
      },
      {
        [SENDER]: stated({ confidence: 0.2 }),
        'content.summary': stated({ evidence: null }),
      },
    )
    const { reasons } = routed({
      subject: aSubject(record),
      pageQuality: 0.1,
      agents: {
        'content-agent': { status: 'degraded', ms: 1 },
        'context-agent': { status: 'skipped', why: 'budget', ms: 0 },
      },
    })
    assert.deepEqual(reasons, [
      'completeness_below_threshold',
      'low_confidence',
      'ungrounded',
      'check_failed:sender_is_not_recipient',
      'agent_degraded:content-agent',
      'budget_skipped:context-agent',
      'page_quality',
    ])
  })
})

const asked = (input: Partial<RoutingInput>, chance = 0, neutralBelow = 0) =>
  askedRouting(routed({ sampleDraw: chance, ...input }), { chance, neutralBelow })

test('a sample is written down under the reason that anything may have', () => {
  const { routing, told, drawn } = asked({ auditSample: 1 })
  assert.deepEqual([routing.reasons, drawn], [['review_requested'], { kind: 'audit_sample' }])
  assert.deepEqual([routing.reviewStatus, told.reviewStatus], ['pending', 'pending'])
  const poor = asked({ auditSample: 1, pageQuality: 0 })
  assert.deepEqual([poor.told, poor.drawn], [poor.routing, null])
})

test('the share of a collection counts for more than that of the profile', () => {
  const profile = { ...lettersProfile, routing: { ...lettersProfile.routing, auditSample: 0.5 } }
  assert.deepEqual(routed({ profile, sampleDraw: 0.1, auditSample: 0 }).reasons, [])
  assert.deepEqual(routed({ profile, sampleDraw: 0.1, auditSample: null }).reasons, [
    'audit_sample',
  ])
  assert.deepEqual(routed({ sampleDraw: 0.1, auditSample: 0.2 }).reasons, ['audit_sample'])
})

test('a drawn task and an ordinary one of the neutral share tell the same', () => {
  const tellingOf = ({
    told: { reviewStatus, reasons, flagged, metrics },
  }: ReturnType<typeof asked>) => [...[reviewStatus, reasons, flagged], metrics.completeness_score]
  const incomplete = { subject: aSubject(aRecord({ 'content.summary': null })), pageQuality: 0 }
  const ordinary = asked(incomplete, 0.1, 0.2)
  assert.deepEqual(tellingOf(ordinary), ['pending', ['review_requested'], [], 1])
  assert.deepEqual(tellingOf(ordinary), tellingOf(asked({ auditSample: 1 })))
  assert.deepEqual(ordinary.routing, routed(incomplete))
  assert.equal(ordinary.drawn, null)
  const open = asked(incomplete, 0.2, 0.2)
  assert.deepEqual(open.told, open.routing)
  assert.equal(asked({}, 0.1, 0.2).told.reviewStatus, 'not_required')
})

test('the neutral share covers what is drawn, and is none where nothing is', () => {
  assert.equal(neutralShare(0, 0), 0)
  assert.equal(neutralShare(1, 0.2), 1)
  for (const auditSample of [0, 0.01, 0.1, 0.5])
    for (const seeded of [0, 0.05, 0.2]) {
      // Of a hundred documents twenty come to a person anyway.
      const drawn = 80 * auditSample + 20 * (seeded / (1 - seeded))
      assert.ok(20 * neutralShare(auditSample, seeded) >= Math.min(drawn, 20) - 1e-9)
    }
})
