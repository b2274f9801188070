import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { ColophonError, ERRORS, noModels, type ModelRequest } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { z } from 'zod'
import { ERROR_META } from '../../../src/mcp/wire/envelope.ts'
import { largestCallOf } from '../../../src/largest-call.ts'
import { listed, servedTools } from '../../../src/mcp/server/served-tool.ts'
import {
  DEFINITION_META,
  LARGEST_CALL_META,
  MODELS_META,
} from '../../../src/mcp/wire/description.ts'
import { definitionHash } from '../../../src/definition.ts'
import { agentNamed, aRequest, LETTER, sample, watchedModels } from '../../letter.ts'
import { anAgent, aTool } from '../../small-agent.ts'
import { connect } from '../connect.ts'
import { agentContract, AGENT_NAMES, call, TOOL_NAMES } from '../contract.ts'

const metadata = agentNamed('metadata-agent')
const broken = (thrown: unknown) => {
  const tool = aTool([{ path: 'a.name', key: 'name' }])
  return anAgent({
    ...tool,
    rules: () => {
      throw thrown
    },
  })
}

for (const name of AGENT_NAMES) {
  suite(`${name} in memory, rules alone`, () => {
    agentContract(name, (t) => connect(t, agentNamed(name), { models: noModels }))
  })
  suite(`${name} in memory, with a model`, () => {
    agentContract(name, (t) => connect(t, agentNamed(name), watchedModels()))
  })
}

suite('agents as MCP servers', () => {
  test('the profile has these five agents', () => {
    assert.deepEqual(
      LETTER_AGENTS.map((agent) => agent.name),
      AGENT_NAMES,
    )
  })

  test('a tool by itself asks models that cost nothing, and no other: nobody has reserved the money', async (t) => {
    for (const [model, isAsked] of [
      ['scripted-1', true],
      ['claude-sonnet-5-5', false],
    ] as const) {
      const { asked, models } = watchedModels({ model })
      const agent = agentNamed('content-agent')
      const client = await connect(t, agent, { models })
      const { isError } = await call(client, 'generate_summary', { text: LETTER })
      assert.notEqual(isError, true)
      assert.equal(asked.length > 0, isAsked, model)
      await call(
        client,
        'enrich',
        aRequest(agent, { tiers: ['fast'], wanted: ['content.summary'] }),
      )
      assert.equal(asked.at(-1)?.tier, 'fast', 'the pipeline has reserved')
    }
  })

  test('a document of another profile is refused before anything reads it, and for good', async (t) => {
    const { asked, models } = watchedModels()
    const client = await connect(t, metadata, { models })
    const result = await call(client, 'enrich', aRequest(metadata, { profile: 'awards' }))
    const envelope = { code: 'profile.unknown', retryable: false }
    assert.deepEqual([result.isError, result._meta?.[ERROR_META]], [true, envelope])
    assert.deepEqual(asked, [])
  })

  test('enrich says which definition and which models answer', async (t) => {
    const client = await connect(t, metadata, watchedModels())
    const { tools } = await client.listTools()
    assert.deepEqual(tools.at(-1)?._meta, {
      [DEFINITION_META]: definitionHash(metadata),
      [MODELS_META]: ['rules', 'local:scripted-1'],
      [LARGEST_CALL_META]: largestCallOf(metadata),
    })
    assert.equal(client.getServerVersion()?.version, definitionHash(metadata))
  })

  test('schemas name no dialect, and say the same in draft 7 as in draft 2020-12', () => {
    for (const agent of LETTER_AGENTS)
      for (const served of servedTools(agent, { models: noModels })) {
        const { inputSchema, outputSchema } = listed(served)
        for (const target of ['draft-7', 'draft-2020-12'] as const) {
          const input = { ...z.toJSONSchema(served.input, { target, io: 'input' }) }
          const output = { ...z.toJSONSchema(served.output, { target, io: 'output' }) }
          delete input.$schema
          delete output.$schema
          assert.deepEqual([inputSchema, outputSchema], [input, output], served.name)
        }
      }
  })

  test('a caller’s hints are used: language, file name, facts that are known already', async (t) => {
    const client = await connect(t, metadata, { models: noModels })
    const { structuredContent } = await call(client, 'extract_storage_info', {
      text: LETTER,
      language: 'en',
      file_path: '/scans/box 3/letter.txt',
      metadata: { archive_name: 'County Archive' },
    })
    assert.equal(structuredContent?.['archive_name'], 'County Archive')
  })

  test('every tool takes a text of any kind', async (t) => {
    const texts = ['', ' ', '\f', '😀', 'x'.repeat(20_000), sample('09-business-scanner-test.txt')]
    for (const name of AGENT_NAMES) {
      const client = await connect(t, agentNamed(name), { models: noModels })
      await client.listTools()
      for (const tool of TOOL_NAMES[name])
        for (const text of texts) {
          const result = await call(client, tool, { text })
          assert.ok(!result.isError, `${tool}: ${text.slice(0, 20)}`)
        }
    }
  })

  test('fifty calls at once each get their own answer', async (t) => {
    const client = await connect(t, agentNamed('structure-agent'), watchedModels({ latencyMs: 5 }))
    await client.listTools()
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        const text = `Boston, 3 May ${String(1800 + i)}\n\nDear Sir,\n\nAll is well.\n\nYours,\nJohn Harrow`
        const { structuredContent } = await call(client, 'parse_correspondence', { text })
        return (structuredContent?.['correspondence'] as { date: string }).date
      }),
    )
    assert.deepEqual(
      answers,
      answers.map((_, i) => `${String(1800 + i)}-05-03`),
    )
  })
})

