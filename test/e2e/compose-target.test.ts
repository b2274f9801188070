import assert from 'node:assert/strict'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { startCompose } from '../../proof/e2e/compose.ts'
import type { Container } from '../../proof/e2e/docker.ts'
import { readOptions } from '../../proof/e2e/options.ts'
import { leaksIn } from '../../proof/evidence/leaks.ts'
import type { Target } from '../../proof/evidence/target.ts'

/** The state that the engine of a test tells of. */
interface World {
  containers: Container[]
  /** By id. */
  restarts: Record<string, number>
  /** By service. */
  logs: Record<string, string>
  restart: Record<string, string>
}

/** A `docker` that answers from a file and writes down what it was asked: there need be no engine. */
const FAKE = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs')
const here = __dirname
const world = JSON.parse(readFileSync(here + '/world.json', 'utf8'))
const args = process.argv.slice(2)
appendFileSync(here + '/calls.jsonl', JSON.stringify(args) + '\\n')
const say = (text) => process.stdout.write(text + '\\n')
const command = ['ps', 'logs', 'config', 'inspect'].find((each) => args.includes(each))
if (command === 'ps') for (const each of world.containers) say(JSON.stringify(each))
if (command === 'logs') say(world.logs[args.at(-1)] ?? '')
if (command === 'config') {
  const services = Object.entries(world.restart).map(([name, restart]) => [name, { restart }])
  say(JSON.stringify({ services: Object.fromEntries(services) }))
}
if (command === 'inspect')
  for (const id of args.slice(3)) say(id + 'ffff ' + (world.restarts[id] ?? 0))
`

const container = (service: string, more: Partial<Container> = {}): Container => ({
  ID: `id-${service}`,
  Service: service,
  Name: `e2e-${service}-1`,
  State: 'running',
  Health: 'healthy',
  ExitCode: 0,
  ...more,
})

const WELL: World = {
  containers: [
    container('coordinator'),
    container('nsqd-1'),
    container('mongo-1'),
    container('check-secrets', { State: 'exited', Health: '' }),
  ],
  restarts: {},
  logs: {
    coordinator: '{"msg":"ready"}',
    'nsqd-1': 'TCP: listening',
    'mongo-1': '{"c":"NETWORK"}',
  },
  restart: {
    coordinator: 'unless-stopped',
    'nsqd-1': 'unless-stopped',
    'mongo-1': 'unless-stopped',
    'check-secrets': 'no',
  },
}

interface Rig extends AsyncDisposable {
  target: Target
  calls: () => string[][]
  envFile: () => string
}

async function rig(t: TestContext, world: World): Promise<Rig> {
  const folder = temporaryFolder(t)
  const program = join(folder, 'docker')
  writeFileSync(program, FAKE)
  chmodSync(program, 0o755)
  writeFileSync(join(folder, 'world.json'), JSON.stringify(world))
  const { PATH: path = '' } = process.env
  process.env['PATH'] = `${folder}${delimiter}${path}`
  const options = readOptions(['--compose'], {})
  assert.ok(options)
  const target = await startCompose(options, folder)
  const lines = (): string[] => readFileSync(join(folder, 'calls.jsonl'), 'utf8').trim().split('\n')
  return {
    target,
    calls: () => lines().map((line) => JSON.parse(line) as string[]),
    envFile: () => readFileSync(join(folder, 'compose.env'), 'utf8'),
    async [Symbol.asyncDispose]() {
      await target[Symbol.asyncDispose]()
      process.env['PATH'] = path
    },
  }
}

// One after the other: the fake stands on the PATH of this process.
suite('run-e2e-test.sh --compose', { concurrency: false }, () => {
  test('what has one thing to do and has done it is no trouble', async (t) => {
    await using deployed = await rig(t, WELL)
    const { target, calls } = deployed
    assert.deepEqual(await target.troubles(), [])
    await target[Symbol.asyncDispose]()
    const commands = calls().map((args) => args.join(' '))
    assert.ok(commands.some((command) => /compose .* up --build --detach --wait/.test(command)))
    assert.ok(commands.some((command) => /compose .* down --volumes/.test(command)))
  })

  test('containers that ended, were started again, are not well or are not there are named', async (t) => {
    await using deployed = await rig(t, {
      ...WELL,
      containers: [
        container('coordinator', { State: 'exited', ExitCode: 137, Health: '' }),
        container('nsqd-1'),
        container('mongo-1', { Health: 'unhealthy' }),
        container('check-secrets', { State: 'exited', ExitCode: 1, Health: '' }),
        container('review-api', { State: 'restarting', Health: '' }),
      ],
      restarts: { 'id-nsqd-1': 2 },
      restart: { ...WELL.restart, 'cost-api': 'unless-stopped' },
    })
    assert.deepEqual(await deployed.target.troubles(), [
      'e2e-coordinator-1 ended with 137',
      'e2e-nsqd-1-1 was started again 2 times',
      'e2e-mongo-1-1 is unhealthy',
      'e2e-check-secrets-1 ended with 1',
      'e2e-review-api-1 is restarting',
      'cost-api has no container',
    ])
  })

  test('the logs of all services are looked through, those of bus and store too', async (t) => {
    const passage = 'we walked along the frozen river until it was dark'
    const letters = [{ id: 'a', text: `Dear Sir,\n${passage}.\nYours` }]
    const leaky = { ...WELL.logs, 'mongo-1': `{"c":"COMMAND","text":"${passage}"}` }
    await using deployed = await rig(t, { ...WELL, logs: leaky })
    const { target, envFile } = deployed
    const logs = await target.logs()
    assert.deepEqual(
      logs.map(({ process }) => process),
      ['check-secrets', 'coordinator', 'mongo-1', 'nsqd-1'],
    )
    assert.deepEqual(leaksIn(logs, { secrets: target.secrets, letters }), [
      'text of a letter from mongo-1',
    ])
    // Every secret of the deployment is looked for, not that of the tokens alone.
    const written = [...envFile().matchAll(/^\w*(?:SECRET|PASSWORD|KEYFILE|API_KEY)=(.+)$/gm)]
    assert.equal(written.length, 6)
    for (const [, secret = ''] of written) assert.ok(target.secrets.includes(secret))
  })

  test('models that were not asked for are not asked', async (t) => {
    const { MODEL_FAST: before } = process.env
    process.env['MODEL_FAST'] = 'anthropic:claude-sonnet-5-5'
    t.after(() => {
      if (before === undefined) delete process.env['MODEL_FAST']
      else process.env['MODEL_FAST'] = before
    })
    await using deployed = await rig(t, WELL)
    const { target, envFile } = deployed
    assert.deepEqual(target.tiers, ['fast'])
    assert.match(envFile(), /^MODEL_LOCAL=$/m)
    assert.equal(await target.bill(), undefined)
  })
})
