import assert from 'node:assert/strict'
import { text } from 'node:stream/consumers'
import { suite, test } from 'node:test'
import type { ErrorCode } from '@colophon/domain'
import {
  aRequest,
  clientAt,
  closedPort,
  eventually,
  failureOf,
  OLLAMA,
  ollamaRig,
  rawServer,
} from '../rig.ts'

suite('ollama: an answer', () => {
  test('is asked for without silent truncation, with an explicit window and the schema twice', async (t) => {
    const { server, ask } = await ollamaRig(t, { query: 'num_ctx=6000' })
    await ask()
    const sent = server.requests[0] as Record<string, unknown>
    const { num_predict: most, ...options } = sent['options'] as Record<string, unknown>
    assert.deepEqual(
      [
        sent['truncate'],
        sent['shift'],
        sent['stream'],
        sent['keep_alive'],
        sent['format'],
        options,
      ],
      [false, false, true, '30m', aRequest().schema, { temperature: 0, num_ctx: 6_000 }],
    )
    assert.equal(most, 500)
    const [system] = sent['messages'] as { role: string; content: string }[]
    assert.match(system?.content ?? '', /^You read letters\..*"Who is addressed"/s)
  })

  test('comes from the agent’s own model where it has one', async (t) => {
    const { server, ask } = await ollamaRig(t, { query: 'structure-agent=mixtral' })
    assert.equal((await ask({ agent: 'structure-agent' })).usage.model, 'mixtral')
    assert.equal((await ask()).usage.model, 'llama3.2')
    assert.deepEqual(
      server.bill.lines.map(({ model }) => model),
      ['mixtral', 'llama3.2'],
    )
  })

  test('tells how long the model took to load', async (t) => {
    const loads: number[] = []
    const { ask } = await ollamaRig(t, { events: { loaded: ({ loadMs }) => loads.push(loadMs) } })
    await ask()
    // It is told of a model that was in memory too: that is no loading.
    await ask()
    assert.deepEqual(loads, [700])
  })

  test('is no longer than it can need to be, with room for thoughts where they cannot be ruled out', async (t) => {
    for (const [capabilities, allowed, think, most] of [
      [['completion'], 500, undefined, 90],
      [['completion', 'thinking'], 500, false, 90],
      [null, 500, undefined, 500],
      [null, 5_000, undefined, 90 + 2_048],
    ] as const) {
      const { server, ask } = await ollamaRig(t, { capabilities })
      await ask({ answer_tokens: 90, max_tokens: allowed })
      const sent = server.requests[0] as { think?: boolean; options: { num_predict: number } }
      assert.deepEqual([sent.think, sent.options.num_predict], [think, most])
    }
  })

  test('is bounded by what its server says as soon as it can say it', async (t) => {
    let pulled = false
    const sent: number[] = []
    const port = await rawServer(t, (request, response) => {
      void text(request).then((body) => {
        if (request.url === '/api/show') {
          response.statusCode = pulled ? 200 : 404
          response.end(pulled ? '{"capabilities":["completion"]}' : '{"error":"not found"}')
          return
        }
        if (request.url === '/api/chat')
          sent.push((JSON.parse(body) as { options: { num_predict: number } }).options.num_predict)
        response.end(
          request.method === 'GET'
            ? '{"models":[]}'
            : '{"message":{"role":"assistant","content":"{}"},"done":true}\n',
        )
      })
    })
    const models = await clientAt(t, OLLAMA, port)
    const request = aRequest({ answer_tokens: 90 })
    await models.complete(request)
    pulled = true
    await models.complete(request)
    assert.deepEqual(sent, [500, 90])
  })

  test('comes a token a line, with blanks around it, as from models', async (t) => {
    const { ask } = await ollamaRig(t, { behaviour: { token_lines: true } })
    assert.deepEqual(Object.keys((await ask()).json as object), ['name', 'place', 'sure'])
  })

  const whole =
    '{"message":{"role":"assistant","content":"{\\"name\\": \\"Mary\\"}\\n"},"done":false}\n'
  const blanks = '{"message":{"role":"assistant","content":" \\n"},"done":false}\n'.repeat(31)
  const cut = '{"message":{"role":"assistant","content":""},"done":true,"done_reason":"length"}\n'
  for (const [how, lines] of [
    ['ends at the token limit', whole + blanks + cut],
    ['is ended by the server', whole + blanks],
  ] as const)
    test(`is one when its JSON is whole, though a run of blanks after it ${how}`, async (t) => {
      const port = await rawServer(t, (_request, response) => response.end(lines))
      const models = await clientAt(t, OLLAMA, port)
      assert.deepEqual((await models.complete(aRequest())).json, { name: 'Mary' })
    })
})

suite('ollama: what answers', () => {
  const DIGEST = /^[0-9a-f]{64}$/

  test('is told with its weights from the first answer on, and with an answer that was cut', async (t) => {
    const { ask } = await ollamaRig(t)
    const { usage } = await ask()
    assert.match(usage.model_digest ?? '', DIGEST)
    const cut = await ollamaRig(t, { behaviour: { next: ['ok', 'truncated_stream'] } })
    await cut.ask()
    const error = await failureOf(cut.ask())
    assert.equal(error.usage?.usage_complete, false)
    assert.equal(error.usage.model_digest, usage.model_digest)
  })

  test('is not looked up for each call', async (t) => {
    const paths: (string | undefined)[] = []
    const port = await rawServer(t, (request, response) => {
      paths.push(request.url)
      if (request.method === 'GET') response.end('{"models":[]}')
      else
        response.end(
          '{"message":{"role":"assistant","content":"{}"},"done":true,"prompt_eval_count":300,"eval_count":1}\n',
        )
    })
    const models = await clientAt(t, OLLAMA, port)
    for (let call = 0; call < 4; call += 1)
      assert.equal((await models.complete(aRequest())).usage.model_digest, undefined)
    const first = ['/api/show', '/api/chat', '/api/ps']
    assert.deepEqual(paths, [...first, '/api/chat', '/api/chat', '/api/chat'])
  })

  test('may have a smaller window than was asked for, which is then what texts must fit', async (t) => {
    const { server, ask } = await ollamaRig(t, { query: 'num_ctx=8000', largestContext: 2_000 })
    await ask()
    const error = await failureOf(ask({ prompt: 'long '.repeat(1_500) }))
    assert.deepEqual([error.code, error.usage], ['model.input_too_long', null])
    assert.match(error.message, /num_ctx=8000, of which the server gives 2000/)
    assert.equal(server.requests.length, 1)
    await ask()
    const sent = server.requests[1] as { options: { num_ctx: number } }
    assert.equal(sent.options.num_ctx, 8_000)
  })
})

