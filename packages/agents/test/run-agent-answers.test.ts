import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isGrounded, type FieldValue } from '@colophon/domain'
import { z } from 'zod'
import { SURE } from '../src/run-agent.ts'
import { half, noRules, run, TEXT, valueOf } from './cascade.ts'
import { said, watchedModels } from './letter.ts'
import { anAgent, aTool, type SmallField } from './small-agent.ts'

suite('what a model says is checked', () => {
  const NAME: SmallField = { path: 'a.name', key: 'name' }
  const PAGES = [
    { number: 1, start: 0, end: 20 },
    { number: 2, start: 20, end: TEXT.length },
  ]

  const only = async (answer: object, field = NAME): Promise<FieldValue> => {
    const agent = anAgent(aTool([field]), { tiers: ['rules', 'local'] })
    const { models } = watchedModels({ answer: () => ({ [field.key ?? '']: answer }) })
    const response = await run(agent, models, { pages: PAGES })
    const found = response.fields[0]
    assert.ok(found)
    return found
  }

  test('a quote that is in the text becomes evidence at its place and page', async () => {
    const { provenance } = await only(said('Mary', { quote: 'on Tuesday' }))
    const { evidence } = provenance
    assert.deepEqual(evidence, { quote: 'on Tuesday', start: 22, end: 32, match: 'exact', page: 2 })
    assert.ok(isGrounded(provenance))
  })

  test('a quote that is not in the text leaves the value ungrounded and little trusted', async () => {
    const { value, provenance } = await only(
      said('Charlotte', { quote: 'dear Charlotte', confidence: 1 }),
    )
    assert.equal(value, 'Charlotte')
    assert.equal(provenance.evidence, null)
    assert.ok(!isGrounded(provenance) && provenance.confidence <= 0.4)
  })

  test('a value that stands in the text needs no quote', async () => {
    const { provenance } = await only(said('Boston'))
    assert.equal(provenance.evidence?.quote, 'Boston')
  })

  test('a code is not supported by a word that looks like it', async () => {
    const { provenance } = await only(said('Mary'), { ...NAME, quotable: false })
    assert.equal(provenance.evidence, null)
  })

  test('the items of a list are grounded one by one, and one made up marks the list', async () => {
    const list = {
      path: 'a.people',
      key: 'people',
      value: z.array(z.object({ name: z.string(), quote: z.string() })),
    }
    const mary = { name: 'Mary', quote: 'Mary came' }
    const good = await only(said([mary, { name: 'Boston', quote: 'from Boston' }]), list)
    assert.deepEqual(good.value, [{ name: 'Mary' }, { name: 'Boston' }])
    assert.deepEqual(
      good.items?.map(({ evidence }) => evidence?.quote),
      ['Mary came', 'from Boston'],
    )
    assert.ok(isGrounded(good.provenance))
    const made = await only(said([mary, { name: 'Charlotte', quote: 'dear Charlotte' }]), list)
    assert.deepEqual(
      made.items?.map((item) => isGrounded(item)),
      [true, false],
    )
    assert.ok(!isGrounded(made.provenance) && made.provenance.confidence <= 0.4)
  })

  for (const nothing of ['Unknown', 'n/a', '   '])
    test(`the placeholder "${nothing}" is never a value`, async () => {
      const { value, provenance } = await only(said(nothing, { confidence: 1 }))
      assert.equal(value, null)
      assert.equal(provenance.status, 'not_in_document')
      assert.ok(provenance.confidence < SURE)
    })

  test('a value beside “not in the document” is not taken', async () => {
    const { value } = await only(said('Mary', { status: 'not_in_document', confidence: 0.9 }))
    assert.equal(value, null)
  })

  test('an inference says that the model inferred it', async () => {
    const { provenance } = await only(said('1850', { status: 'inferred', confidence: 1 }))
    assert.ok(isGrounded(provenance) && provenance.reason !== undefined)
    assert.ok(provenance.confidence <= 0.75)
  })
})

suite('an answer that does not fit', () => {
  const wrong = { name: { value: 'Mary' }, place: said(7) }
  const right = { name: said('Mary'), place: said('Boston') }

  test('is repaired with exactly one more call, which names what was wrong and not the words', async () => {
    const answers = [{ ...wrong, place: said({ secret: 'words' }) }, right]
    const { models, asked } = watchedModels({ answer: () => answers.shift() })
    const response = await run(noRules, models, { tiers: ['local'] })
    assert.equal(asked.length, 2)
    assert.ok(asked[1]?.prompt.startsWith(asked[0]?.prompt ?? '-'))
    const complaint = asked[1]?.prompt.slice(asked[0]?.prompt.length)
    assert.match(complaint ?? '', /name\.status.*place\.value/)
    assert.doesNotMatch(complaint ?? '', /words/)
    assert.equal(response.status, 'ok')
    assert.equal(response.usage.length, 2)
  })

  test('twice leaves the rules’ value, and the agent degraded', async () => {
    const { models, asked } = watchedModels({ answer: () => ({ place: 'Boston' }) })
    const response = await run(half, models, { tiers: ['rules', 'local'] })
    assert.equal(asked.length, 2)
    assert.deepEqual([response.status, response.why], ['degraded', 'model.invalid_answer'])
    assert.equal(valueOf(response, 'a.place'), 'Salem')
    assert.equal(response.usage.length, 3)
  })

  for (const nonsense of [null, 'text', [], 7, { __proto__: null }])
    test(`${JSON.stringify(nonsense)} is no answer`, async () => {
      const { models } = watchedModels({ answer: () => nonsense })
      const response = await run(half, models, { tiers: ['rules', 'local'] })
      assert.equal(response.why, 'model.invalid_answer')
    })

  test('more than was asked for is let be', async () => {
    const { models, asked } = watchedModels({ answer: () => ({ ...right, mood: 'glad' }) })
    const response = await run(noRules, models, { tiers: ['local'] })
    assert.deepEqual([asked.length, response.fields.length], [1, 2])
  })
})
