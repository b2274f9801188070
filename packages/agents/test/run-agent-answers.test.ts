import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { isGrounded, type FieldValue } from '@colophon/domain'
import { z } from 'zod'
import { SURE } from '../src/proposals.ts'
import { item, language, name } from '../src/support/index.ts'
import { half, noRules, run, TEXT, valueOf } from './cascade.ts'
import { said, watchedModels } from './letter.ts'
import { SCRIPTED } from './measured.ts'
import { anAgent, aTool, type SmallField } from './small-agent.ts'

suite('what a model says is checked', () => {
  const NAME: SmallField = { path: 'a.name', key: 'name' }
  const PAGES = [
    { number: 1, start: 0, end: 20 },
    { number: 2, start: 20, end: TEXT.length },
  ]

  const tell = async (answer: object, field = NAME) => {
    const agent = anAgent(aTool([field]), { tiers: ['rules', 'local'] })
    const { models } = watchedModels({ answer: () => ({ [field.key ?? '']: answer }) })
    return run(agent, models, { pages: PAGES })
  }
  const only = async (answer: object, field = NAME): Promise<FieldValue> => {
    const { fields } = await tell(answer, field)
    const [found] = fields
    assert.ok(found)
    return found
  }
  /** Not the value, but what a reviewer sees beside it. */
  const rival = async (answer: object, field = NAME): Promise<FieldValue> => {
    const { fields, rivals } = await tell(answer, field)
    assert.deepEqual(fields, [])
    const [found] = rivals
    assert.ok(found)
    return found
  }

  test('a quote that is in the text and shows the value becomes evidence at its place and page', async () => {
    const { provenance } = await only(said('Tuesday', { quote: 'on Tuesday' }))
    const { evidence } = provenance
    assert.deepEqual(evidence, { quote: 'on Tuesday', start: 22, end: 32, match: 'exact', page: 2 })
    assert.ok(isGrounded(provenance))
  })

  test('a quote that is in the text and does not show the value leaves it a rival', async () => {
    const { value, provenance } = await rival(said('Charlotte', { quote: 'on Tuesday' }))
    assert.deepEqual([value, provenance.reason], ['Charlotte', 'the quote does not show it'])
    assert.equal(provenance.evidence?.quote, 'on Tuesday')
  })

  test('a quote that is not in the text leaves the value a rival, and little trusted', async () => {
    const { value, provenance } = await rival(
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

  test('a value its own model holds for unlikely is a rival, on a field that nobody else fills too', async () => {
    assert.equal((await rival(said('Boston', { confidence: 0.4 }))).value, 'Boston')
  })

  test('what is not certain of any model is certain of none: half, until it was measured', async () => {
    const { provenance } = await only(said('Boston', { quote: 'from Boston', confidence: 1 }))
    assert.equal(provenance.confidence, 0.5)
  })

  test('a code is not supported by a word that looks like it', async () => {
    const code = { ...NAME, support: language(() => []) }
    const { provenance } = await rival(said('Mary'), code)
    assert.equal(provenance.evidence, null)
  })

  test('the items of a list are held against the text one by one, and one made up costs itself', async () => {
    const list = {
      path: 'a.people',
      key: 'people',
      value: z.array(
        z.object({ name: z.string(), title: z.string().optional(), quote: z.string() }),
      ),
      support: item({ name: name() }),
    }
    const mary = { name: 'Mary', quote: 'Mary came', title: 'Holm Lodge' }
    const made = { name: 'Charlotte', quote: 'dear Charlotte' }
    const { fields, rivals } = await tell(
      said([mary, made, { name: 'Boston', quote: 'from Boston' }]),
      list,
    )
    assert.deepEqual(fields[0]?.value, [{ name: 'Mary' }, { name: 'Boston' }])
    assert.deepEqual(
      fields[0].items?.map(({ evidence }) => evidence?.quote),
      ['Mary came', 'from Boston'],
    )
    assert.ok(isGrounded(fields[0].provenance))
    assert.deepEqual(
      rivals.map(({ value }) => value),
      [[{ name: 'Charlotte' }]],
    )
  })

  test('a quote that cuts a word shows the whole word, and none in what goes on without an end', async () => {
    const cut = await rival(said('ston on Tuesday', { quote: 'ston on Tuesday' }))
    assert.equal(cut.provenance.evidence?.quote, 'Boston on Tuesday')

    const agent = anAgent(aTool([NAME]), { tiers: ['local'] })
    const piece = 'a'.repeat(20)
    const answers = (quote: string) =>
      watchedModels({ answer: () => ({ name: said(piece, { quote, confidence: 1 }) }) }).models
    for (const text of [
      `${'a'.repeat(1_000_000)} Mary`,
      `Mary ${'a'.repeat(1_000_000)}`,
      `Mary ${piece}${'b'.repeat(41)}`,
      `Mary ${'b'.repeat(41)}${piece}`,
    ]) {
      const { fields, rivals } = await run(agent, answers(piece), { text })
      assert.deepEqual(fields, [])
      assert.deepEqual(
        rivals.map(({ provenance }) => provenance.evidence),
        [null],
      )
    }
    const near = `Mary ${'b'.repeat(40)}${piece}${'b'.repeat(40)}`
    const { rivals } = await run(agent, answers(piece), { text: near })
    assert.equal(rivals[0]?.provenance.evidence?.quote, near.slice(5))
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

  test('an inference needs a quote that leads to it like anything else', async () => {
    const { value } = await rival(said('1850', { status: 'inferred', confidence: 1 }))
    assert.equal(value, '1850')
  })

  for (const [what, echoed] of Object.entries({
    'a description': 'The name',
    'an instruction': 'Read the letter.',
    'a piece of the schema':
      'the letter does not say; illegible: it stands there but cannot be read',
    'a key': 'name',
    'a state': 'not_in_document',
  }))
    test(`${what} of ours as a value is refused and counted`, async () => {
      const response = await tell(said(echoed, { quote: 'Mary came', confidence: 1 }))
      assert.deepEqual([response.fields, response.rivals], [[], []])
      assert.deepEqual(response.model_values, [{ model: SCRIPTED, outcome: 'echo', count: 1 }])
    })

  test('our words are no echo where the letter has them', async () => {
    const agent = anAgent(aTool([NAME]))
    const { models } = watchedModels({ answer: () => ({ name: said('Read the letter') }) })
    const response = await run(agent, models, { text: 'Read the letter, Mary.', tiers: ['local'] })
    assert.equal(valueOf(response, 'a.name'), 'Read the letter')
  })

  for (const [confidence, kept] of [
    [95, true],
    [1_234_567_890, true],
    [-3, false],
  ] as const)
    test(`a confidence of ${confidence} is clamped and counted`, async () => {
      const response = await tell(said('Boston', { quote: 'from Boston', confidence }))
      assert.equal(response.fields.length, kept ? 1 : 0)
      const clamped = response.model_values?.find(({ outcome }) => outcome === 'clamped')
      assert.equal(clamped?.count, 1)
      assert.ok(
        [...response.fields, ...response.rivals].every((each) =>
          isShare(each.provenance.confidence),
        ),
      )
    })
})

const isShare = (confidence: number): boolean => confidence >= 0 && confidence <= 1

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

  test('in one field costs that field and no second call', async () => {
    const answer = { name: said('Mary', { quote: 'Mary' }), place: said(7) }
    const { models, asked } = watchedModels({ answer: () => answer })
    const response = await run(noRules, models, { tiers: ['local'] })
    assert.deepEqual([asked.length, response.status], [1, 'ok'])
    assert.deepEqual(
      response.fields.map(({ path }) => path),
      ['a.name'],
    )
    assert.ok(
      response.model_values?.some(({ outcome, count }) => outcome === 'malformed' && count === 1),
    )
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