suite('ollama: a call that fails', () => {
  test('JSON of another form is an answer: the caller judges it', async (t) => {
    const { ask } = await ollamaRig(t, { behaviour: { next: ['schema_violation'] } })
    assert.deepEqual((await ask()).json, { unexpected: ['another form'] })
  })

  test('a text that does not fit the window is never sent', async (t) => {
    const { server, ask } = await ollamaRig(t, { query: 'num_ctx=1000' })
    const error = await failureOf(ask({ prompt: 'long '.repeat(1_000) }))
    assert.deepEqual(
      [error.code, error.usage, server.requests.length],
      ['model.input_too_long', null, 0],
    )
    assert.match(error.message, /num_ctx=1000/)
  })

  test('the whole call has a deadline, also when words keep coming', async (t) => {
    const port = await rawServer(t, (_request, response) => {
      const drip = setInterval(() => {
        response.write('{"message":{"role":"assistant","content":" "},"done":false}\n')
      }, 5)
      response.once('close', () => {
        clearInterval(drip)
      })
    })
    const models = await clientAt(t, OLLAMA, port, 'deadline_ms=200')
    const error = await failureOf(models.complete(aRequest()))
    assert.deepEqual([error.code, /deadline/.test(error.message)], ['model.timeout', true])
  })

  const replies: readonly (readonly [string, number, string, ErrorCode])[] = [
    [
      'a context error',
      400,
      '{"error":"the input exceeds the context length: Dear Mary"}',
      'model.input_too_long',
    ],
    ['another bad request', 400, '{"error":"invalid format: Dear Mary"}', 'model.request_rejected'],
    ['a proxy’s page', 502, '<html>Dear Mary</html>', 'model.unavailable'],
    ['a login page', 401, '<html>', 'model.unauthorised'],
    [
      'lines that are no JSON',
      200,
      '{"message":{"content":"Dear Mary"}}\nDear Mary\n',
      'model.unavailable',
    ],
    ['nothing at all', 200, '', 'model.unavailable'],
    [
      'an answer that breaks off at a good end',
      200,
      '{"message":{"content":"{\\"name\\": \\"Dear Mary"}}\n',
      'model.invalid_answer',
    ],
    [
      'a form it has no grammar for',
      500,
      '{"error":"invalid JSON schema in format"}',
      'model.request_rejected',
    ],
    [
      'a runner that died of the request',
      500,
      '{"error":"model runner has unexpectedly stopped, this may be due to resource limitations"}',
      'model.request_rejected',
    ],
    [
      'a runner that died before',
      500,
      '{"error":"llama runner process has terminated: signal: killed"}',
      'model.unavailable',
    ],
  ]
  for (const [what, status, body, code] of replies)
    test(`${what} is ${code}, and nothing of it is told or printed`, async (t) => {
      const printed = ['log', 'warn', 'error'] as const
      const spies = printed.map((method) => t.mock.method(console, method, () => undefined))
      const port = await rawServer(t, (_request, response) => {
        response.writeHead(status, {
          'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
        })
        response.end(body)
      })
      const models = await clientAt(t, OLLAMA, port)
      assert.equal((await failureOf(models.complete(aRequest()))).code, code)
      assert.deepEqual(
        spies.map((spy) => spy.mock.callCount()),
        [0, 0, 0],
      )
    })
})

suite('ollama: cancelling', () => {
  test('one call leaves the others alone', async (t) => {
    const query = 'concurrency=2'
    const { server, ask } = await ollamaRig(t, { query, behaviour: { latency_ms: 100 } })
    const caller = new AbortController()
    const cancelled = ask({ signal: caller.signal })
    cancelled.catch(() => undefined)
    const other = ask()
    await eventually(() => server.load.now === 2)
    caller.abort(new Error('lease lost'))
    await assert.rejects(cancelled, { message: 'lease lost' })
    assert.equal((await other).model, 'llama3.2')
  })
})

suite('ollama: being ready', () => {
  test('means that every configured model is there, with or without its tag', async (t) => {
    const ready = await ollamaRig(t, { query: 'structure-agent=mixtral:latest' })
    await ready.models.ping()
    const lacking = await ollamaRig(t, { query: 'structure-agent=qwen3' })
    await assert.rejects(lacking.models.ping(), { code: 'model.missing', message: /qwen3/ })
    await lacking.models.ping('metadata-agent')
    await assert.rejects(lacking.models.ping('structure-agent'), { code: 'model.missing' })
    const error = await failureOf(lacking.ask({ agent: 'structure-agent' }))
    assert.deepEqual([error.code, error.usage], ['model.missing', null])
  })

  test('is told apart from a server that is not there', async (t) => {
    const models = await clientAt(t, OLLAMA, await closedPort())
    await assert.rejects(models.ping(), { code: 'model.unavailable', message: /ECONNREFUSED/ })
  })
})
