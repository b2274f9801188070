import assert from 'node:assert/strict'
import { test } from 'node:test'
import { componentLog, createLogger, levelOf, readConfig, type LogLevel } from '@colophon/runtime'
import { logLevel } from '@colophon/runtime/settings'
import { z } from 'zod'

function capture(level: LogLevel = 'debug') {
  const lines: string[] = []
  const stream = { write: (line: string) => void lines.push(line) }
  const log = createLogger({ service: 'test', level, stream })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

test('a line is data: level by name, ISO time, service, fields of the child', () => {
  const { log, last } = capture()
  log.child({ jobId: 'job_1' }).info({ documents: 3 }, 'job finished')
  const { time, ...rest } = last()
  assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  assert.deepEqual(rest, {
    level: 'info',
    service: 'test',
    jobId: 'job_1',
    documents: 3,
    msg: 'job finished',
  })
})

test('levels below the configured one are not written', () => {
  const { log, lines } = capture('warn')
  log.info('not this')
  log.warn('this')
  assert.equal(lines.length, 1)
})

test('secrets and document text never reach the log, at up to three levels', () => {
  const { log, lines } = capture()
  const hidden = { token: 'T0P', text: 'Dear Sir', api_key: 'sk-1', authorization: 'Bearer x' }
  log.info(hidden, 'one')
  log.info({ a: hidden, b: { c: hidden } }, 'deeper')
  log.child({ password: 'hunter2' }).info('child')
  const all = lines.join('')
  for (const value of [...Object.values(hidden), 'hunter2']) assert.ok(!all.includes(value), value)
  assert.equal(all.match(/\[redacted\]/g)?.length, 13)
})

test('the settings of a process do not give its secrets away', () => {
  const { log, lines } = capture()
  const env = {
    JWT_SECRET: 'kX9v2TqLr7mWz4Bh',
    JWT_PRIVATE_KEY: '-----BEGIN PRIVATE KEY-----\nMIGH',
    ANTHROPIC_API_KEY: 'sk-ant-1',
    COLOPHON_TOKEN: 'eyJhbGciOi',
    STORE_URL: 'mongodb://colophon:pa%40ss@db-1:27017,db-2:27017/colophon?replicaSet=rs0',
    BUS_URL: 'nsq://lookupd:4161',
  }
  log.info(env, 'at the top')
  log.info({ env, settings: { env } }, 'deeper')
  log.child({ env }).warn('in a child')
  log.error({ err: new Error(`connect to ${env.STORE_URL} failed`) }, 'in an error')
  log.info(`in the text: ${env.STORE_URL}`)
  const all = lines.join('')
  const { BUS_URL, STORE_URL: _url, ...secrets } = env
  for (const secret of [...Object.values(secrets), 'pa%40ss', 'colophon:pa', 'PRIVATE KEY']) {
    assert.ok(!all.includes(secret), secret)
  }
  assert.ok(all.includes('mongodb://[redacted]@db-1:27017,db-2:27017/colophon?replicaSet=rs0'))
  assert.ok(all.includes(BUS_URL))
  for (const line of lines) JSON.parse(line)
})

test('an address without credentials, and an @ that is none of them, stay as they are', () => {
  const { log, lines } = capture()
  log.info({ url: 'http://127.0.0.1:5000/a@b', who: 'mary@example.org', at: 'http://h?x=a@b' }, 'x')
  assert.ok(!lines.join('').includes('[redacted]'), lines.join(''))
})

test('an error is logged with code, stack and causes, without its other properties', () => {
  const { log, last } = capture()
  const cause = new Error('socket closed')
  const err = Object.assign(new Error('no answer', { cause }), { code: 'E_X', request: 'Dear Sir' })
  log.error({ err }, 'failed')
  const logged = last()['err'] as Record<string, unknown>
  assert.equal(logged['code'], 'E_X')
  assert.equal(logged['message'], 'no answer')
  assert.match(String(logged['stack']), /logger\.test\.ts/)
  assert.equal((logged['cause'] as Record<string, unknown>)['message'], 'socket closed')
  assert.equal('request' in logged, false)
})

test('the text that JSON.parse quotes in its message is cut out', () => {
  for (const text of ['Dear Sir', `Dear Sir, ${'x'.repeat(200)}`, '{"a": Dear Sir}']) {
    const { log, lines } = capture()
    try {
      JSON.parse(text)
    } catch (err) {
      log.error({ err }, 'failed')
    }
    assert.equal(lines.length, 1)
    assert.ok(!lines.join('').includes('Dear'), lines.join(''))
  }
})

test('services have levels of their own behind the one for all', () => {
  const levels = 'warn, enrichment-worker=debug,review-api=error'
  const linesOf = (service: string): string[] => {
    const lines: string[] = []
    const stream = { write: (line: string) => void lines.push(line) }
    const log = createLogger({ service, level: levels, stream })
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level)
    return lines.map((line) => (JSON.parse(line) as { msg: string }).msg)
  }
  assert.deepEqual(linesOf('coordinator'), ['warn', 'error'])
  assert.deepEqual(linesOf('enrichment-worker'), ['debug', 'info', 'warn', 'error'])
  assert.deepEqual(linesOf('review-api'), ['error'])
  assert.equal(levelOf('coordinator', 'review-api=error'), 'info')
})

test('what is no list of levels is refused, with what is one', () => {
  const Levels = z.object({ LOG_LEVEL: logLevel('info') })
  const read = (LOG_LEVEL: string) => readConfig(Levels, { LOG_LEVEL }).LOG_LEVEL
  for (const good of ['debug', 'info,cost-api=trace', 'cost-api=silent', ' info , a=warn '])
    assert.equal(read(good), good)
  for (const bad of [
    'loud',
    'info,debug',
    'info,cost-api',
    'cost-api=loud',
    'info,=debug',
    'a=b=c',
  ])
    assert.throws(() => read(bad), { message: /LOG_LEVEL: expected one of trace, .*=debug/ }, bad)
})

test('parts of one process name themselves, and each can have its level', () => {
  const { log, lines } = capture('warn')
  const partOf = (component: string) => componentLog(log, component, 'warn,enrichment-worker=info')
  partOf('coordinator').info('not this')
  partOf('enrichment-worker').info('this')
  partOf('enrichment-worker').child({ documentId: 'doc-1' }).info('and this')
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.deepEqual(
    told.map(({ service, component, msg }) => [service, component, msg]),
    [
      ['test', 'enrichment-worker', 'this'],
      ['test', 'enrichment-worker', 'and this'],
    ],
  )
})
