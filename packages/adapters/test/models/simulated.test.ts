import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ModelCallError } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { FAULTS, startSimulatedAnthropic, type ProviderBillLine } from '@colophon/testkit/providers'
import { openModels } from '../../src/models/index.ts'
import { anthropicRig, aRequest, failureOf, KEY, ollamaRig } from './rig.ts'

const SCRIPT = fileURLToPath(
  new URL('../../../../proof/stack/simulated-providers.ts', import.meta.url),
)

const control = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/_control`, { method: 'POST', body: JSON.stringify(body) })

suite('simulated providers', () => {
  test('change how they behave while they run', async (t) => {
    const { server, ask } = await ollamaRig(t)
    const changed = await control(server.url, { next: ['server_error', 'ok'], latency_ms: 1 })
    assert.deepEqual(((await changed.json()) as { next: string[] }).next, ['server_error', 'ok'])
    assert.equal((await failureOf(ask())).code, 'model.unavailable')
    await ask()
    await ask()
  })

  test('refuse a control that makes no sense, and stay as they are', async (t) => {
    const { server, ask } = await ollamaRig(t)
    for (const wrong of [
      { weights: { refusals: 0.1 } },
      { weights: { stall: 0.6, refusal: 0.6 } },
      { next: ['never'] },
      { latency_ms: -1 },
      { latency: 5 },
      { capacity: 1.5 },
    ])
      assert.equal((await control(server.url, wrong)).status, 400, JSON.stringify(wrong))
    await ask()
  })

  test('weights are shares: the same seed gives the same fates', async (t) => {
    const fates = async (seed: number): Promise<string[]> => {
      const server = await startSimulatedAnthropic({
        seed,
        behaviour: { weights: { refusal: 0.3, overloaded: 0.2 } },
      })
      t.after(() => server[Symbol.asyncDispose]())
      return Array.from({ length: 1_000 }, () => server.conduct.nextFate())
    }
    const [one, same, other] = [await fates(7), await fates(7), await fates(8)]
    assert.deepEqual(one, same)
    assert.notDeepEqual(one, other)
    const share = (fate: string): number => one.filter((each) => each === fate).length / one.length
    assert.ok(Math.abs(share('refusal') - 0.3) < 0.05 && Math.abs(share('overloaded') - 0.2) < 0.05)
  })

  test('the bill is told over HTTP too, with its totals', async (t) => {
    const { server, ask } = await anthropicRig(t)
    const { usage } = await ask()
    const bill = (await (await fetch(`${server.url}/_bill`)).json()) as {
      totals: { calls: number; tokens: unknown }
      lines: ProviderBillLine[]
    }
    assert.deepEqual(bill.totals, { calls: 1, tokens: usage.tokens })
    assert.equal(bill.lines[0]?.request_id, usage.request_id)
  })

  test('every fault leaves a bill that usage is never below', async (t) => {
    for (const rig of [ollamaRig, anthropicRig]) {
      const { server, ask } = await rig(t, {
        query: 'first_token_ms=1000&idle_ms=1000&breaker_failures=1000&concurrency=8',
        behaviour: { next: [...FAULTS, 'ok'] },
      })
      const spent = await Promise.all(
        Array.from({ length: FAULTS.length + 1 }, async (_, index) => {
          const call = ask({ call_id: `call_${index}` })
          return await call.then(
            ({ usage }) => usage,
            (error: unknown) => {
              assert.ok(error instanceof ModelCallError)
              return error.usage
            },
          )
        }),
      )
      const usage = new Map(spent.flatMap((each) => (each === null ? [] : [[each.call_id, each]])))
      for (const { call_id: id, tokens, outcome } of server.bill.lines) {
        const ours = usage.get(id ?? '')
        assert.ok(ours, `${id} (${outcome}) is billed and unknown to us`)
        if (ours.usage_complete) assert.deepEqual(ours.tokens, tokens)
        else assert.ok(ours.tokens.output >= tokens.output && ours.tokens.input >= tokens.input)
      }
    }
  })

  test('run as a process of their own until they are told to stop', async (t) => {
    const bill = join(temporaryFolder(t), 'bill.jsonl')
    const child = spawn(process.execPath, [SCRIPT, '--bill', bill, '--latency-ms', '5'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.after(() => child.kill('SIGKILL'))
    const ended = once(child, 'exit')
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const urls = JSON.parse(line) as { ollama: string; anthropic: string }
    const models = await openModels(
      {
        local: `${urls.ollama.replace('http:', 'ollama:')}/llama3.2`,
        fast: `anthropic:claude-sonnet-5-5?base_url=${urls.anthropic}`,
      },
      { keys: { ANTHROPIC_API_KEY: KEY } },
    )
    await models.ping()
    const calls = [
      await models.complete(aRequest()),
      await models.complete(aRequest({ tier: 'fast' })),
    ]
    const lines = readFileSync(bill, 'utf8')
      .trim()
      .split('\n')
      .map((each) => JSON.parse(each) as ProviderBillLine)
    assert.deepEqual(
      lines.map(({ provider, tokens }) => ({ provider, tokens })),
      calls.map(({ usage: { provider, tokens } }) => ({ provider, tokens })),
    )
    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null])
  })
})