suite('a slow model', () => {
  test('progress is told to a client that asks for it, and only while the call runs', async (t) => {
    const client = await connect(t, metadata, {
      ...watchedModels({ latencyMs: 120 }),
      progressEveryMs: 20,
    })
    const seen: number[] = []
    const params = { name: 'enrich', arguments: { ...aRequest(metadata, { tiers: ['local'] }) } }
    await client.callTool(params, undefined, { onprogress: ({ progress }) => seen.push(progress) })
    assert.ok(seen.length >= 2, String(seen.length))
    assert.deepEqual(
      seen,
      seen.map((_, i) => i + 1),
    )
    const told = seen.length
    await delay(60)
    assert.equal(seen.length, told)
  })

  test('a client that cancels ends the model’s call within 100 ms', async (t) => {
    const asked: ModelRequest[] = []
    const { models } = watchedModels({ latencyMs: 60_000 })
    const watched = {
      ...models,
      complete: (request: ModelRequest) => {
        asked.push(request)
        return models.complete(request)
      },
    }
    const client = await connect(t, metadata, { models: watched })
    const stop = new AbortController()
    const params = { name: 'enrich', arguments: { ...aRequest(metadata, { tiers: ['local'] }) } }
    const running = client.callTool(params, undefined, { signal: stop.signal })
    running.catch(() => undefined)
    while (asked.length === 0) await delay(1)
    const aborted = new Promise<void>((resolve) => {
      asked[0]?.signal.addEventListener('abort', () => {
        resolve()
      })
    })
    const startedAt = performance.now()
    stop.abort()
    await assert.rejects(running)
    await aborted
    assert.ok(performance.now() - startedAt < 100)
  })
})

suite('what a failure tells', () => {
  const SECRET = 'password hunter2 of the archive, and the words of a letter'

  for (const thrown of [
    new Error(SECRET),
    new TypeError(SECRET),
    SECRET,
    { message: SECRET },
    new ColophonError('internal.unexpected', SECRET),
  ])
    test(`nothing of what was thrown (${JSON.stringify(thrown).slice(0, 12)} of ${typeof thrown})`, async (t) => {
      const told: unknown[] = []
      const client = await connect(t, broken(thrown), {
        models: noModels,
        onError: (error, tool) => told.push(error, tool),
      })
      await client.listTools()
      for (const [name, args] of [
        ['read_it', { text: LETTER }],
        ['enrich', { ...aRequest(broken(thrown)) }],
      ] as const) {
        const result = await call(client, name, args)
        assert.equal(result.isError, true)
        assert.doesNotMatch(JSON.stringify(result), /hunter2|words of a letter|home/)
      }
      assert.deepEqual(told, [thrown, 'read_it', thrown, 'enrich'])
    })

  test('a defect is permanent: it would be the same at every attempt', async (t) => {
    const client = await connect(t, broken(new Error('a bug')), { models: noModels })
    const { _meta, content } = await call(client, 'read_it', { text: '' })
    assert.deepEqual(_meta?.[ERROR_META], { code: 'agent.failed', retryable: false })
    assert.equal(content[0]?.text, `${ERRORS['agent.failed'].title}. ${ERRORS['agent.failed'].fix}`)
  })

  test('a model’s failure says whether and when to try again, and what was spent', async (t) => {
    const { models } = watchedModels({
      answer: () => {
        throw new ColophonError('model.rate_limited', SECRET, { retryAfterMs: 2_500 })
      },
    })
    const client = await connect(t, metadata, { models })
    const request = aRequest(metadata, { wanted: ['metadata.document_type'], text: 'x' })
    const result = await call(client, 'enrich', { ...request })
    const envelope = result._meta?.[ERROR_META]
    assert.deepEqual(
      [envelope?.['code'], envelope?.['retryable'], envelope?.['retryAfterMs']],
      ['model.rate_limited', true, 2_500],
    )
    assert.deepEqual(
      (envelope?.['usage'] as { tier: string }[]).map(({ tier }) => tier),
      ['rules'],
    )
    assert.doesNotMatch(JSON.stringify(result), /hunter2/)
  })

  test('a tool called alone gives the cheaper answer when its model fails', async (t) => {
    const { models } = watchedModels({
      answer: () => {
        throw new ColophonError('model.overloaded', 'scripted')
      },
    })
    const client = await connect(t, metadata, { models })
    const { isError, structuredContent } = await call(client, 'determine_access_level', {
      text: 'x',
    })
    assert.equal(isError, undefined)
    assert.ok(
      ['restricted', 'private', 'public'].includes(String(structuredContent?.['access_level'])),
    )
  })

  test('an answer that does not fit its own schema is a defect, not an answer', async (t) => {
    const tool = aTool([{ path: 'a.name', key: 'name' }])
    const told: unknown[] = []
    const client = await connect(t, anAgent({ ...tool, present: () => ({ read: SECRET }) }), {
      models: noModels,
      onError: (error) => told.push(error),
    })
    const result = await call(client, 'read_it', { text: '' })
    assert.equal(result._meta?.[ERROR_META]?.['code'], 'agent.invalid_answer')
    assert.doesNotMatch(JSON.stringify(result), /hunter2/)
    assert.equal(told.length, 1)
  })
})
