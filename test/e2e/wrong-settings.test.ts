import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { plainEnvironment, runCommand } from './command.ts'

const START = fileURLToPath(new URL('../../services/start.js', import.meta.url))

/** One wrong setting of each kind, and how it is named. */
const STORE = [
  { STORE_URL: 'mongodb://db.example.org/colophon' },
  /^ {2}STORE_URL names a database/m,
] as const
const STORE_SCHEME = [
  { STORE_URL: 'redis://x:secret-4711@host' },
  /^ {2}STORE_URL: no store for the scheme "redis:"/m,
] as const
const BUS = [{ BUS_URL: 'amqp://host' }, /^ {2}BUS_URL: no bus for the scheme "amqp:"/m] as const
const BUDGET = [{ BUDGET_DAY_USD: 'a lot' }, /^ {2}BUDGET_DAY_USD is not valid/m] as const
const TOKENS = [{ JWT_SECRET: 'secret-4711' }, /^ {2}JWT_SECRET /m] as const
const PORT = [{ PORT: '99999' }, /^ {2}PORT is not valid/m] as const
const TLS = [
  { TLS_CERT_FILE: '/nowhere/cert.pem' },
  /^ {2}TLS_CERT_FILE and TLS_KEY_FILE go together/m,
] as const
const LOCAL = [
  { MODEL_LOCAL: 'ollama://db.example.org/llama3.2' },
  /^ {2}MODEL_LOCAL: unencrypted http/m,
] as const
const FAST = [
  { MODEL_FAST: 'anthropic:claude-sonnet-5-5' },
  /^ {2}MODEL_FAST: .* set ANTHROPIC_API_KEY/m,
] as const
const DEEP = [{ MODEL_DEEP: 'nonsense' }, /^ {2}MODEL_DEEP is not a URL/m] as const
const LEVEL = [{ LOG_LEVEL: 'loud' }, /^ {2}LOG_LEVEL: expected one of /m] as const
const LEASE = [
  { LEASE_MS: '5000', RENEW_MS: '5000' },
  /^ {2}RENEW_MS \(5000\) has to be less/m,
] as const
const CALIBRATION = [
  { MODEL_CALIBRATION: '/nowhere/models.json' },
  /^ {2}MODEL_CALIBRATION \/nowhere\/models\.json: /m,
] as const
const PRICES = [
  { PRICES_FILE: '/nowhere/prices.json' },
  /^ {2}PRICES_FILE \/nowhere\/prices\.json: /m,
] as const
const MODELS = [LOCAL, FAST, DEEP, CALIBRATION, PRICES]

type Fault = readonly [env: Readonly<Record<string, string>>, named: RegExp]

const PROGRAMS: Readonly<Record<string, readonly Fault[]>> = {
  coordinator: [STORE, BUS, TOKENS, TLS, PORT, LEVEL],
  'enrichment-worker': [
    STORE_SCHEME,
    BUS,
    BUDGET,
    LEASE,
    LEVEL,
    PRICES,
    [{ AGENT_URLS: 'memory:' }, /^/],
    ...MODELS,
  ],
  'review-api': [STORE_SCHEME, TOKENS, TLS, PORT],
  'cost-api': [STORE, TOKENS, TLS, BUDGET, PRICES],
  'entity-agent': [TOKENS, PORT, ...MODELS],
}

const COMMANDS: Readonly<Record<string, readonly Fault[]>> = {
  'submit a.txt --token-file nowhere': [
    [{ COLOPHON_URL: 'ftp://secret-4711@host' }, /^ {2}COLOPHON_URL \(or --url\) must be http/m],
    [{}, /^ {2}The token in nowhere cannot be read/m],
  ],
  serve: [
    STORE,
    BUS,
    BUDGET,
    LEASE,
    [{ HOST: '0.0.0.0' }, /Refusing to listen on 0\.0\.0\.0/],
    ...MODELS,
  ],
  doctor: [STORE_SCHEME, BUS, BUDGET, LEVEL, ...MODELS],
  'enrich -': [STORE_SCHEME, BUS, LEASE, ...MODELS],
  status: [STORE_SCHEME, BUDGET],
}

const environmentOf = (faults: readonly Fault[]): Record<string, string> =>
  Object.assign({}, ...faults.map(([env]) => env)) as Record<string, string>

function assertAllNamed(stderr: string, faults: readonly Fault[]): void {
  assert.match(stderr, /The configuration is not valid:\n/)
  for (const [, named] of faults) assert.match(stderr, named)
  // One line for each, and none twice; the value of a setting may be a secret.
  const problems = stderr.split('\n').filter((line) => /^ {2}[A-Z]/.test(line))
  assert.equal(new Set(problems).size, problems.length, stderr)
  assert.doesNotMatch(stderr, /4711|\n {4}at /)
}

suite('all wrong settings are told at once', () => {
  for (const [name, faults] of Object.entries(PROGRAMS)) {
    test(`by ${name}`, () => {
      const { status, stderr } = spawnSync(process.execPath, [START, name], {
        env: { ...plainEnvironment(), ...environmentOf(faults) },
        encoding: 'utf8',
        timeout: 120_000,
      })
      assert.equal(status, 1, stderr)
      assertAllNamed(stderr, faults)
    })
  }

  for (const [line, faults] of Object.entries(COMMANDS)) {
    test(`by colophon ${line}`, async (t) => {
      const env = environmentOf(faults)
      const { code, stderr } = await runCommand(line.split(' '), { cwd: temporaryFolder(t), env })
      assert.equal(code, 1, stderr)
      assertAllNamed(stderr, faults)
    })
  }

  test('what looks only at the store does not mind the models', async (t) => {
    const env = environmentOf(MODELS)
    const { code, stderr } = await runCommand(['status'], { cwd: temporaryFolder(t), env })
    assert.doesNotMatch(stderr, /MODEL_/)
    assert.notEqual(code, null)
  })
})
