import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import { loadAgents, modulesOf, PROFILES } from '@colophon/profiles'
import { RECORDS } from '@colophon/profiles/records'
import { recipes } from '@colophon/testkit/recipes'
import ts from 'typescript'
import { product } from './sources.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SRC = 'packages/profiles/src'

const filesLike = (pattern: string): string[] =>
  globSync(pattern, { cwd: ROOT }).map((file) => file.replaceAll('\\', '/'))

/** The profile that a file under `packages/profiles/src` belongs to: `letters`. */
const profileOf = (file: string): string | undefined =>
  /^packages\/profiles\/src\/([^/]+)\//.exec(file)?.[1]

/** Words of one kind of document. */
const WORDS = /(?<!\p{L})(?:letters?|senders?|recipients?|salutations?)(?!\p{L})/giu
/** `lettersProfile` are two words. */
const CAMEL = /(\p{Ll})(\p{Lu})/gu
/** What a message is called that nobody can read. */
const DEAD = /DeadLetter/g
/** Lists of a language's words are data, and have them. A reason that stands in records stays as it is. */
const MAY_HAVE_THEM = new Set([
  'packages/methods/src/keywords/stop-words.ts',
  'packages/methods/src/language/function-words.ts',
  'packages/methods/src/language/detect-languages.ts',
])

suite('profiles', () => {
  test('none imports another', () => {
    const found = filesLike(`${SRC}/*/**/*.ts`).flatMap((file) => {
      const { importedFiles } = ts.preProcessFile(
        readFileSync(`${ROOT}${file}`, 'utf8'),
        true,
        true,
      )
      return importedFiles
        .filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => profileOf(posix.join(posix.dirname(file), fileName)))
        .filter((other) => other !== undefined && other !== profileOf(file))
        .map((other) => `${file} imports ${other ?? ''}`)
    })
    assert.deepEqual(found, [])
  })

  test('each is a folder of its name, and its modules have the agents of its phases', async () => {
    const agents = await loadAgents()
    const modules = modulesOf(PROFILES)
    for (const { name, phases, traits } of RECORDS) {
      assert.ok(modules[name]?.pathname.includes(`/${SRC}/${name}/`), name)
      const own = agents.filter(({ profile }) => profile === name).map((agent) => agent.name)
      assert.deepEqual(own.toSorted(), phases.flat().toSorted())
      for (const agent of Object.keys(traits)) assert.ok(own.includes(agent), agent)
    }
  })

  test('no two agents have the same name, so that a name alone finds one', async () => {
    const names = (await loadAgents([...PROFILES, recipes])).map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
  })

  test('who needs their records loads no agent and no rule', () => {
    const script = `
      import { registerHooks } from 'node:module'
      const seen = []
      registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) })
      await import('@colophon/profiles/records')
      process.stdout.write(JSON.stringify(seen))`
    const args = ['--input-type=module', '--eval', script]
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
    assert.equal(stderr, '')
    const seen = JSON.parse(stdout) as string[]
    assert.ok(seen.some((url) => url.endsWith(`${SRC}/letters/schema.ts`)))
    const heavy = /\/packages\/(?:agents|methods)\/|\/(?:agents|rules)\//
    assert.deepEqual(
      seen.filter((url) => heavy.test(url)),
      [],
    )
  })
})

/** Packages that are outside of every profile, and are no product's where they are for tests alone. */
const outside = product.filter(
  ({ pkg }) => pkg !== 'packages/profiles' && pkg !== 'packages/testkit',
)

/** Where a process is composed: everything else is given its profiles. */
const COMPOSES = /^(?:packages\/cli|services\/[\w-]+)\/src\//
const IN_SERVICES =
  /^services\/(?:[\w-]+\/src\/(?:main|compose|config)|agent-host\/src\/(?:find|serve)-agent)\.ts$/

/** Takes the records alone, unless it runs agents. */
const RUNS_AGENTS = /^(?:packages\/cli|services\/(?:agent-host|enrichment-worker))\//

suite('nothing outside knows a profile', () => {
  test('only what composes a process imports profiles, and their agents only what runs them', () => {
    const mayImport = (file: string, specifier: string): boolean =>
      COMPOSES.test(file) &&
      (file.startsWith('packages/') || IN_SERVICES.test(file)) &&
      (specifier === '@colophon/profiles/records' || RUNS_AGENTS.test(file))
    const found = outside.flatMap(({ file, imports }) =>
      imports
        .filter((specifier) => specifier.startsWith('@colophon/profiles'))
        .filter((specifier) => !mayImport(file, specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    )
    assert.deepEqual(found, [])
  })

  test('none of them by its name: all of them are in the list', () => {
    const doors = new Set(['', '/records', '/ports'].map((door) => `@colophon/profiles${door}`))
    const found = outside.flatMap(({ file, imports }) =>
      imports
        .filter((specifier) => specifier.startsWith('@colophon/profiles') && !doors.has(specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    )
    assert.deepEqual(found, [])
  })

  test('no path of a record stands there as a string', () => {
    const paths = RECORDS.flatMap(({ fields }) => fields.map(({ path }) => RegExp.escape(path)))
    const literal = new RegExp(`['"\`](?:${paths.join('|')})['"\`]`, 'g')
    const found = outside.flatMap(({ file, text }) =>
      [...text.matchAll(literal)].map(([path]) => `${file} names ${path}`),
    )
    assert.deepEqual(found, [])
  })

  test('no word of one kind of document stands there, in names neither', () => {
    const found = outside.flatMap(({ file, text }) => {
      if (MAY_HAVE_THEM.has(file)) return []
      return [...text.replace(DEAD, '').replace(CAMEL, '$1 $2').matchAll(WORDS)].map(
        ([word]) => `${file}: ${word}`,
      )
    })
    assert.deepEqual(found, [])
  })
})
