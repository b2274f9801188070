import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import { PROVIDERS } from '@colophon/adapters/models'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

suite('stores', () => {
  const STORE = 'packages/adapters/src/store'

  // Whoever knows where one of them does something knows it of the other.
  test('each part of the port stands in a file of its name, in both stores', () => {
    const port = readFileSync(`${ROOT}packages/domain/src/ports/store.ts`, 'utf8')
    const parts = [...port.matchAll(/^ {2}readonly (\w+): \w+Store$/gm)].map(([, part]) => part)
    assert.ok(parts.length > 5)
    const rooms = ['sqlite/caller', 'sqlite/thread/operations', 'mongo/operations']
    const missing = rooms.flatMap((room) =>
      parts
        .map((part) => `${STORE}/${room}/${part}.ts`)
        .filter((file) => !existsSync(`${ROOT}${file}`)),
    )
    assert.deepEqual(missing, [])
  })

  test('what they keep beside the port has the same name in both', () => {
    for (const name of ['submitted-documents', 'revisions', 'runs', 'budgets']) {
      for (const room of ['sqlite/thread/operations', 'mongo/operations']) {
        assert.ok(existsSync(`${ROOT}${STORE}/${room}/${name}.ts`), `${room}/${name}.ts`)
      }
    }
  })
})

suite('providers of models', () => {
  const product = globSync('{packages,services}/*/src/**/*.{ts,js}', { cwd: ROOT })
    .map((found) => found.replaceAll('\\', '/'))
    .sort()

  // Another one must need no change outside its own folder and the list of them.
  test('nothing but their adapters, and what imitates them, knows one by name', () => {
    // The scripted one is our own, for demos and benchmarks.
    const names = PROVIDERS.map(({ name }) => name).filter((name) => name !== 'scripted')
    const literal = new RegExp(`['"](?:${names.join('|')}):?['"]`, 'i')
    const word = new RegExp(`\\b(?:${names.join('|')})\\b`, 'i')
    const found = product.filter((file) => {
      if (/^packages\/(?:adapters\/src\/models|testkit|monitoring\/src\/rule-tests)\//.test(file))
        return false
      // Alerts ask which of them are machines of one's own.
      if (file === 'packages/monitoring/src/local-providers.ts') return false
      const named = file.startsWith('packages/domain/') ? word : literal
      return named.test(readFileSync(`${ROOT}${file}`, 'utf8'))
    })
    assert.deepEqual(found, [])
  })
})
