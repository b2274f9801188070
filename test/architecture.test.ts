import assert from 'node:assert/strict'
import { builtinModules } from 'node:module'
import { posix } from 'node:path'
import { suite, test } from 'node:test'
import { VERSION } from '@colophon/domain'
import {
  everything,
  importsOf,
  isRelative,
  manifestOf,
  product,
  scripts,
  sources,
  type Source,
} from './sources.ts'

/** Which of our packages a package's sources may import. A new package adds a line. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'packages/domain': [],
  'packages/runtime': ['domain'],
  // What is watched: thresholds, alerts, dashboards; scripts write infra/ from them.
  'packages/monitoring': ['domain', 'runtime'],
  'packages/formats': ['domain'],
  'packages/agents': ['domain'],
  'packages/methods': ['domain'],
  'packages/profiles': ['domain', 'agents', 'methods'],
  'packages/adapters': ['domain'],
  'packages/testkit': ['domain', 'adapters', 'agents', 'profiles'],
  'packages/cli': [
    ...['domain', 'agents', 'adapters', 'formats', 'monitoring', 'profiles', 'runtime'],
    // The one-process form is composed of the services' `composeX`.
    ...['agent-host', 'coordinator', 'enrichment-worker', 'review-api', 'cost-api'],
  ],
  'services/agent-host': ['domain', 'agents', 'adapters', 'profiles', 'runtime'],
  'services/coordinator': ['domain', 'adapters', 'formats', 'monitoring', 'profiles', 'runtime'],
  'services/enrichment-worker': [
    ...['domain', 'agents', 'adapters', 'profiles', 'runtime'],
    // Agents may be hosted inside of a worker.
    'agent-host',
  ],
  'services/review-api': ['domain', 'agents', 'adapters', 'profiles', 'runtime'],
  'services/cost-api': ['domain', 'agents', 'adapters', 'formats', 'runtime'],
  // Of what is not of the browser, types alone: see below.
  'web/shared': ['domain'],
  'web/desk': ['domain', 'web-shared'],
  'web/costs': ['domain', 'web-shared'],
  'web/status': ['domain', 'web-shared'],
}

/** Libraries that only one place knows, so that they can be exchanged there. Empty: not used yet. */
const ONLY_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  'node:sqlite': [
    'packages/adapters/src/store/sqlite/thread/open-database.ts',
    // An index that FerretDB lacks, in the file of a test's server.
    'packages/testkit/src/servers/ferretdb-files.ts',
  ],
  '@modelcontextprotocol/sdk': ['packages/agents/src/mcp/'],
  // Measured against ours; clients of it are for tests.
  '@modelcontextprotocol/server': ['proof/bench/mcp-wire.ts'],
  '@modelcontextprotocol/node': ['proof/bench/mcp-wire.ts'],
  '@modelcontextprotocol/client': [],
  express: ['packages/runtime/src/http/'],
  helmet: ['packages/runtime/src/http/'],
  jsonwebtoken: ['packages/runtime/src/auth/signer.ts'],
  jose: ['packages/runtime/src/auth/'],
  pino: ['packages/runtime/src/logger.ts'],
  'prom-client': ['packages/runtime/src/metrics.ts'],
  '@opentelemetry/api': ['packages/runtime/src/tracing/'],
  '@opentelemetry/sdk-trace': ['packages/runtime/src/tracing/'],
  '@opentelemetry/context-async-hooks': ['packages/runtime/src/tracing/'],
  '@opentelemetry/resources': ['packages/runtime/src/tracing/'],
  '@opentelemetry/exporter-trace-otlp-http': ['packages/runtime/src/tracing/'],
  '@grafana/grafana-foundation-sdk': ['packages/monitoring/src/dashboards/'],
  ulid: ['packages/runtime/src/ids.ts'],
  uplot: ['web/shared/src/parts/plot.tsx'],
  commander: ['packages/cli/src/main.ts', 'packages/cli/src/commands/'],
  nsqjs: ['packages/adapters/src/bus/nsq/nsqjs.ts'],
  mongodb: [
    'packages/adapters/src/store/mongo/',
    // Records as they are stored, for tests and for what is proved of a whole stack.
    'packages/testkit/src/servers/mongo-database.ts',
  ],
  ollama: ['packages/adapters/src/models/ollama/'],
  '@anthropic-ai/sdk': ['packages/adapters/src/models/anthropic/'],
}

