import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_TOKENS, noModels, type ModelClient, type ModelRequest } from '@colophon/domain'
import { readConfig } from '@colophon/runtime'
import { LOG_SETTINGS } from '@colophon/runtime/settings'
import { modelSpanNames, NO_TRACER, openTracer, tracedModels } from '@colophon/runtime/tracing'
import { openCollector } from '@colophon/testkit'
import { z } from 'zod'

const TEXT = 'Dear Sir, I have the honour to inform you'

const request: ModelRequest = {
  tier: 'local',
  call_id: 'run-1:local',
  system: `System: ${TEXT}`,
  prompt: TEXT,
  schema: {},
  max_tokens: 512,
  signal: new AbortController().signal,
  agent: 'entity-agent',
}

const models: ModelClient = {
  ...noModels,
  modelFor: () => 'llama3.2',
  complete: () =>
    Promise.resolve({
      json: { summary: TEXT },
      model: 'llama3.2:3b',
      source: 'ollama:llama3.2',
      usage: {
        call_id: 'run-1:local',
        tier: 'local',
        provider: 'ollama',
        model: 'llama3.2',
        tool: null,
        tokens: { ...NO_TOKENS, input: 100, cache_read: 20, output: 7 },
        duration_ms: 1,
        usage_complete: true,
        request_id: 'req-9',
      },
    }),
}

async function told(optIn: string | undefined) {
  await using collector = await openCollector()
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }
  const settings = readConfig(z.object(LOG_SETTINGS), env)
  const tracer = await openTracer(settings, { service: 'test', version: '1' })
  await tracedModels(tracer, models, modelSpanNames(optIn)).complete(request)
  await tracer[Symbol.asyncDispose]()
  const [span] = await collector.until((spans) => spans.length === 1)
  assert.ok(span)
  assert.ok(!collector.bodies.join('').includes(TEXT))
  return { name: span.name, attributes: span.attributes }
}

test('a call of a model says what it was by names of ours, or by those of OpenTelemetry where they are asked for', async () => {
  assert.deepEqual(await told(undefined), {
    name: 'ask local model',
    attributes: {
      'colophon.agent': 'entity-agent',
      'colophon.model.tier': 'local',
      'colophon.model.name': 'llama3.2',
      'colophon.model.max_tokens': 512,
      'colophon.model.call_id': 'run-1:local',
      'colophon.model.provider': 'ollama',
      'colophon.model.tokens.input': 120,
      'colophon.model.tokens.output': 7,
      'colophon.model.tokens.cache_read': 20,
      'colophon.model.request_id': 'req-9',
    },
  })
  assert.deepEqual(await told('http,gen_ai_latest_experimental'), {
    name: 'chat llama3.2',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.agent.name': 'entity-agent',
      'gen_ai.request.model': 'llama3.2',
      'gen_ai.request.max_tokens': 512,
      'gen_ai.output.type': 'json',
      'colophon.model.tier': 'local',
      'colophon.model.call_id': 'run-1:local',
      'gen_ai.provider.name': 'ollama',
      'gen_ai.response.model': 'llama3.2:3b',
      'gen_ai.response.id': 'req-9',
      'gen_ai.usage.input_tokens': 120,
      'gen_ai.usage.output_tokens': 7,
      'gen_ai.usage.cache_read.input_tokens': 20,
    },
  })
  assert.equal(tracedModels(NO_TRACER, models, modelSpanNames()), models)
})
