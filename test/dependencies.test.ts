import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Licences under which we may use and pass on what we depend on. A new one is read before it stands here. */
const ALLOWED = new Set([
  ...[
    'MIT',
    'ISC',
    '0BSD',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'Apache-2.0',
    'BlueOak-1.0.0',
    'CC0-1.0',
  ],
  ...['Unlicense', 'Python-2.0', '(MIT AND BSD)', 'MIT AND ISC AND BSD-3-Clause'],
])

/** Others under which we use tools that are in nothing we pass on: of builds and tests. */
const OF_TOOLS: Readonly<Record<string, RegExp>> = {
  'MPL-2.0': /^(?:axe-core|lightningcss(?:-.+)?)$/,
}

/** Packages that do not state their licence where npm looks for it, at the version that was read. See docs/dependencies.md. */
const STATED_ELSEWHERE: Readonly<Record<string, string>> = {
  'node-state@1.4.4': 'MIT',
  'nsqjs@0.13.0': 'MIT',
}

interface Locked {
  version: string
  license?: string
  dev?: boolean
  link?: boolean
  hasInstallScript?: boolean
}

interface Manifest {
  name?: string
  version?: string
  gypfile?: boolean
  scripts?: Record<string, string>
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

const { packages } = readJson('package-lock.json') as { packages: Record<string, Locked> }
const { allowScripts } = readJson('package.json') as { allowScripts: Record<string, boolean> }

const MODULES = 'node_modules/'
const dependencies = Object.entries(packages)
  .filter(([path, { link }]) => path.includes(MODULES) && link !== true)
  .map(([path, locked]) => ({
    name: path.slice(path.lastIndexOf(MODULES) + MODULES.length),
    ...locked,
  }))

const allowed = new Set(Object.keys(allowScripts).filter((name) => allowScripts[name] === true))

suite('dependencies', () => {
  test('each has a licence on the list', () => {
    const offences = dependencies
      .filter(
        ({ name, license = '', dev }) => dev !== true || OF_TOOLS[license]?.test(name) !== true,
      )
      .map(({ name, version, license }) => ({ id: `${name}@${version}`, license }))
      .filter(({ id, license }) => !ALLOWED.has(license ?? STATED_ELSEWHERE[id] ?? ''))
    assert.deepEqual(offences, [])
  })

  test('a licence that was looked up belongs to a package that needs it', () => {
    const silent = dependencies.filter(({ license }) => license === undefined)
    assert.deepEqual(
      silent.map(({ name, version }) => `${name}@${version}`).sort(),
      Object.keys(STATED_ELSEWHERE).sort(),
    )
    const documented = readFileSync(join(ROOT, 'docs/dependencies.md'), 'utf8')
    for (const id of Object.keys(STATED_ELSEWHERE))
      assert.ok(documented.includes(id.replace('@', ' ')), id)
  })

  test('none runs a script when it is installed, but those that package.json names', () => {
    const locked = dependencies.filter(({ hasInstallScript }) => hasInstallScript === true)
    assert.deepEqual(
      locked.map(({ name }) => name).filter((name) => !allowed.has(name)),
      [],
    )
  })

  test('what is installed says the same: no script, and nothing that npm would compile', () => {
    const offences: string[] = []
    for (const path of globSync('node_modules/{*,@*/*}/package.json', { cwd: ROOT })) {
      const { name = '', gypfile, scripts = {} } = readJson(path) as Manifest
      const hooks = ['preinstall', 'install', 'postinstall'].filter((hook) => hook in scripts)
      const compiled =
        gypfile !== false && globSync('binding.gyp', { cwd: join(ROOT, dirname(path)) }).length > 0
      if ((hooks.length > 0 || compiled) && !allowed.has(name)) offences.push(path)
    }
    assert.deepEqual(offences, [])
  })

  test('the lockfile names no place that packages were fetched from', () => {
    const resolved = Object.entries(packages).filter(
      ([, entry]) => 'resolved' in entry && entry.link !== true,
    )
    assert.deepEqual(
      resolved.map(([path]) => path),
      [],
    )
  })
})
