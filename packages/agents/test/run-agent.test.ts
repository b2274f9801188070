import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { noModels, type ModelClient } from '@colophon/domain'
import { SURE, usableTiers } from '../src/run-agent.ts'
import { half, noRules, provenanceOf, run, TWO, valueOf } from './cascade.ts'
import { agentNamed, keysOf, said, sample, watchedModels } from './letter.ts'
import { anAgent, aTool, proposed } from './small-agent.ts'

suite('rules first', () => {
  test('what the rules are sure of is not asked; what they are unsure of is, in one question', async () => {
    const { models, asked } = watchedModels({
      answer: () => ({ place: said('Boston', { quote: 'from Boston' }) }),
    })
    const response = await run(half, models)
    assert.deepEqual(asked.map(keysOf), [['place']])
    assert.equal(valueOf(response, 'a.name'), 'Mary')
    assert.equal(provenanceOf(response, 'a.name').source, 'rules')
    assert.equal(valueOf(response, 'a.place'), 'Boston')
    assert.equal(provenanceOf(response, 'a.place').source, 'scripted:scripted-1')
    assert.equal(response.status, 'ok')
  })

  test('on a real letter only the unsure fields reach the model', async () => {
    const agent = agentNamed('structure-agent')
    const request = { text: sample('01-invitation-skating-party.txt') }
    const byRules = await run(agent, noModels, request)
    const { models, asked } = watchedModels()
    await run(agent, models, request)
    const sure = byRules.fields.filter(({ provenance }) => provenance.confidence >= SURE)
    assert.ok(sure.length > 3)
    const keyOf = new Map(
      agent.tools.flatMap((tool) => tool.fields.map(({ path, ask }) => [path, ask?.key] as const)),
    )
    for (const { path } of sure) assert.ok(!keysOf(asked[0]).includes(keyOf.get(path) ?? ''), path)
    assert.equal(asked.length, 1)
  })

  test('rules that are sure of everything leave nothing to ask', async () => {
    const { models, asked } = watchedModels()
    const sure = anAgent(
      aTool(
        TWO,
        TWO.map(({ path }) => proposed(path, 'Mary', 0.9)),
      ),
    )
    const response = await run(sure, models)
    assert.equal(asked.length, 0)
    assert.deepEqual(
      response.usage.map(({ provider }) => provider),
      ['rules'],
    )
  })

  test('only wanted fields are answered or asked for', async () => {
    const { models, asked } = watchedModels({ answer: () => ({ place: said('Boston') }) })
    const response = await run(noRules, models, { wanted: ['a.place'] })
    assert.deepEqual(keysOf(asked[0]), ['place'])
    assert.deepEqual(
      response.fields.map(({ path }) => path),
      ['a.place'],
    )
  })

  test('with the rules off the model is asked for everything', async () => {
    const { models, asked } = watchedModels()
    const response = await run(half, models, { tiers: ['local'] })
    assert.deepEqual(asked.map(keysOf), [['name', 'place']])
    assert.deepEqual(
      response.usage.map(({ tier }) => tier),
      ['local'],
    )
  })

  test('without a model the rules answer, and that is no defect', async () => {
    const response = await run(half, noModels)
    assert.deepEqual([response.status, response.fields.length], ['ok', 2])
  })

  test('without rules and without a model the agent is skipped, and says why', async () => {
    const response = await run(half, noModels, { tiers: ['local', 'fast'] })
    assert.deepEqual([response.status, response.why, response.fields], ['skipped', 'no_model', []])
  })
})

