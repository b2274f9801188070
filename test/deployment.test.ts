import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import { configTable, readConfig } from '@colophon/runtime'
import { assertSecret } from '@colophon/runtime/auth'
import type { z } from 'zod'
import { Config as AgentConfig, DEFAULT_PORTS } from '../packages/agents/src/config.ts'
import { Config as CoordinatorConfig } from '../services/coordinator/src/config.ts'
import { Config as CostConfig } from '../services/cost-api/src/config.ts'
import { Config as WorkerConfig } from '../services/enrichment-worker/src/config.ts'
import { Config as ReviewConfig } from '../services/review-api/src/config.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

const CONFIGS: Readonly<Record<string, z.ZodObject>> = {
  coordinator: CoordinatorConfig,
  'enrichment-worker': WorkerConfig,
  'review-api': ReviewConfig,
  'cost-api': CostConfig,
  ...Object.fromEntries(Object.keys(DEFAULT_PORTS).map((name) => [name, AgentConfig])),
}
const AGENTS = Object.keys(DEFAULT_PORTS)
const PORTS = {
  coordinator: 5_000,
  'review-api': 5_001,
  'cost-api': 5_002,
  'enrichment-worker': 8_010,
  ...DEFAULT_PORTS,
}
const rows = Object.values(CONFIGS).flatMap(configTable)
const known = new Set(rows.map(({ name }) => name))

interface Example {
  name: string
  value: string
  /** False: it is there to be read, behind a `#`. */
  set: boolean
  comment: string
}
const examples: Example[] = [
  ...read('.env.example').matchAll(/^# (.+)\n(#?)([A-Z_]+)=(.*)$/gm),
].map(([, comment = '', off, name = '', value = '']) => ({ name, value, set: off === '', comment }))
const exampleNames = examples.map(({ name }) => name)

const composeText = read('docker-compose.yml') + read('infra/compose/key-pair.yml')
const used = [...composeText.matchAll(/(?<!\$)\$\{(?<name>\w+)(?<rest>[^}]*)\}/g)].map(
  ({ groups: { name = '', rest = '' } = {} }) => ({ name, rest }),
)
const usedNames = new Set(used.map(({ name }) => name))

suite('.env.example', () => {
  test('every variable has a comment of its own', () => {
    const assigned = [...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name)
    assert.deepEqual(exampleNames, assigned)
    assert.deepEqual([...new Set(exampleNames)], exampleNames, 'one line for each variable')
  })

  test('it has every setting of every program, and everything docker-compose.yml asks for', () => {
    const wanted = new Set([...known, ...usedNames])
    assert.deepEqual(
      [...wanted].filter((name) => !exampleNames.includes(name)),
      [],
    )
  })

  test('every variable in it is known to a program or to docker-compose.yml', () => {
    const unknown = exampleNames.filter((name) => !known.has(name) && !usedNames.has(name))
    assert.deepEqual(unknown, [])
  })

  test('the defaults it shows are those of the programs', () => {
    // Two programs differ, or the example is of another kind than the default.
    const apart = new Set(['STORE_URL', 'PORT'])
    for (const { name, value } of examples.filter((each) => !apart.has(each.name))) {
      const inProgram = name.replace(/^AGENT_(?=MAX_|DRAIN_)/, '')
      const defaults = rows.filter((row) => row.name === inProgram).map((row) => row.default ?? '')
      if (defaults.every((each) => each === '')) continue
      assert.ok(defaults.includes(value), `${name}=${value}, but the default is ${defaults.join()}`)
    }
  })

  test('every program starts with it once the secrets are others', () => {
    const set = Object.fromEntries(examples.filter(({ set }) => set).map((e) => [e.name, e.value]))
    for (const schema of Object.values(CONFIGS)) readConfig(schema, { BUS_URL: 'local:', ...set })
  })
})

suite('secrets', () => {
  const SECRET = /SECRET|PASSWORD|KEYFILE|_KEY$/
  // Without these it runs, with less.
  const OPTIONAL = new Set(['ANTHROPIC_API_KEY'])

  test('placeholders are refused by start-up', () => {
    const placeholders = examples.filter(({ value }) => value.startsWith('change-me-'))
    const required = used.filter(({ rest }) => rest.startsWith(':?')).map(({ name }) => name)
    const wanted = new Set(required.filter((name) => !/^JWT_P/.test(name)))
    assert.deepEqual(placeholders.map(({ name }) => name).sort(), [...wanted].sort())
    for (const { name, value } of placeholders) {
      assert.throws(() => {
        assertSecret(value, { name })
      }, /is a placeholder/)
    }
  })

  test('none has a default', () => {
    const weak = used.filter(
      ({ name, rest }) => SECRET.test(name) && !OPTIONAL.has(name) && !rest.startsWith(':?'),
    )
    assert.deepEqual(weak, [])
  })
})

test('Prometheus asks every program where it is', () => {
  const text = read('infra/prometheus/prometheus.yml')
  for (const [name, port] of Object.entries(PORTS)) {
    const entry =
      name === 'enrichment-worker'
        ? `      - names: [${name}]\n        type: A\n        port: ${port}\n`
        : `      - targets: [${name}:${port}]\n`
    assert.ok(text.includes(entry), `${name} on ${port}`)
  }
})

interface ComposeService {
  command?: string[]
  environment?: Record<string, string>
  networks?: Record<string, unknown>
  ports?: { host_ip: string; target: number }[]
  healthcheck?: { disable?: boolean }
  deploy?: { resources?: { limits?: Record<string, unknown> } }
  image: string
  restart?: string
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
}

