import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { noModels, type ModelClient } from '@colophon/domain'
import { SURE } from '../src/proposals.ts'
import { usableTiers } from '../src/run-agent.ts'
import { half, noRules, provenanceOf, run, trusting, TWO, valueOf } from './cascade.ts'
import { agentNamed, keysOf, said, sample, watchedModels } from './letter.ts'
import { measured, right } from './measured.ts'
import { anAgent, aTool, proposed } from './small-agent.ts'

suite('rules first', () => {
  test('what the rules are sure of is not asked; what they are unsure of is, in one question', async () => {
    const { models, asked } = watchedModels({
      answer: () => ({ place: said('Boston', { quote: 'from Boston' }) }),
    })
    const response = await run(trusting, models)
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
    const response = await run(measured(noRules, { 'a.name': { fill_plain: right() } }), models)
    assert.deepEqual(
      asked.map((request) => [request.tier, ...keysOf(request)]),
      [
        ['local', 'name', 'place'],
        ['fast', 'place'],
      ],
    )
    assert.equal(response.usage.length, 3)
  })

  suite('of which nothing was measured, and that are paid for', () => {
    const dear = anAgent(aTool(TWO), { tiers: ['rules', 'fast', 'deep'] })
    const PLACE = { place: said('Boston', { quote: 'Boston' }) }
    const askedBy = async (agent: typeof dear, paid: boolean): Promise<string[][]> => {
      const { models, asked } = watchedModels({
        answer: () => ({ name: said('Charlotte', { quote: 'Charlotte' }), ...PLACE }),
      })
      await run(agent, { ...models, isPaid: () => paid }, { tiers: ['rules', 'fast', 'deep'] })
      return asked.map((request) => [request.tier, ...keysOf(request)])
    }
    const BOTH = ['fast', 'name', 'place']

    test('the dearer one is asked only for what the text does not support yet', async () => {
      assert.deepEqual(await askedBy(dear, true), [BOTH, ['deep', 'name']])
    })

    test('where they cost nothing, or were measured, both are asked', async () => {
      const all = [BOTH, ['deep', 'name', 'place']]
      assert.deepEqual(await askedBy(dear, false), all)
      assert.deepEqual(
        await askedBy(measured(dear, { 'a.name': { fill_plain: right() } }), true),
        all,
      )
    })
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
  const BOSTON = said('Boston', { quote: 'from Boston', confidence: 1 })

  test('a model that was measured to be surer than the rules has the value, and theirs stays visible as a rival', async () => {
    const response = await run(trusting, answering(BOSTON))
    assert.equal(valueOf(response, 'a.place'), 'Boston')
    assert.deepEqual(
      response.rivals.map(({ path, value, provenance }) => [path, value, provenance.source]),
      [['a.place', 'Salem', 'rules']],
    )
    assert.match(provenanceOf(response, 'a.place').reason ?? '', /right 100 times of 100/)
  })

  for (const [what, cells] of Object.entries({
    'nothing was measured of': {},
    'was right less often than the rules': { replace_plain: right(0.35) },
    'was measured on a handful of letters only': { replace_plain: { n: 2, right: 2 } },
    'was measured where the rules had nothing': { fill_plain: right() },
  }))
    test(`a model that ${what} is a rival, however sure it says it is`, async () => {
      const response = await run(measured(half, { 'a.place': cells }), answering(BOSTON))
      assert.equal(valueOf(response, 'a.place'), 'Salem')
      assert.equal(provenanceOf(response, 'a.place').confidence, 0.4)
      assert.ok(response.rivals.some(({ value }) => value === 'Boston'))
    })

  test('one that holds its own value for unlikely is a rival too', async () => {
    const response = await run(trusting, answering(said('Boston', { confidence: 0.3 })))
    assert.equal(valueOf(response, 'a.place'), 'Salem')
  })

  test('when they agree, that adds what it was measured to be worth', async () => {
    const text = 'Mary came from Salem on Tuesday. '
    const same = said('SALEM', { quote: 'from Salem' })
    const worth = async (agent: typeof half) => {
      const response = await run(agent, answering(same), { text })
      assert.deepEqual([valueOf(response, 'a.place'), response.rivals], ['Salem', []])
      return provenanceOf(response, 'a.place').confidence
    }
    assert.equal(await worth(half), 0.4, 'nothing was measured')
    assert.ok((await worth(trusting)) > 0.9)
    assert.equal(await worth(measured(half, { 'a.place': { agreed: right(0.1) } })), 0.4)
  })

  test('an agreement that the text does not support adds nothing', async () => {
    const response = await run(trusting, answering(said('Salem', { quote: 'from Salem' })))
    assert.equal(provenanceOf(response, 'a.place').confidence, 0.4)
  })

  test('a model that finds nothing does not take away what the rules found', async () => {
    const nothing = said(null, { status: 'not_in_document', confidence: 0.99 })
    const response = await run(trusting, answering(nothing))
    assert.equal(valueOf(response, 'a.place'), 'Salem')
  })

  test('that there is nothing to read is sure only of a model that was measured to know', async () => {
    const { models } = watchedModels({
      answer: () => ({
        name: said(null, { status: 'not_in_document', confidence: 1 }),
        place: said(null, { status: 'illegible', confidence: 1 }),
      }),
    })
    const sure = async (agent: typeof half) => {
      const { fields } = await run(agent, models)
      assert.deepEqual(
        fields.map(({ value, provenance }) => [value, provenance.status]),
        [
          [null, 'not_in_document'],
          [null, 'illegible'],
        ],
      )
      return fields.map(({ provenance }) => provenance.confidence >= SURE)
    }
    assert.deepEqual(await sure(noRules), [false, false])
    const knowing = measured(noRules, { 'a.name': { denied: right() } })
    assert.deepEqual(await sure(knowing), [true, false])
  })

  test('what decides on approval is not filled by a model of which nothing was measured', async () => {
    const deciding = { ...noRules, decisive: ['a.place'] }
    const answers = {
      name: said('Mary', { quote: 'Mary' }),
      place: said('Boston', { quote: 'from Boston' }),
    }
    const { models } = watchedModels({ answer: () => answers })
    const response = await run(deciding, models, { tiers: ['local'] })
    assert.deepEqual(
      response.fields.map(({ path, value }) => [path, value]),
      [['a.name', 'Mary']],
    )
    assert.ok(provenanceOf(response, 'a.name').confidence <= 0.5)
    assert.deepEqual(
      response.rivals.map(({ path }) => path),
      ['a.place'],
    )
    const known = measured(deciding, { 'a.place': { fill_plain: right() } })
    assert.equal(valueOf(await run(known, models, { tiers: ['local'] }), 'a.place'), 'Boston')
  })

  test('what was measured of other weights of that name counts for nothing', async () => {
    const models = answering(BOSTON)
    const withDigest: ModelClient = {
      ...models,
      async complete(request) {
        const answer = await models.complete(request)
        return { ...answer, usage: { ...answer.usage, model_digest: 'sha256:now' } }
      },
    }
    const place = async (digest: string) => {
      const agent = measured(half, { 'a.place': { replace_plain: right() } }, digest)
      return valueOf(await run(agent, withDigest), 'a.place')
    }
    assert.equal(await place('sha256:now'), 'Boston')
    assert.equal(await place('sha256:before'), 'Salem')
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