suite('two tiers', () => {
  test('a dearer tier is asked only for what the cheaper one left unsure', async () => {
    const { models, asked } = watchedModels({
      answer: ({ tier }) =>
        tier === 'local'
          ? { name: said('Mary', { quote: 'Mary' }), place: said('Boston', { confidence: 0.5 }) }
          : { place: said('Boston', { quote: 'Boston' }) },
    })
    const response = await run(noRules, models)
    assert.deepEqual(
      asked.map((request) => [request.tier, ...keysOf(request)]),
      [
        ['local', 'name', 'place'],
        ['fast', 'place'],
      ],
    )
    assert.equal(response.usage.length, 3)
  })

  test('a tier without a model is left out, and its stand-in is used once', () => {
    const only = (...tiers: string[]): ModelClient => ({
      ...noModels,
      modelFor: (tier) => (tiers.includes(tier) ? 'some-model' : undefined),
    })
    const all = ['rules', 'local', 'fast', 'deep'] as const
    const content = agentNamed('content-agent')
    assert.deepEqual(usableTiers(content, only('fast'), all), ['rules', 'fast'])
    assert.deepEqual(usableTiers(content, only('local'), all), ['rules', 'local'])
    assert.deepEqual(usableTiers(content, only('local', 'fast'), all), ['rules', 'fast'])
    assert.deepEqual(usableTiers(content, only('local'), ['rules', 'fast']), ['rules'])
    assert.deepEqual(usableTiers(agentNamed('context-agent'), only('local'), all), [
      'rules',
      'local',
    ])
    const both = anAgent(aTool(TWO), { standIn: { fast: 'local' } })
    assert.deepEqual(usableTiers(both, only('local'), all), ['rules', 'local'])
  })
})

suite('rules and model together', () => {
  const answering = (place: object) => watchedModels({ answer: () => ({ place }) }).models

  test('when they disagree the surer one stands and the other stays visible as a rival', async () => {
    const response = await run(half, answering(said('Boston', { quote: 'from Boston' })))
    assert.equal(valueOf(response, 'a.place'), 'Boston')
    assert.deepEqual(
      response.rivals.map(({ path, value, provenance }) => [path, value, provenance.source]),
      [['a.place', 'Salem', 'rules']],
    )
  })

  test('a model that is less sure than the rules becomes the rival', async () => {
    const response = await run(half, answering(said('Boston', { confidence: 0.3 })))
    assert.equal(valueOf(response, 'a.place'), 'Salem')
    assert.ok(response.rivals.some(({ value }) => value === 'Boston'))
  })

  test('when they agree the value is surer than either alone, and never certain', async () => {
    const response = await run(half, answering(said('Salem', { confidence: 0.9 })))
    const { confidence } = provenanceOf(response, 'a.place')
    assert.ok(confidence > 0.4 && confidence <= 0.99, String(confidence))
    assert.deepEqual(
      response.rivals.filter(({ path }) => path === 'a.place'),
      [],
    )
  })

  test('a model that finds nothing does not take away what the rules found', async () => {
    const nothing = said(null, { status: 'not_in_document', confidence: 0.99 })
    const response = await run(half, answering(nothing))
    assert.equal(valueOf(response, 'a.place'), 'Salem')
  })

  test('a sure “not in the document” is an answer where the rules had none', async () => {
    const { models, asked } = watchedModels({
      answer: () => ({
        name: said(null, { status: 'not_in_document', confidence: 0.95 }),
        place: said(null, { status: 'illegible', confidence: 0.9 }),
      }),
    })
    const response = await run(noRules, models)
    assert.equal(asked.length, 1)
    assert.deepEqual(
      response.fields.map(({ value, provenance }) => [
        value,
        provenance.status,
        provenance.confidence,
      ]),
      [
        [null, 'not_in_document', 0.95],
        [null, 'illegible', 0.9],
      ],
    )
  })
})

suite('usage', () => {
  test('every call of a run has an id of its own, made from the run’s', async () => {
    const { models, asked } = watchedModels({
      answer: ({ tier }) => (tier === 'local' ? {} : { name: 1 }),
    })
    const response = await run(noRules, models)
    const ids = response.usage.map(({ call_id }) => call_id)
    assert.deepEqual(ids, [
      'run_1:rules',
      'run_1:local',
      'run_1:local:repair',
      'run_1:fast',
      'run_1:fast:repair',
    ])
    assert.deepEqual(
      asked.map(({ call_id }) => call_id),
      ids.slice(1),
    )
  })

  test('the rules cost nothing and are counted all the same', async () => {
    const { usage } = await run(half, noModels)
    assert.deepEqual(
      usage.map(({ provider, tokens }) => [provider, tokens.input]),
      [['rules', 0]],
    )
    assert.ok((usage[0]?.duration_ms ?? -1) >= 0)
  })
})
