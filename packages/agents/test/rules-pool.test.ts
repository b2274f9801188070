import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { EnrichResponse } from '@colophon/domain'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { planted, PLANTED_MODULES } from '@colophon/testkit/planted-agents'
import {
  openRules,
  runAgent,
  type OpenRules,
  type RulesEnded,
  type RulesModules,
} from '../src/index.ts'
import { agentNamed, aRequest, LETTER, watchedModels } from './letter.ts'

const NO_MODELS = { ...watchedModels().models, modelFor: () => undefined }
/** Long enough for rules that do no harm, on a machine that is busy with other tests. */
const LIMIT_MS = 4_000
const NO_LIMIT_MS = 600_000

interface Rig {
  rules: OpenRules
  ended: RulesEnded[]
  run: (agent: string, text: string, signal?: AbortSignal) => Promise<EnrichResponse>
}

interface RigOptions {
  threads?: number
  modules?: RulesModules
  limitMs?: number
}

function open(t: TestContext, options: RigOptions = {}): Rig {
  const ended: RulesEnded[] = []
  const { threads = 1, modules = PLANTED_MODULES, limitMs = LIMIT_MS } = options
  const limits = { leastMs: limitMs, perMibMs: limitMs }
  const rules = openRules({
    threads,
    modules,
    limits,
    onEnded: (end) => ended.push(end),
  })
  t.after(() => rules[Symbol.asyncDispose]())
  return {
    rules,
    ended,
    run: (name, text, signal = new AbortController().signal) => {
      const agent = agentNamed(name)
      return runAgent(agent, aRequest(agent, { text }), { models: NO_MODELS, rules, signal })
    },
  }
}

const withoutTimes = ({ fields, rivals, status }: EnrichResponse): unknown =>
  JSON.parse(
    JSON.stringify({ fields, rivals, status }, (key, value: unknown) =>
      key === 'at' ? undefined : value,
    ),
  )

const pathsOf = ({ fields }: EnrichResponse): string[] => fields.map(({ path }) => path)
const outcomeOf = ({ status, why }: EnrichResponse) => [status, why]
const letter = (n: number, more = ''): string => `${LETTER}\n\nNo. ${n}. ${more}\n`

