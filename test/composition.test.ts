import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { agentSettings } from '@colophon/agent-host'
import { COORDINATOR_SETTINGS } from '@colophon/coordinator'
import { COST_SETTINGS } from '@colophon/cost-api'
import { WORKER_SETTINGS } from '@colophon/enrichment-worker'
import { serviceProgram, temporaryFolder } from '@colophon/testkit'
import { z } from 'zod'
import { runCommand, startCommand, until } from './e2e/command.ts'
import { product } from './sources.ts'

const AGENTS = 'services/agent-host/src/compose.ts'
const JOBS = 'services/coordinator/src/compose.ts'
/** Parts with settings, the package that they come from, and the one other file that makes them: both forms go through it. */
const COMPOSED_IN: readonly (readonly [part: string, owner: string, file: string])[] = [
  ['openModels', 'packages/adapters', AGENTS],
  ['openRules', 'packages/agents', AGENTS],
  ['openAgentsInMemory', 'packages/agents', AGENTS],
  ['createCoordinator', '', JOBS],
  ['createJobApi', '', JOBS],
  ['createWorker', '', 'services/enrichment-worker/src/compose.ts'],
  ['createReviewApi', '', 'services/review-api/src/compose.ts'],
  ['createCostApi', '', 'services/cost-api/src/compose.ts'],
]

const SHAPE = {
  ...agentSettings('1'),
  ...COORDINATOR_SETTINGS,
  ...WORKER_SETTINGS,
  ...COST_SETTINGS,
}
const PRICE = {
  provider: 'anthropic',
  model: 'claude-haiku-5-5',
  from: '2026-01-01',
  input: '0.09',
  output: '0.45',
  cache_write_5m: '0.12',
  cache_write_1h: '0.19',
  cache_read: '0.01',
  source: 'our contract',
  checked: '2026-11-30',
}
const CALIBRATION = { version: 1, made_at: '', documents: 1, models: {} }

/** None of them is a default. */
function settingsOf(t: TestContext): Record<string, string> {
  const calibration = join(temporaryFolder(t), 'models.json')
  const webhooks = join(temporaryFolder(t), 'webhooks.json')
  writeFileSync(webhooks, JSON.stringify({ endpoints: [] }))
  const prices = join(temporaryFolder(t), 'prices.json')
  writeFileSync(prices, JSON.stringify({ prices: [PRICE] }))
  writeFileSync(calibration, JSON.stringify(CALIBRATION))
  return {
    MODEL_LOCAL: 'scripted:?model=local',
    MODEL_FAST: 'scripted:?model=fast',
    MODEL_DEEP: 'scripted:?model=deep',
    ANTHROPIC_API_KEY: 'key-4711',
    MODEL_CALIBRATION: calibration,
    PRICES_FILE: prices,
    COMPUTE_SECOND_USD: '0.0001',
    RULES_THREADS: '3',
    RULES_LIMIT_MS: '4321',
    RULES_LIMIT_MS_PER_MIB: '8765',
    MAX_TEXT_BYTES: '60000',
    MAX_BODY_BYTES: '70000',
    MAX_DOCUMENTS_PER_REQUEST: '17',
    DISPATCH_MS: '190',
    WEBHOOKS_FILE: webhooks,
    RECONCILE_MS: '14000',
    REDISPATCH_MS: '61000',
    LEASE_MS: '59000',
    RENEW_MS: '19000',
    RETRY_BASE_MS: '2100',
    MODEL_LOCAL_MAX_FIELDS: '5',
    MODEL_FAST_MAX_FIELDS: '7',
    MODEL_DEEP_MAX_FIELDS: '9',
    RULES: 'off',
    MODEL_LOCAL_FOR_ALL: 'on',
    CONTEXT_LOCAL: 'on',
    WORKER_CONCURRENCY: '11',
    BUDGET_DOCUMENT_USD: '0.07',
    BUDGET_DAY_USD: '7.5',
    BUDGET_MONTH_USD: '71',
    BUDGET_CUTOFF_PERCENT: '60',
    BUDGET_EXHAUSTED: 'defer',
    BACKUP_DIR: join(temporaryFolder(t), 'backups'),
    MENU_LINKS: 'Grafana=https://grafana.example.org',
    DOCS_URL: 'https://docs.example.org/colophon',
  }
}

