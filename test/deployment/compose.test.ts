import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, suite, test } from 'node:test'
import { MOST_HEAP_MB } from '@colophon/agents'
import { readConfig } from '@colophon/runtime'
import { temporaryFolder } from '@colophon/testkit'
import { composeConfig, skip, type ComposeFiles } from './compose.ts'
import { AGENTS, CONFIGS, PORTS, read, ROOT } from './programs.ts'

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

const MIB = 1024 * 1024
/** Memory of a process beside the threads of its rules. */
const BESIDE_THREADS_MB = 256
const KEYS = { JWT_PUBLIC_KEY: 'public', JWT_PRIVATE_KEY: 'private' }
const REQUIRED = [...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(
  ([, name = '']) => name,
)

/** Every way in which the files are put together. */
const FORMS: Readonly<Record<string, ComposeFiles>> = {
  'by itself': {},
  'with nothing but the required variables': {
    envFile: '/dev/null',
    variables: Object.fromEntries(REQUIRED.map((name) => [name, 'set'])),
  },
  'with a key pair': { more: ['infra/compose/key-pair.yml'], variables: KEYS },
  'with simulated providers': { more: ['proof/e2e/simulated-providers.yml'] },
}

/** Faults, each as a file beside ours, and what Compose says about it. */
const BROKEN: readonly (readonly [name: string, text: string, says: RegExp])[] = [
  [
    'a misspelled key',
    'services: { coordinator: { heathcheck: { disable: true } } }',
    /heathcheck.* not allowed/,
  ],
  [
    'a network that nobody declares',
    'services: { coordinator: { networks: [nowhere] } }',
    /undefined network nowhere/,
  ],
  [
    'a volume that nobody declares',
    'services: { coordinator: { volumes: ["gone:/data"] } }',
    /undefined volume gone/,
  ],
  [
    'a secret that nobody declares',
    'services: { coordinator: { secrets: [untold] } }',
    /undefined secret untold/,
  ],
  [
    'a service that waits for one that does not exist',
    'services: { coordinator: { depends_on: [nobody] } }',
    /undefined service "nobody"/,
  ],
  [
    'services that wait for each other',
    'services: { check-secrets: { depends_on: [coordinator] } }',
    /dependency cycle/,
  ],
  [
    'a value of the wrong kind',
    'services: { coordinator: { stop_grace_period: soon } }',
    /invalid duration/,
  ],
  [
    'a variable without a default',
    'services: { coordinator: { environment: { A: "${NOT_SET_ANYWHERE}" } } }',
    /NOT_SET_ANYWHERE.*not set/,
  ],
]

suite('docker compose config', { skip }, () => {
  for (const [form, files] of Object.entries(FORMS)) {
    test(`is clean ${form}`, () => {
      const { code, stderr } = composeConfig(['--quiet'], files)
      // A warning, such as of a variable that is not set, is no error to Compose; to us it is.
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    })
  }

  for (const [name, text, says] of BROKEN) {
    test(`is not clean with ${name}`, (t) => {
      const file = join(temporaryFolder(t), 'broken.yml')
      writeFileSync(file, text)
      assert.match(composeConfig(['--quiet'], { more: [file] }).stderr, says)
    })
  }

  test('refuses to go on without the required variables', () => {
    const { code, stderr } = composeConfig(['--quiet'], { envFile: '/dev/null' })
    assert.notEqual(code, 0)
    assert.match(stderr, /is missing a value/)
  })
})

function model(files: ComposeFiles = {}): Record<string, ComposeService> {
  const { code, stdout, stderr } = composeConfig(['--format', 'json'], files)
  assert.equal(code, 0, stderr)
  return (JSON.parse(stdout) as { services: Record<string, ComposeService> }).services
}

// Compose itself reads the file: what it makes of anchors and variables is what counts.
suite('docker-compose.yml', { skip }, () => {
  let services: Record<string, ComposeService> = {}
  before(() => {
    services = model()
  })
  const service = (name: string): ComposeService => {
    const found = services[name]
    assert.ok(found, `there is no service ${name}`)
    return found
  }

  // Settings left to the image, to those who run agents inside the worker, or to infra/compose/key-pair.yml.
  const LEFT_OUT = new Set(
    'NODE_ENV HOST OPS_HOST ALLOWED_HOSTS JWT_PUBLIC_KEY JWT_PRIVATE_KEY JWT_JWKS_URL'.split(' '),
  )
  const MODELS = new Set(
    'MODEL_LOCAL MODEL_FAST MODEL_DEEP ANTHROPIC_API_KEY MODEL_CALIBRATION'.split(' '),
  )
  // The worker has no agents in it.
  const OF_AGENTS = new Set([
    ...MODELS,
    'RULES_THREADS',
    'RULES_LIMIT_MS',
    'RULES_LIMIT_MS_PER_MIB',
  ])

  for (const [name, schema] of Object.entries(CONFIGS)) {
    test(`${name} gets every setting it knows and no other`, () => {
      const passed = Object.keys(service(name).environment ?? {})
      const settings = Object.keys(schema.shape)
      assert.deepEqual(
        passed.filter((each) => !settings.includes(each)),
        [],
      )
      const missing = settings.filter((each) => !passed.includes(each) && !LEFT_OUT.has(each))
      const elsewhere = name === 'enrichment-worker' ? OF_AGENTS : MODELS
      assert.deepEqual(
        missing.filter((each) => !elsewhere.has(each)),
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
      assert.equal(Number(port), PORTS[name])
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

  test('where rules run there is room for all threads at their largest, and for the process', () => {
    for (const name of [...AGENTS, 'enrichment-worker']) {
      const { environment = {}, deploy } = service(name)
      const threads = Number(environment['RULES_THREADS'] || 1)
      const bytes = Number(deploy?.resources?.limits?.['memory'])
      const needed = (threads * MOST_HEAP_MB + BESIDE_THREADS_MB) * MIB
      assert.ok(bytes >= needed, `${name}: ${bytes} bytes, ${needed} are needed`)
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

  test('one URL tells all agents where the local models are', () => {
    const url = 'ollama://elsewhere:11434/small?model.structure-agent=large'
    const chosen = model({ variables: { MODEL_LOCAL: url } })
    const none = model({ variables: { MODEL_LOCAL: '' } })
    for (const agent of AGENTS) {
      assert.equal(chosen[agent]?.environment?.['MODEL_LOCAL'], url)
      assert.equal(none[agent]?.environment?.['MODEL_LOCAL'], '')
    }
  })

  test('the database logs no operation with its documents, however slow', () => {
    for (const name of ['mongo-1', 'mongo-2', 'mongo-3']) {
      const command = service(name).command ?? []
      const slow = Number(command[command.indexOf('--slowms') + 1])
      assert.ok(slow >= 24 * 3_600_000, `${name}: ${slow} ms`)
    }
  })

  test('with a key pair only the worker can sign', () => {
    const withKeys = model(FORMS['with a key pair'])
    for (const name of Object.keys(CONFIGS)) {
      const { JWT_SECRET, JWT_PUBLIC_KEY, JWT_PRIVATE_KEY } = withKeys[name]?.environment ?? {}
      assert.deepEqual([JWT_SECRET, JWT_PUBLIC_KEY], ['', 'public'], name)
      assert.equal(JWT_PRIVATE_KEY, name === 'enrichment-worker' ? 'private' : undefined, name)
    }
  })
})
