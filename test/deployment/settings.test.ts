import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { configTable, readConfig } from '@colophon/runtime'
import { assertSecret } from '@colophon/runtime/auth'
import { CONFIGS, read } from './programs.ts'

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
