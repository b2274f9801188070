import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { after, suite, test } from 'node:test'
import { Config } from '@colophon/agents/config'
import { createLogger, type HttpServer } from '@colophon/runtime'
import { startAgent } from '../packages/agents/src/main.ts'
import { agentNamed } from '../packages/agents/test/letter.ts'

const CLI = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/conformance/dist/index.js',
)

/**
 * The scenarios of the public suite that apply to any server with tools. The others call tools, resources or prompts of
 * the suite's own example server, or features that Colophon's agents do not have; docs/benchmarks.md lists them.
 */
const SCENARIOS = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection']
/** One agent with rules alone and one with every tier is every kind of list there is. */
const AGENTS = ['metadata-agent', 'context-agent']

for (const name of AGENTS)
  suite(`${name} and the public conformance suite`, () => {
    let server: Promise<HttpServer> | undefined
    // The suite has no tokens: the same server, as a developer runs it on loopback.
    const open = (): Promise<HttpServer> =>
      (server ??= startAgent(agentNamed(name), Config.parse({ PORT: 0, NODE_ENV: 'development' }), {
        log: createLogger({ service: name, level: 'silent' }),
        ready: () => true,
      }))
    after(async () => {
      await (await open())[Symbol.asyncDispose]()
    })

    for (const scenario of SCENARIOS)
      test(scenario, async () => {
        const { url } = await open()
        const args = ['server', '--url', `${url}/mcp`, '--scenario', scenario]
        const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
        let said = ''
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
        const [code] = (await once(child, 'close')) as [number]
        assert.equal(code, 0, said)
        assert.match(said, /Passed: [1-9]\d*\/\d+, 0 failed/, said)
      })
  })
