import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { ConfigError, configTable, readConfig } from '@colophon/runtime'

const Config = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(5000).describe('Where it listens'),
  LOG_LEVEL: z.enum(['info', 'debug']).default('info').describe('How much is logged'),
  DEMO: z.stringbool().default(false).describe('Start with samples'),
  JWT_SECRET: z.string().min(32).describe('Signs tokens'),
  STORE_URL: z
    .string()
    .refine((url) => url.includes(':'), 'has no scheme')
    .optional(),
})
const secret = 's'.repeat(32)

test('gives typed values with defaults and leaves other variables alone', () => {
  const config = readConfig(Config, {
    JWT_SECRET: secret,
    PORT: '8080',
    DEMO: 'yes',
    HOME: '/root',
  })
  assert.deepEqual(config, { PORT: 8080, LOG_LEVEL: 'info', DEMO: true, JWT_SECRET: secret })
})

test('a blank variable counts as unset', () => {
  const config = readConfig(Config, { JWT_SECRET: secret, PORT: '', LOG_LEVEL: '  ' })
  assert.equal(config.PORT, 5000)
  assert.equal(config.LOG_LEVEL, 'info')
})

test('one error names every bad variable and what it should be, and repeats no value', () => {
  const env = {
    PORT: '99999',
    LOG_LEVEL: 'loud',
    DEMO: 'perhaps',
    JWT_SECRET: 'hunter2',
    STORE_URL: 'x',
  }
  assert.throws(
    () => readConfig(Config, env),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError)
      assert.deepEqual(error.problems, [
        'PORT is not valid: expected integer 0–65535 (Where it listens)',
        'LOG_LEVEL is not valid: expected info | debug (How much is logged)',
        'DEMO is not valid: expected boolean (Start with samples)',
        'JWT_SECRET is not valid: expected string of at least 32 characters (Signs tokens)',
        'STORE_URL: has no scheme',
      ])
      for (const value of Object.values(env)) {
        if (value.length > 1) assert.ok(!error.message.includes(value), value)
      }
      return true
    },
  )
})

test('a required variable that is missing is named as such', () => {
  assert.throws(() => readConfig(Config, {}), /JWT_SECRET is required: string of at least 32/)
})

test('a rule over several variables is reported in its own words', () => {
  const Pair = z
    .object({ A: z.string().optional(), B: z.string().optional() })
    .refine(({ A, B }) => (A === undefined) === (B === undefined), 'A and B go together')
  assert.throws(() => readConfig(Pair, { A: 'x' }), /A and B go together/)
})

test('the table has name, type, default and description of every variable', () => {
  const [port, level, demo, jwt] = configTable(Config)
  assert.deepEqual(port, {
    name: 'PORT',
    type: 'integer 0–65535',
    default: '5000',
    required: false,
    description: 'Where it listens',
  })
  assert.equal(level?.type, 'info | debug')
  assert.deepEqual([demo?.type, demo?.default], ['boolean', 'false'])
  assert.deepEqual([jwt?.default, jwt?.required], [null, true])
})
