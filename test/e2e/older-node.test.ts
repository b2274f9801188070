import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, cpSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { plainEnvironment } from './command.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const NEEDED = 24

function run(node: string, args: readonly string[], cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(node, args, {
    cwd,
    env: plainEnvironment(),
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { status, stdout, stderr }
}

const majorOf = (node: string): number =>
  Number(run(node, ['-p', 'process.versions.node.split(".")[0]']).stdout)

/** The Node of the machine itself, where it has one that is too old for us. */
function findOlderNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => join(folder, 'node'))
    .find((node) => existsSync(node) && majorOf(node) < NEEDED)
}

const older = findOlderNode()
const skip = older === undefined ? `this machine has no Node older than ${NEEDED}` : false

suite('under an older Node', { skip }, () => {
  const node = older ?? ''

  for (const name of [
    'coordinator',
    'enrichment-worker',
    'review-api',
    'cost-api',
    'entity-agent',
  ]) {
    test(`services/start.js ${name} says what to do`, () => {
      const { status, stderr } = run(node, ['services/start.js', name])
      assert.equal(status, 1)
      const lines = stderr.trim().split('\n')
      assert.equal(lines.length, 1, stderr)
      assert.match(stderr, /needs Node 24 or newer, and .+ is v\d+/)
      assert.match(stderr, /export PATH=".+node_modules\/\.bin:\$PATH"/)
    })
  }

  test('services/start.js of a clone without dependencies names npm ci', (t) => {
    const folder = temporaryFolder(t)
    mkdirSync(join(folder, 'services'))
    cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
    cpSync(join(ROOT, 'services/start.js'), join(folder, 'services/start.js'))
    assert.match(run(node, ['services/start.js', 'coordinator'], folder).stderr, /Run "npm ci"/)
  })

  test('the command of a clone without dependencies names npm ci', (t) => {
    const folder = temporaryFolder(t)
    cpSync(join(ROOT, 'packages/cli/package.json'), join(folder, 'package.json'))
    cpSync(join(ROOT, 'packages/cli/bin'), join(folder, 'bin'), { recursive: true })
    const { status, stderr } = run(node, ['bin/colophon.js', '--version'], folder)
    assert.equal(status, 1)
    assert.match(stderr, /needs Node 24 or newer. Run "npm ci"/)
  })

  test('the command of a clone hands over to the Node that npm ci brought', () => {
    const { status, stdout } = run(node, ['packages/cli/bin/colophon.js', '--version'])
    assert.equal(status, 0)
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/)
  })
})

suite('services/start.js', () => {
  test('names what it can start', () => {
    for (const args of [[], ['nonsense'], ['../cli']]) {
      const { status, stderr } = run(process.execPath, ['services/start.js', ...args])
      assert.equal(status, 1)
      assert.match(stderr, /coordinator, enrichment-worker, .*or an agent such as metadata-agent/)
    }
    const { status, stderr } = run(process.execPath, ['services/start.js', 'nonsense-agent'])
    assert.equal(status, 1)
    assert.match(stderr, /no agent is called nonsense-agent; there are metadata, .*context/i)
  })

  test('runs the main.ts of that name, which hears what it is told', () => {
    const { status, stderr } = run(process.execPath, ['services/start.js', 'coordinator'])
    assert.equal(status, 1)
    assert.match(stderr, /^coordinator: The configuration is not valid:\n {2}BUS_URL is required/)
  })
})
