import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { after, suite, test, type TestContext } from 'node:test'
import { startAgent } from '@colophon/agent-host/serve'
import { Config } from '@colophon/agent-host/config'
import { createLogger, type HttpServer } from '@colophon/runtime'
import { temporaryFolder } from '@colophon/testkit'
import { agentNamed } from '../packages/agents/test/letter.ts'

const CLI = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/conformance/dist/index.js',
)

/**
 * The scenarios of the public suite that apply to any server with tools, by revision. The others call tools, resources or
 * prompts of the suite's own example server, or features that Colophon's agents do not have; docs/benchmarks.md lists them.
 */
const SCENARIOS: readonly [revision: string, scenario: string, amiss?: readonly string[]][] = [
  ['2025-11-25', 'server-initialize'],
  ['2025-11-25', 'ping'],
  ['2025-11-25', 'tools-list'],
  ['2025-11-25', 'dns-rebinding-protection'],
  ['2026-07-28', 'tools-list'],
  ['2026-07-28', 'dns-rebinding-protection'],
  ['2026-07-28', 'http-header-validation'],
  [
    '2026-07-28',
    'server-stateless',
    // They call tools of the example server.
    [
      'sep-2575-http-server-no-independent-requests-on-stream',
      'sep-2575-missing-capability-http-400',
      'sep-2575-server-no-log-without-loglevel',
      'sep-2575-server-rejects-undeclared-capability',
    ],
  ],
  [
    '2026-07-28',
    'caching',
    // They list prompts and resources.
    [
      'sep-2549-prompts-list-caching-hints',
      'sep-2549-resources-list-caching-hints',
      'sep-2549-resources-templates-list-caching-hints',
    ],
  ],
]
/** One agent with rules alone and one with every tier is every kind of list there is. */
const AGENTS = ['metadata-agent', 'context-agent']

interface Check {
  id: string
  status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
}

/** The suite's findings, check by check; its exit code does not tell which failed. */
async function checksOf(t: TestContext, args: string[]): Promise<Check[]> {
  const folder = temporaryFolder(t)
  const all = [CLI, 'server', ...args, '--output-dir', folder]
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await once(child, 'close')
  const [found] = globSync(join(folder, '*/checks.json'))
  assert.ok(found, said)
  return JSON.parse(readFileSync(found, 'utf8')) as Check[]
}

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

    for (const [revision, scenario, amiss = []] of SCENARIOS)
      test(`${scenario} of ${revision}`, async (t) => {
        const { url } = await open()
        const of = ['--url', `${url}/mcp`, '--scenario', scenario, '--spec-version', revision]
        const checks = await checksOf(t, of)
        const ids = (status: Check['status']) =>
          checks.filter((check) => check.status === status).map(({ id }) => id)
        assert.ok(ids('SUCCESS').length > 0)
        assert.deepEqual([...ids('FAILURE').toSorted(), ...ids('WARNING')], amiss)
      })
  })