type Settings = Readonly<Record<string, unknown>>

/** Settings that each part of a program says it works with. */
function composedIn(output: string): Record<string, Settings> {
  const lines = output.split('\n').filter((line) => line.includes('"msg":"composed"'))
  const said = lines.map(
    (line) => JSON.parse(line) as { part: string; settings: Settings; during?: string },
  )
  const real = said.filter(({ during }) => during === undefined)
  return Object.fromEntries(real.map(({ part, settings }) => [part, settings]))
}

const main = (path: string, settings: Record<string, string>, ...args: string[]) =>
  serviceProgram(new URL(`../services/${path}/src/main.ts`, import.meta.url), settings, ...args)

const MAINS = [
  main('coordinator', { PORT: '0', BUS_URL: 'local:' }),
  main('enrichment-worker', { OPS_PORT: '0', BUS_URL: 'local:', AGENT_URLS: 'memory:' }),
  main('cost-api', { PORT: '0' }),
]
const AGENT = main('agent-host', { PORT: '0', NODE_ENV: 'development' }, 'metadata-agent')

/** Settings of the services, each a process of its own; two that have the same part say the same of it. */
async function distributed(t: TestContext, env: Record<string, string>) {
  const programs = [...MAINS, AGENT].map(async (program) => {
    const { stop } = await program.start(t, env)
    return composedIn((await stop()).output)
  })
  const parts: Record<string, Settings> = {}
  for (const said of await Promise.all(programs)) {
    for (const [part, settings] of Object.entries(said)) {
      assert.deepEqual(settings, parts[part] ?? settings, part)
      parts[part] = settings
    }
  }
  return parts
}

async function served(t: TestContext, env: Record<string, string>) {
  const serve = startCommand(['serve'], { cwd: temporaryFolder(t), env })
  t.after(() => serve.child.kill('SIGKILL'))
  await until('the server is ready', 120_000, () =>
    serve.printed.stdout.includes('ready, Ctrl-C stops') ? true : undefined,
  )
  return composedIn(serve.printed.stderr)
}

suite('one way to compose', () => {
  test('every setting of a part is one that this test gives a value of its own', (t) => {
    const env = settingsOf(t)
    const [given, usual] = [env, {}].map((each) => z.object(SHAPE).parse(each))
    for (const name of Object.keys(SHAPE) as (keyof typeof SHAPE)[])
      assert.notDeepEqual(given?.[name], usual?.[name], name)
  })

  test('both forms give each part the settings of the same environment', async (t) => {
    const env = { ...settingsOf(t), LOG_LEVEL: 'debug' }
    const [services, serve] = await Promise.all([distributed(t, env), served(t, env)])
    const parts = ['agents', 'coordinator', 'cost API', 'job API', 'worker']
    assert.deepEqual(Object.keys(services).sort(), parts)
    assert.deepEqual(serve, services)
    const told = Object.assign({}, ...Object.values(serve)) as Settings
    assert.deepEqual(Object.keys(told).sort(), Object.keys(SHAPE).sort())
    assert.equal(told['ANTHROPIC_API_KEY'], '[redacted]')
    // One command more composes a part of it, and one all but the APIs.
    const options = { cwd: temporaryFolder(t), env }
    const mcp = await runCommand(['mcp', 'metadata'], options)
    assert.deepEqual(composedIn(mcp.stderr), { agents: serve['agents'] })
    const { stderr } = await runCommand(['enrich', '-'], { ...options, stdin: 'Dear Sir' })
    const { agents, coordinator, worker } = serve
    assert.deepEqual(composedIn(stderr), { agents, coordinator, worker })
  })

  for (const [part, owner, place] of COMPOSED_IN)
    test(`${part} is called in one place`, () => {
      const call = new RegExp(`(?<!function )\\b${part}\\(`)
      const found = product.filter(({ pkg, text }) => pkg !== owner && call.test(text))
      assert.deepEqual(
        found.map(({ file }) => file),
        [place],
      )
    })

  test('every main starts and ends in the same way', () => {
    const mains = product.filter(({ file }) => /^services\/[^/]+\/src\/main\.ts$/.test(file))
    assert.equal(mains.length, 5)
    const other = mains.filter(({ text }) => !text.includes('\nawait runMain('))
    assert.deepEqual(
      other.map(({ file }) => file),
      [],
    )
  })
})
