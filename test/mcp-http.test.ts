import assert from 'node:assert/strict'
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { suite, test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openAgentsOverHttp } from '@colophon/agents'
import { agentNamed, aRequest } from '../packages/agents/test/letter.ts'
import { SECRET, serviceToken } from '../packages/agents/test/mcp/serve.ts'

const MAIN = fileURLToPath(new URL('../services/agent-host/src/main.ts', import.meta.url))
const { signal } = new AbortController()

interface Running {
  child: ChildProcessWithoutNullStreams
  stderr: () => string
}

function start(t: TestContext, args: string[], env: Record<string, string>): Running {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  t.after(() => child.kill('SIGKILL'))
  return { child, stderr: () => said }
}

/** The address that the line `ready` names. */
async function addressOf({ child, stderr }: Running): Promise<string> {
  for (;;) {
    const line = stderr()
      .split('\n')
      .find((each) => each.includes('"msg":"ready"'))
    if (line !== undefined) return (JSON.parse(line) as { url: string }).url
    if (child.exitCode !== null) assert.fail(stderr())
    await delay(10)
  }
}

suite('an agent as a process of its own', () => {
  test('finishes the call in progress after SIGTERM, says it is not ready, and exits 0', async (t) => {
    const env = { JWT_SECRET: SECRET, MODEL_LOCAL: 'scripted:?latency_ms=1500' }
    const running = start(t, ['metadata-agent'], env)
    const url = await addressOf(running)
    const caller = openAgentsOverHttp({ 'metadata-agent': url }, { token: serviceToken })
    t.after(() => caller[Symbol.asyncDispose]())
    const request = aRequest(agentNamed('metadata-agent'), { tiers: ['local'] })
    const answer = caller.enrich('metadata-agent', request, { signal })
    answer.catch(() => undefined)
    while (!(await metric(url, 'colophon_agent_running_requests')).startsWith('1')) await delay(5)
    running.child.kill('SIGTERM')
    await once(running.child, 'exit')
    assert.equal(running.child.exitCode, 0)
    assert.equal((await answer).status, 'ok')
    const messages = running
      .stderr()
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { msg: string }).msg)
    assert.deepEqual(messages, ['ready', 'draining', 'drained'])
    assert.ok(!running.stderr().includes(SECRET))
  })

  test('does not start when it must not, and says why', async (t) => {
    const cases = [
      [[], {}, /Name the agent to run; there are metadata, entity, .*\[config\.invalid\]/s],
      [
        ['poetry'],
        {},
        /No agent is called poetry; there are metadata, entity, .*\[config\.invalid\]/s,
      ],
      [
        ['entity'],
        { JWT_SECRET: 'change-me-please-0123456789abcdefgh' },
        /^agent-host: JWT_SECRET .*\[config\.insecure\]\n$/s,
      ],
      [['entity'], {}, /JWT_SECRET .* is required.*\[config\.insecure\]/s],
      [
        ['entity'],
        { HOST: '0.0.0.0', NODE_ENV: 'development' },
        /Refusing to listen on 0\.0\.0\.0.*\[config\.insecure\]/s,
      ],
      [['entity'], { JWT_SECRET: SECRET, PORT: 'x' }, /PORT is not valid/],
      [['entity'], { JWT_SECRET: SECRET, MODEL_LOCAL: 'llama:x' }, /\[config\.unknown_scheme\]/],
    ] as const
    const ends = cases.map(async ([args, env, said]) => {
      const running = start(t, [...args], env)
      const [code] = (await once(running.child, 'close')) as [number]
      assert.equal(code, 1)
      assert.match(running.stderr(), said)
      assert.doesNotMatch(running.stderr(), /\n {4}at |0123456789abcdefgh/)
    })
    await Promise.all(ends)
  })
})

async function metric(url: string, name: string): Promise<string> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? ''
}
