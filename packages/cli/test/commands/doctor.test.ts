import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { Writable } from 'node:stream'
import { openStore } from '@colophon/adapters/store'
import { temporaryFolder } from '@colophon/testkit'
import { startSimulatedAnthropic, startSimulatedOllama } from '@colophon/testkit/providers'
import { VERSION } from '@colophon/domain'
import type { Context } from '../../src/context.ts'
import type { DoctorReport } from '../../src/doctor-report.ts'
import { createProgram } from '../../src/main.ts'

interface Examined {
  exitCode: number | undefined
  /** The state of everything that was looked at, by its name. */
  states: Record<string, string>
  text: string
}

async function examine(
  t: TestContext,
  STORE_URL: string,
  models: Readonly<Record<string, string>> = {},
  options: readonly string[] = [],
): Promise<Examined> {
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  }) as unknown as NodeJS.WriteStream
  const context: Context = {
    env: { STORE_URL, BUS_URL: 'local:', ...models },
    cwd: temporaryFolder(t),
    stdin: process.stdin,
    stdout: stream,
    stderr: stream,
  }
  let exitCode: number | undefined
  const program = createProgram(context, (code) => (exitCode = code))
  await program.parseAsync(['doctor', ...options], { from: 'user' })
  const rows = text.matchAll(/^(?<what>\w+(?: \w+)*) {2,}(?<state>ok|FAILED) /gm)
  const states = Object.fromEntries(
    [...rows].map(({ groups }) => [groups?.['what'] ?? '', groups?.['state'] ?? '']),
  )
  return { exitCode, states, text }
}

suite('colophon doctor', () => {
  test('says of everything whether it can be used, and what the store holds', async (t) => {
    const { exitCode, states, text } = await examine(t, 'sqlite::memory:')
    const held = ['budget', 'dead messages', 'rejected OCR jobs']
    const names = ['node', 'store', 'bus', 'models', ...held, 'agents']
    assert.deepEqual(states, Object.fromEntries(names.map((name) => [name, 'ok'])))
    assert.match(text, /^store .*\(.* ms, 0 waiting, 0 in work\)/m)
    assert.match(text, /^budget .*\$0(?:\.00)? of \$100/m)
    assert.match(text, /^dead messages +ok +none/m)
    assert.equal(exitCode, 0)
  })

  test('names the OCR job that was rejected last', async (t) => {
    const url = `sqlite:${join(temporaryFolder(t), 'colophon.db')}`
    const at = '2026-01-15T12:00:00.000Z'
    {
      await using store = await openStore(url)
      await store.intake.putOcrJob({
        tenant_id: 'default',
        job_id: 'ocr-7',
        status: 'completed',
        documents: [],
        created_at: at,
        updated_at: at,
      })
      const [found] = await store.intake.openOcrJobs(1)
      assert.ok(found)
      const reason = { code: 'input.invalid_ocr_job', message: 'documents: not a list' } as const
      await store.intake.rejectOcrJob(found.delivery, reason)
    }
    const { text } = await examine(t, url)
    assert.match(text, /^rejected OCR jobs +ok +1, the last "ocr-7": documents: not a list/m)
  })

  test('asks each model that is free one question, and only looks for those that cost something', async (t) => {
    const ollama = await startSimulatedOllama()
    const anthropic = await startSimulatedAnthropic()
    t.after(() => Promise.all([ollama, anthropic].map((server) => server[Symbol.asyncDispose]())))
    const { text, states, exitCode } = await examine(t, 'sqlite::memory:', {
      MODEL_LOCAL: `ollama://127.0.0.1:${ollama.port}/llama3.2?structure-agent=qwen3`,
      MODEL_FAST: `anthropic:claude-sonnet-5-5?base_url=${anthropic.url}`,
      ANTHROPIC_API_KEY: 'sk-ant-do-not-tell',
    })
    const weights = '[0-9a-f]{12}'
    const free = `llama3\\.2 \\(${weights}\\): \\d+ ms, no charge`
    assert.match(text, new RegExp(`^model local +ok +${free}`, 'm'))
    assert.match(text, /^model local +FAILED +qwen3: /m)
    assert.match(
      text,
      /^model fast +ok +claude-sonnet-5-5: \d+ ms to find it, not asked, \$2 in, \$10 out per million tokens/m,
    )
    assert.deepEqual([ollama.bill.lines.length, anthropic.bill.lines.length], [1, 0])
    assert.doesNotMatch(text, /do-not-tell/)
    assert.deepEqual([states['store'], exitCode], ['ok', 1])
  })

  test('asks a store that cannot be opened nothing more', async (t) => {
    const folder = join(temporaryFolder(t), 'in-the-way.db')
    mkdirSync(folder)
    const { exitCode, states } = await examine(t, `sqlite:${folder}`)
    assert.deepEqual(states, {
      node: 'ok',
      store: 'FAILED',
      bus: 'ok',
      models: 'ok',
      agents: 'ok',
    })
    assert.equal(exitCode, 1)
  })

  test('tells a program the same in a form that stays', async (t) => {
    const settings = {
      ANTHROPIC_API_KEY: 'sk-ant-do-not-tell',
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=do-not-tell',
      OTEL_RESOURCE_ATTRIBUTES: 'team=desk',
      RETRY_BASE_MS: '2100',
    }
    const good = await examine(t, 'sqlite::memory:', settings, ['--json'])
    const report = JSON.parse(good.text) as DoctorReport
    assert.deepEqual(Object.keys(report), ['format', 'version', 'ok', 'checks', 'settings'])
    assert.deepEqual([report.format, report.version, report.ok], [1, VERSION, true])
    const held = ['budget', 'dead messages', 'rejected OCR jobs']
    assert.deepEqual(
      report.checks.map(({ name, ok, error }) => [name, ok, error]),
      ['node', 'store', 'bus', 'models', ...held, 'agents'].map((name) => [name, true, null]),
    )
    const set = report.settings.filter(({ from }) => from === 'set')
    const told = Object.fromEntries(set.map(({ name, value }) => [name, value]))
    assert.equal(told['RETRY_BASE_MS'], '2100')
    assert.equal(told['OTEL_RESOURCE_ATTRIBUTES'], 'team=desk')
    assert.deepEqual([told['ANTHROPIC_API_KEY'], told['OTEL_EXPORTER_OTLP_HEADERS']], ['…', '…'])
    assert.doesNotMatch(good.text, /do-not-tell/)
    assert.equal(good.exitCode, 0)

    const folder = join(temporaryFolder(t), 'in-the-way.db')
    mkdirSync(folder)
    const bad = await examine(t, `sqlite:${folder}`, {}, ['--json'])
    const { ok, checks } = JSON.parse(bad.text) as DoctorReport
    const store = checks.find(({ name }) => name === 'store')
    assert.deepEqual([ok, store?.ok, bad.exitCode], [false, false, 1])
    assert.match(store?.error?.code ?? '', /^store\./)
    assert.notEqual(store?.error?.fix, '')
  })
})