/** Packages that agents are made of. */
const READS_DOCUMENTS = new Set(['packages/agents', 'packages/methods', 'packages/profiles'])
/** Modules of Node that they may import: no network, no processes; files only for the word lists of packages. */
const FOR_AGENTS = new Set(['node:crypto', 'node:path', 'node:url', 'node:module', 'node:fs'])
/** The folder that carries calls to agents and back, and is no part of them. */
const CARRIES_CALLS = 'packages/agents/src/mcp/'
const FOR_CARRIERS = new Set(['node:http', 'node:https', 'node:timers/promises'])
/** Where rules run; the rules themselves know nothing of it. */
const RUNS_RULES = 'packages/agents/src/rules-pool/'

/** Where a process is composed, and where tests look for servers; nothing else reads the environment. */
const READS_ENVIRONMENT = /\/src\/(?:main|context|servers\/binary)\.ts$/

const MAX_LINES = 300

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

const isBuiltin = (specifier: string): boolean =>
  specifier.startsWith('node:') || builtinModules.includes(specifier)

function offences(
  of: readonly Source[],
  judge: (specifier: string, source: Source) => boolean,
): string[] {
  return of.flatMap((source) =>
    source.imports
      .filter((specifier) => judge(specifier, source))
      .map((specifier) => `${source.file} imports ${specifier}`),
  )
}

