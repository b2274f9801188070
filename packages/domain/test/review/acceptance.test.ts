import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { lettersProfile } from '@colophon/profiles/letters'
import fc from 'fast-check'
import { cutOff, mostWrong, stepWithin } from '../../src/review/acceptance.ts'
import { route } from '../../src/review/routing.ts'
import { aRecord, aSubject, stated } from '../record/letter-record.ts'

const SENDER = 'document.correspondence.sender.name'
const RECIPIENT = 'document.correspondence.recipient.name'
const DATE = 'document.date.creation_date'

const routed = (
  values: Parameters<typeof aRecord>[0],
  entries: Parameters<typeof aRecord>[1],
  toleratedError?: Record<string, number>,
) =>
  route({
    profile: lettersProfile,
    subject: aSubject(aRecord(values, entries)),
    agents: {},
    pageQuality: 1,
    sampleDraw: 0.5,
    toleratedError,
  })

suite('acceptance by field', () => {
  test('a letter whose recipient alone is not sure asks for the recipient alone', () => {
    const { reasons, flagged, metrics } = routed({}, { [RECIPIENT]: stated({ confidence: 0.8 }) })
    assert.deepEqual(reasons, ['low_confidence'])
    assert.deepEqual(flagged, [{ path: RECIPIENT, issue: 'low_confidence', confidence: 0.8 }])
    const { [RECIPIENT]: recipient, [SENDER]: sender, [DATE]: date } = metrics.acceptance ?? {}
    assert.deepEqual([recipient, sender, date], ['open', 'accepted', 'accepted'])
  })

  test('each field has a cut-off of its own; a field without one has that of the profile', () => {
    const { routing } = lettersProfile
    assert.equal(cutOff(lettersProfile, 'content.summary'), routing.confidence)
    for (const path of [SENDER, DATE]) {
      const from = cutOff(lettersProfile, path)
      assert.deepEqual(routed({}, { [path]: stated({ confidence: from }) }).reasons, [])
      const below = routed({}, { [path]: stated({ confidence: from - 0.01 }) })
      assert.deepEqual(below.reasons, ['low_confidence'])
    }
  })

  test('an answer that the document says nothing resolves a field without a value', () => {
    const nothing = stated({ source: 'human:ann', status: 'not_in_document', evidence: null })
    const { reasons, metrics } = routed({ [RECIPIENT]: null }, { [RECIPIENT]: nothing })
    assert.deepEqual(reasons, [])
    assert.equal(metrics.acceptance?.[RECIPIENT], 'resolved')
  })

  test('fewer errors tolerated, fewer values accepted; the record keeps what was tolerated', () => {
    const sure = { [SENDER]: stated({ confidence: 0.9 }) }
    assert.deepEqual(routed({}, sure, { [SENDER]: 0.1 }).reasons, [])
    const { reasons, metrics } = routed({}, sure, { [SENDER]: 0.03 })
    assert.deepEqual(reasons, ['low_confidence'])
    assert.deepEqual(metrics.tolerated_error, { [SENDER]: 0.03 })
  })

  test('what cannot be promised from what was measured accepts nothing', () => {
    const certain = { [SENDER]: stated({ confidence: 1 }) }
    assert.deepEqual(routed({}, certain, { [SENDER]: 0.001 }).reasons, ['low_confidence'])
  })
})

const steps = fc.array(
  fc
    .record({
      from: fc.integer({ min: 0, max: 100 }).map((each) => each / 100),
      share: fc.constant(0.5),
      n: fc.integer({ min: 1, max: 2_000 }),
      wrong: fc.integer({ min: 0, max: 200 }),
    })
    .filter(({ n, wrong }) => wrong <= n),
  { maxLength: 20 },
)

suite('the bound of what is wrong', () => {
  test('lies above the share that was seen, and comes nearer with more of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, part) => {
          const wrong = Math.floor(n * part)
          const bound = mostWrong({ n, wrong })
          assert.ok(bound >= wrong / n && bound <= 1)
          assert.ok(mostWrong({ n: n * 10, wrong: wrong * 10 }) <= bound + 1e-9)
        },
      ),
    )
  })

  test('a step that is chosen keeps what is tolerated, and none below it does', () => {
    fc.assert(
      fc.property(
        steps,
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (measured, tolerated) => {
          const chosen = stepWithin(measured, tolerated)
          if (chosen !== undefined) assert.ok(mostWrong(chosen) <= tolerated)
          for (const step of measured)
            if (chosen === undefined || step.from < chosen.from)
              assert.ok(mostWrong(step) > tolerated)
        },
      ),
    )
  })
})