type Variables = Readonly<Record<string, string>>

function compose(args: readonly string[], more: Variables = {}): string {
  // Nothing of this machine's environment may stand in for what the files say.
  const { PATH, HOME, DOCKER_CONFIG } = process.env
  const env = { PATH, HOME, ...(DOCKER_CONFIG !== undefined && { DOCKER_CONFIG }), ...more }
  return execFileSync('docker', ['compose', ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function hasCompose(): boolean {
  try {
    compose(['version'])
    return true
  } catch {
    return false
  }
}

/**
 * Compose itself reads the file here: what it makes of anchors and variables is what counts. It is no part of Node and
 * not everywhere there, in CI neither, so these tests skip without it, whatever `CI` says. Those above need no Compose.
 */
const skip = hasCompose() ? false : 'the docker command with its compose plugin is not installed'

suite('docker-compose.yml', { skip }, () => {
  const model = (more: Variables, ...files: string[]): Record<string, ComposeService> => {
    const chosen = ['docker-compose.yml', ...files].flatMap((file) => ['-f', file])
    const args = ['--env-file', '.env.example', ...chosen, 'config', '--format', 'json']
    const text = compose(args, more)
    return (JSON.parse(text) as { services: Record<string, ComposeService> }).services
  }
  const services = skip === false ? model({}) : {}
  const service = (name: string): ComposeService => {
    const found = services[name]
    assert.ok(found, `there is no service ${name}`)
    return found
  }

  // What compose leaves to the image, to those who run agents inside the worker, or to infra/compose/key-pair.yml.
  const LEFT_OUT = new Set(
    'NODE_ENV HOST OPS_HOST ALLOWED_HOSTS JWT_PUBLIC_KEY JWT_PRIVATE_KEY JWT_JWKS_URL'.split(' '),
  )
  const MODELS = new Set(['MODEL_LOCAL', 'MODEL_FAST', 'MODEL_DEEP', 'ANTHROPIC_API_KEY'])

  for (const [name, schema] of Object.entries(CONFIGS)) {
    test(`${name} gets every setting it knows and no other`, () => {
      const passed = Object.keys(service(name).environment ?? {})
      const settings = Object.keys(schema.shape)
      assert.deepEqual(
        passed.filter((each) => !settings.includes(each)),
        [],
      )
      const missing = settings.filter((each) => !passed.includes(each) && !LEFT_OUT.has(each))
      assert.deepEqual(
        missing.filter((each) => !MODELS.has(each)),
        [],
      )
      readConfig(schema, service(name).environment ?? {})
    })

    test(`${name} is locked down, watched and limited`, () => {
      const it = service(name)
      assert.ok(existsSync(join(ROOT, it.command?.[0] ?? 'none')))
      assert.equal(it.read_only, true)
      assert.deepEqual(it.cap_drop, ['ALL'])
      assert.deepEqual(it.security_opt, ['no-new-privileges:true'])
      const port = it.environment?.['PORT'] ?? it.environment?.['OPS_PORT']
      assert.equal(Number(port), PORTS[name as keyof typeof PORTS])
    })
  }

  test('every service is checked, limited and comes back, but for jobs that end', () => {
    for (const [name, it] of Object.entries(services)) {
      assert.ok(it.deploy?.resources?.limits, `${name} has no limits`)
      const isJob = it.healthcheck?.disable === true
      assert.ok(it.healthcheck, `${name} has no health check`)
      if (!isJob) assert.equal(it.restart, 'unless-stopped', name)
    }
  })

  test('only the APIs and Grafana publish ports, on loopback unless told otherwise', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map(({ host_ip, target }) => `${name} ${host_ip} ${target}`),
    )
    assert.deepEqual(published.sort(), [
      'coordinator 127.0.0.1 5000',
      'cost-api 127.0.0.1 5002',
      'grafana 127.0.0.1 3000',
      'review-api 127.0.0.1 5001',
    ])
  })

  test('agents share no network with the store, the bus or the APIs', () => {
    const hidden = [
      'mongo-1',
      'mongo-2',
      'mongo-3',
      'nsqd-1',
      'nsqd-2',
      'coordinator',
      'review-api',
    ]
    for (const agent of AGENTS) {
      const networks = Object.keys(service(agent).networks ?? {})
      for (const other of hidden) {
        const met = Object.keys(service(other).networks ?? {}).filter((n) => networks.includes(n))
        assert.deepEqual(met, [], `${agent} meets ${other}`)
      }
    }
  })

  test('refuses to start without the required variables', () => {
    assert.throws(() => compose(['--env-file', '/dev/null', 'config', '-q']), /is missing a value/)
  })

  test('with a key pair only the worker can sign', () => {
    const keys = { JWT_PUBLIC_KEY: 'public', JWT_PRIVATE_KEY: 'private' }
    const withKeys = model(keys, 'infra/compose/key-pair.yml')
    for (const name of Object.keys(CONFIGS)) {
      const { JWT_SECRET, JWT_PUBLIC_KEY, JWT_PRIVATE_KEY } = withKeys[name]?.environment ?? {}
      assert.deepEqual([JWT_SECRET, JWT_PUBLIC_KEY], ['', 'public'], name)
      assert.equal(JWT_PRIVATE_KEY, name === 'enrichment-worker' ? 'private' : undefined, name)
    }
  })
})
