import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { z } from 'zod'
import { ConfigError, InsecureHostError } from '@colophon/runtime'
import { readSettings, type SettingRule } from '@colophon/runtime/settings'

const Config = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().default(5000),
  SECRET: z.string().min(3),
})
type Config = z.infer<typeof Config>

const good = { SECRET: 'good' }
const insecure: SettingRule<Config> = {
  of: ['HOST'],
  check: ({ HOST }) => {
    if (HOST === 'everywhere') throw new InsecureHostError(HOST)
  },
}
const slow: SettingRule<Config> = {
  of: ['PORT', 'SECRET'],
  check: async ({ PORT, SECRET }) => {
    await Promise.resolve()
    if (PORT === 1)
      throw new ConfigError(['PORT is too low', `SECRET has ${SECRET.length} letters`])
  },
}
const read = (env: Record<string, string>) => readSettings(Config, env, [insecure, slow])
const problemsOf = (env: Record<string, string>): Promise<readonly string[]> =>
  read(env).then(
    () => [],
    (thrown: unknown) => (thrown as ConfigError).problems,
  )

suite('settings and their rules', () => {
  test('that hold give what the schema reads', async () => {
    assert.deepEqual(await read(good), { HOST: '127.0.0.1', PORT: 5000, SECRET: 'good' })
  })

  test('a single fault keeps its own kind', async () => {
    await assert.rejects(read({ ...good, HOST: 'everywhere' }), { code: 'config.insecure' })
  })

  test('faults of schema and rules are one list', async () => {
    assert.deepEqual(await problemsOf({ ...good, HOST: 'everywhere', PORT: '1' }), [
      'Refusing to listen on everywhere without authentication',
      'PORT is too low',
      'SECRET has 4 letters',
    ])
    assert.deepEqual(await problemsOf({ HOST: 'everywhere', PORT: 'x', SECRET: 'a' }), [
      'PORT is not valid: expected integer',
      'SECRET is not valid: expected string of at least 3 characters',
      'Refusing to listen on everywhere without authentication',
    ])
  })

  test('a variable of earlier versions for the model of one agent is told, with what to write', async () => {
    const Models = z.object({ MODEL_LOCAL: z.string().optional() })
    const old = { MODEL_LOCAL_STRUCTURE: 'ollama://gpu/mixtral', MODEL_FAST_CONTENT_AGENT: 'x' }
    await assert.rejects(readSettings(Models, old, []), (thrown: ConfigError) => {
      assert.deepEqual(thrown.problems, [
        'MODEL_LOCAL_STRUCTURE is no setting: write ?model.structure-agent=NAME behind the URL in MODEL_LOCAL',
        'MODEL_FAST_CONTENT_AGENT is no setting: write ?model.content-agent=NAME behind the URL in MODEL_FAST',
      ])
      return true
    })
    // Who asks no model, a blank one, and settings that go on being some.
    await readSettings(Config, { ...good, ...old }, [])
    await readSettings(Models, { MODEL_LOCAL_STRUCTURE: ' ', MODEL_DEEP_MAX_FIELDS: '3' }, [])
  })

  test('a rule about a setting that cannot be read, or is missing, is not asked', async () => {
    assert.deepEqual(await problemsOf({ PORT: '1' }), [
      'SECRET is required: string of at least 3 characters',
    ])
  })

  test('a bug in a rule stays a bug', async () => {
    const broken: SettingRule<Config> = { of: [], check: () => JSON.parse('{') as unknown }
    await assert.rejects(readSettings(Config, good, [broken]), SyntaxError)
  })
})
