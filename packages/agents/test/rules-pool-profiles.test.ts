import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { noModels } from '@colophon/domain'
import { PLANTED_MODULES } from '@colophon/testkit/planted-agents'
import type { Agent } from '../src/agent.ts'
import { openRules, runAgent, type RulesEnded } from '../src/index.ts'
import { agentNamed, aRequest, LETTER } from './letter.ts'
import { waitingAgent } from './waiting-agents.ts'

const MODULES = { ...PLANTED_MODULES, slips: new URL('./waiting-agents.ts', import.meta.url) }
const LIMIT_MS = 4_000

function open(t: TestContext) {
  const ended: RulesEnded[] = []
  const limits = { leastMs: LIMIT_MS, perMibMs: LIMIT_MS }
  const onEnded = (end: RulesEnded): number => ended.push(end)
  const rules = openRules({ threads: 1, modules: MODULES, limits, onEnded })
  t.after(() => rules[Symbol.asyncDispose]())
  const run = async (agent: Agent, text: string): Promise<Record<string, unknown>> => {
    const request = aRequest(agent, { text, profile: agent.profile })
    const { signal } = new AbortController()
    const { fields } = await runAgent(agent, request, { models: noModels, rules, signal })
    return Object.fromEntries(fields.map(({ path, value }) => [path, value]))
  }
  return { ended, run }
}

suite('rules of several profiles in one thread', () => {
  test('a profile is loaded when it is first asked for, and each finds what it finds alone', async (t) => {
    const { run } = open(t)
    const [slip, letter] = await Promise.all([
      run(waitingAgent, 'A slip'),
      run(agentNamed('structure-agent'), LETTER),
    ])
    assert.deepEqual(slip, { 'slip.count': 1, 'slip.wait': 6 })
    assert.notEqual(letter['content.signature'], undefined)
  })

  test('documents whose rules wait are read one after the other', async (t) => {
    const { run } = open(t)
    const texts = ['one', 'two', 'three', 'four']
    const slips = await Promise.all(texts.map((text) => run(waitingAgent, text)))
    assert.deepEqual(
      slips.map((slip) => slip['slip.count']),
      [1, 1, 1, 1],
    )
  })

  test('a rule that waits for ever is named, and costs its own fields', async (t) => {
    const { run, ended } = open(t)
    assert.deepEqual(await run(waitingAgent, 'for ever'), { 'slip.count': 1 })
    assert.deepEqual(
      ended.map(({ part, why }) => [part, why]),
      [['wait', 'rules.timeout']],
    )
  })

  test('a profile that no module is known of is refused', async (t) => {
    const { run } = open(t)
    await assert.rejects(run({ ...waitingAgent, profile: 'maps' }, 'A map'), {
      code: 'profile.unknown',
    })
  })
})
