import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Usage, type ErrorCode } from '@colophon/domain'
import type { Fate } from '@colophon/testkit/providers'
import {
  ANTHROPIC,
  aRequest,
  clientAt,
  closedPort,
  eventually,
  failureOf,
  OLLAMA,
  rawServer,
} from './rig.ts'

type Billed = 'nothing' | 'exact' | 'bound'

/** How a call ends for each fate, but for what a provider does in its own way. */
const FAILURES: readonly (readonly [Fate, ErrorCode, Billed])[] = [
  ['rate_limited', 'model.rate_limited', 'nothing'],
  ['overloaded', 'model.overloaded', 'nothing'],
  ['server_error', 'model.unavailable', 'nothing'],
  ['truncated_stream', 'model.unavailable', 'bound'],
  ['stream_error', 'model.overloaded', 'bound'],
  ['half_open', 'model.timeout', 'bound'],
  ['stall', 'model.timeout', 'bound'],
  ['invalid_json', 'model.invalid_answer', 'exact'],
  ['refusal', 'model.refused', 'exact'],
  ['max_tokens', 'model.truncated', 'exact'],
]
const OWN_WAY: Readonly<Record<string, Partial<Record<Fate, ErrorCode>>>> = {
  // It says of no error what it is, and has no word for a refusal: its model answers in prose.
  ollama: { stream_error: 'model.unavailable', refusal: 'model.invalid_answer' },
}

for (const provider of [OLLAMA, ANTHROPIC]) {
  const { name, model, tier, rig, tellsFirst } = provider

  suite(`${name}: an answer`, () => {
    test('has the form that was asked for, and its usage is what the server billed', async (t) => {
      const { server, ask } = await rig(t)
      const answer = await ask()
      assert.deepEqual(answer.json, { name: 'Dear Mary,', place: 'Dear Mary,', sure: 0.9 })
      assert.equal(answer.model, model)
      const { usage } = answer
      const [line] = server.bill.lines
      assert.deepEqual(usage.tokens, line?.tokens)
      assert.deepEqual([line?.call_id, line?.outcome], [`run_1:${tier}`, 'answered'])
      assert.equal(usage.call_id, line?.call_id)
      if (tellsFirst) assert.equal(usage.request_id, line?.request_id)
      assert.ok(usage.usage_complete && usage.tokens.input > 0 && usage.tokens.output > 0)
      assert.deepEqual(Usage.parse(usage), usage)
    })

    test('read to its end leaves its connection for the next one', async (t) => {
      const { server, ask } = await rig(t)
      for (let call = 0; call < 5; call += 1) await ask()
      assert.equal(server.closedEarly(), 0)
      // The pool may learn of the end a moment after we do.
      assert.ok(server.connections() <= 2, `${server.connections()} connections`)
    })
  })

  suite(`${name}: a call that fails`, () => {
    for (const [fate, usual, billed] of FAILURES) {
      const code = OWN_WAY[name]?.[fate] ?? usual
      test(`${fate} is ${code}, its usage ${billed}`, async (t) => {
        const isSilent = fate === 'half_open' || fate === 'stall'
        const query = isSilent ? 'first_token_ms=1000&idle_ms=1000' : ''
        const { server, ask } = await rig(t, {
          query,
          behaviour: { next: [fate], retry_after_s: 7 },
        })
        const error = await failureOf(ask())
        assert.equal(error.code, code)
        assert.ok(error.message.includes(`${name} ${model}`), error.message)
        if (tellsFirst && fate !== 'half_open') assert.match(error.message, /request req_000001/)
        if (fate === 'rate_limited') assert.equal(error.retryAfterMs, 7_000)
        if (billed === 'nothing') assert.equal(error.usage, null)
        if (billed === 'exact') {
          assert.deepEqual(error.usage?.tokens, server.bill.lines[0]?.tokens)
          assert.equal(error.usage?.usage_complete, true)
        }
        if (billed === 'bound') {
          assert.ok(error.usage)
          assert.equal(error.usage.usage_complete, false)
          await eventually(() => fate === 'half_open' || server.bill.lines.length === 1)
          const onBill = server.bill.lines[0]?.tokens
          const { input, output } = error.usage.tokens
          assert.ok(input >= (onBill?.input ?? 1) && output >= (onBill?.output ?? 500))
          // The start of the answer tells the input exactly; without it only a bound is known.
          if (tellsFirst && onBill !== undefined) assert.equal(input, onBill.input)
        }
        // The next call finds everything as it was.
        await ask()
      })
    }

    test('a server that is not there has billed nothing', async (t) => {
      const models = await clientAt(t, provider, await closedPort())
      const error = await failureOf(models.complete(aRequest({ tier })))
      assert.deepEqual([error.code, error.usage], ['model.unavailable', null])
      assert.match(error.message, /ECONNREFUSED/)
    })

    test('a redirect is not followed: it could take letter and key elsewhere', async (t) => {
      let reached = 0
      const elsewhere = await rawServer(t, (_request, response) => {
        reached += 1
        response.end()
      })
      const port = await rawServer(t, (_request, response) => {
        response.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/` })
        response.end()
      })
      const models = await clientAt(t, provider, port)
      await failureOf(models.complete(aRequest({ tier })))
      assert.equal(reached, 0)
    })
  })

  suite(`${name}: cancelling`, () => {
    test('closes the connection in the middle of an answer, with the caller’s own reason', async (t) => {
      const { server, ask } = await rig(t, { behaviour: { next: ['stall'] } })
      const caller = new AbortController()
      const running = ask({ signal: caller.signal })
      running.catch(() => undefined)
      await eventually(() => server.streaming() === 1)
      const reason = new Error('lease lost')
      caller.abort(reason)
      await assert.rejects(running, (thrown) => thrown === reason)
      await eventually(() => server.closedEarly() === 1)
      await eventually(() => server.bill.lines[0]?.outcome === 'cut')
    })
  })
}