suite('rules in threads', () => {
  test('every agent finds there what it finds here', async (t) => {
    const { run } = open(t, { threads: 2 })
    for (const { name } of LETTER_AGENTS) {
      const agent = agentNamed(name)
      const signal = new AbortController().signal
      const here = await runAgent(agent, aRequest(agent), { models: NO_MODELS, signal })
      assert.deepEqual(withoutTimes(await run(name, LETTER)), withoutTimes(here), name)
    }
  })

  for (const harm of ['hang', 'backtrack'] as const)
    test(`a rule that never ends (${harm}) costs its own fields, and nothing else`, async (t) => {
      const { run, ended } = open(t)
      const healthy = await run('entity-agent', letter(0))
      const hanging = letter(1, planted(harm, 'extract_organizations'))
      const [hung, ...others] = await Promise.all([
        run('entity-agent', hanging),
        run('structure-agent', hanging),
        ...[2, 3, 4, 5].map((n) => run('entity-agent', letter(n))),
      ])
      assert.deepEqual(outcomeOf(hung), ['degraded', 'rules.timeout'])
      const left = pathsOf(healthy).filter((path) => path !== 'analysis.organizations')
      assert.deepEqual(pathsOf(hung), left)
      assert.deepEqual(
        others.map(({ status }) => status),
        others.map(() => 'ok'),
      )
      const end = { agent: 'entity-agent', documentId: 'doc_1', part: 'extract_organizations' }
      assert.deepEqual(ended, [{ ...end, why: 'rules.timeout' }])
    })

  test('a rule that has hung once for a text is not tried again for it', async (t) => {
    const { run, ended } = open(t)
    const text = letter(1, planted('hang', 'extract_people'))
    const first = await run('entity-agent', text)
    const again = await run('entity-agent', text)
    assert.deepEqual(withoutTimes(again), withoutTimes(first))
    assert.equal(ended.length, 1)
  })

  test('a text whose rules all hang is given up in about twice its time', async (t) => {
    const { run, ended } = open(t, { threads: 2 })
    const tools = LETTER_AGENTS.flatMap((agent) => agent.tools.map(({ name }) => name))
    const text = letter(1, tools.map((tool) => planted('hang', tool)).join(' '))
    const ends = await Promise.all(LETTER_AGENTS.map(({ name }) => run(name, text)))
    assert.deepEqual(
      ends.map(outcomeOf),
      ends.map(() => ['degraded', 'rules.timeout']),
    )
    assert.ok(ended.length <= 4, `${ended.length} threads were ended`)
    assert.equal((await run('context-agent', letter(2))).status, 'ok')
  })

  for (const harm of ['exit', 'memory'] as const)
    test(`a rule that brings its thread down (${harm}) costs its own fields`, async (t) => {
      const { run, ended } = open(t, { limitMs: NO_LIMIT_MS })
      const text = letter(1, planted(harm, 'extract_events'))
      const [crashed, other] = await Promise.all([
        run('entity-agent', text),
        run('entity-agent', letter(2)),
      ])
      assert.deepEqual(outcomeOf(crashed), ['degraded', 'rules.crashed'])
      assert.ok(pathsOf(crashed).includes('analysis.people'))
      assert.equal(other.status, 'ok')
      assert.deepEqual(
        ended.map(({ part, why }) => [part, why]),
        [['extract_events', 'rules.crashed']],
      )
    })

  test('an error that nobody catches in a thread leaves the others’ letters whole', async (t) => {
    const { run } = open(t)
    await run('entity-agent', letter(1, planted('late', 'extract_people')))
    const after = await Promise.all([2, 3, 4].map((n) => run('structure-agent', letter(n))))
    assert.deepEqual(
      after.map(({ status, fields }) => [status, fields.length > 0]),
      after.map(() => ['ok', true]),
    )
  })

  test('a defect in a rule is thrown as it would be here', async (t) => {
    const { run, ended } = open(t)
    await assert.rejects(run('entity-agent', letter(1, planted('defect', 'extract_people'))), {
      message: 'a defect',
    })
    assert.equal((await run('entity-agent', letter(2))).status, 'ok')
    assert.deepEqual(ended, [])
  })

  test('a call that is given up ends at once, whatever its rules do', async (t) => {
    const { run, ended } = open(t)
    const stop = new AbortController()
    const reason = new Error('the lease is lost')
    const hanging = run('entity-agent', letter(1, planted('hang', 'extract_people')), stop.signal)
    hanging.catch(() => undefined)
    await delay(20)
    stop.abort(reason)
    await assert.rejects(hanging, reason)
    assert.deepEqual(ended, [])
  })

  test('who waits for threads that cannot start is told so, to come back later', async (t) => {
    const { run } = open(t, { modules: { letters: new URL('./not-there.ts', import.meta.url) } })
    await assert.rejects(run('entity-agent', LETTER), { code: 'rules.unavailable' })
  })

  test('closing ends a thread that hangs, and its call', async (t) => {
    const { run, rules } = open(t)
    const hanging = run('entity-agent', letter(1, planted('hang', 'extract_people')))
    hanging.catch(() => undefined)
    await delay(20)
    await rules[Symbol.asyncDispose]()
    await assert.rejects(hanging, { code: 'rules.unavailable' })
    await assert.rejects(run('entity-agent', LETTER), { code: 'rules.unavailable' })
  })

  test('the event loop stays free while a rule hangs', async (t) => {
    const { run } = open(t)
    const hanging = run('entity-agent', letter(1, planted('backtrack', 'extract_people')))
    let turns = 0
    const counting = setInterval(() => (turns += 1), 10)
    await hanging
    clearInterval(counting)
    assert.ok(turns > 10, `${turns} turns`)
  })
})