suite('imports', () => {
  test('every way to import is seen', () => {
    const text = `
      import a from 'plain'
      import type { B } from 'type-only'
      import 'side-effect'
      export * from 're-exported'
      const d = await import('dynamic')
      const text = "import e from 'in-a-string'" // import f from 'in-a-comment'
    `
    const seen = ['plain', 'type-only', 'side-effect', 're-exported', 'dynamic']
    assert.deepEqual(importsOf(text).sort(), seen.sort())
  })

  test('every package is in the table of directions', () => {
    const packages = [...new Set(sources.map(({ pkg }) => pkg))]
    assert.deepEqual(packages.sort(), Object.keys(MAY_IMPORT).sort())
  })

  test('every package has the version that programs tell', () => {
    const others = ['.', ...Object.keys(MAY_IMPORT)].filter(
      (folder) => manifestOf(folder).version !== VERSION,
    )
    assert.deepEqual(others, [])
  })

  test('packages import only those below them', () => {
    const found = offences(product, (specifier, { pkg }) => {
      if (!specifier.startsWith('@colophon/')) return false
      const name = packageOf(specifier).slice('@colophon/'.length)
      return !(MAY_IMPORT[pkg] ?? []).includes(name)
    })
    assert.deepEqual(found, [])
  })

  test('no relative import leaves its package', () => {
    const found = offences(sources, (specifier, { file, pkg }) => {
      if (!isRelative(specifier)) return false
      return !posix.join(posix.dirname(file), specifier).startsWith(`${pkg}/`)
    })
    assert.deepEqual(found, [])
  })

  // Whoever comes in past the exports of a package holds it to where its files lie.
  test('nobody outside a package reaches past its door', () => {
    const outside = everything.filter(({ pkg }) => pkg === '.')
    const found = offences(outside, (specifier, { file, isTest }) => {
      if (!isRelative(specifier)) return false
      const [group = '', , folder] = posix.join(posix.dirname(file), specifier).split('/')
      if (group !== 'packages' && group !== 'services') return false
      // Tests of the whole may use what those of a package set up.
      return !isTest || folder !== 'test'
    })
    assert.deepEqual(found, [])
  })

  test('libraries with one importer have no other', () => {
    const found = offences([...product, ...scripts], (specifier, { file }) => {
      const name = isBuiltin(specifier) ? specifier : packageOf(specifier)
      const places = Object.hasOwn(ONLY_IMPORTERS, name) ? ONLY_IMPORTERS[name] : undefined
      return places !== undefined && !places.some((place) => file.startsWith(place))
    })
    assert.deepEqual(found, [])
  })

  test('agents have no side effects', () => {
    const agents = product.filter(({ pkg }) => READS_DOCUMENTS.has(pkg))
    const found = offences(
      agents,
      (specifier, { file }) =>
        isBuiltin(specifier) &&
        !FOR_AGENTS.has(specifier) &&
        !(file.startsWith(CARRIES_CALLS) && FOR_CARRIERS.has(specifier)) &&
        !(file.startsWith(RUNS_RULES) && specifier === 'node:worker_threads'),
    )
    assert.deepEqual(found, [])
  })

  test('the two ends of MCP share what is on the wire and nothing else', () => {
    const ends = product.filter(
      // Both of them in one process.
      ({ file }) => file.startsWith(CARRIES_CALLS) && !file.endsWith('/client/in-memory.ts'),
    )
    const found = offences(ends, (specifier) => /^\.\.\/(?:client|server)\//.test(specifier))
    assert.ok(ends.length > 10)
    assert.deepEqual(found, [])
  })

  test('domain needs zod and nothing else', () => {
    const domain = product.filter(({ pkg }) => pkg === 'packages/domain')
    const found = offences(domain, (specifier) => !isRelative(specifier) && specifier !== 'zod')
    assert.deepEqual(found, [])
  })

  test('pages take types of ours and nothing that runs', () => {
    const found = product
      .filter(({ pkg }) => pkg.startsWith('web/'))
      .flatMap(({ file, text }) => {
        const all = text.match(/(?:from|import\() ?'@colophon\/(?!web-shared['/])/g) ?? []
        const types = text.match(/import type \{[^}]*\} from '@colophon\/(?!web-shared['/])/g) ?? []
        return all.length === types.length ? [] : [file]
      })
    assert.deepEqual(found, [])
  })

  // npm hoists: an import that the own package.json does not name runs all the same, until another package drops it.
  test('every import is declared by its own package', () => {
    const shared = manifestOf('.').devDependencies ?? {}
    const workspaces = Object.fromEntries(
      Object.keys(MAY_IMPORT).map((folder) => [manifestOf(folder).name, folder]),
    )
    const found = offences(everything, (specifier, { pkg, isTest }) => {
      if (isRelative(specifier) || isBuiltin(specifier)) return false
      const wanted = packageOf(specifier)
      // Every package of ours is a part of the root.
      if (pkg === '.') return !Object.hasOwn({ ...shared, ...workspaces }, wanted)
      const { name, dependencies, devDependencies } = manifestOf(pkg)
      // Pages are built, rules and dashboards written: what they are made of is not installed where they run.
      const built = pkg.startsWith('web/') || pkg === 'packages/monitoring'
      const declared = {
        ...dependencies,
        ...(built || isTest ? devDependencies : {}),
        ...(isTest ? shared : {}),
      }
      return wanted !== name && !Object.hasOwn(declared, wanted)
    })
    assert.deepEqual([...new Set(found)], [])
  })
})

suite('sources', () => {
  test('no file is longer than a reader can hold', () => {
    const long = everything.filter(({ text }) => text.split('\n').length - 1 > MAX_LINES)
    assert.deepEqual(
      long.map(({ file }) => file),
      [],
    )
  })

  test('only the places that compose a process read its environment', () => {
    const found = product.filter(
      ({ file, text }) => /\bprocess\.env\b/.test(text) && !READS_ENVIRONMENT.test(file),
    )
    assert.deepEqual(
      found.map(({ file }) => file),
      [],
    )
  })

  test('nothing writes to the console', () => {
    const found = everything.filter(({ text }) => /\bconsole\.\w+\(/.test(text))
    assert.deepEqual(
      found.map(({ file }) => file),
      [],
    )
  })
})
