import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@colophon/testkit'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const PATIENCE_MS = 60_000

/** The service as it runs in production: a process of its own, told by its environment alone. */
async function start(t: TestContext, env: Record<string, string> = {}) {
  const STORE_URL = `sqlite:${join(temporaryFolder(t), 'test.db')}`
  const child = spawn(process.execPath, [MAIN], {
    env: { STORE_URL, PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }))
  t.after(async () => {
    clearTimeout(late)
    child.kill('SIGKILL')
    await ended
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const [, address] = /"(?:url|ops)":"([^"]+)","msg":"ready"/.exec(output) ?? []
      if (address !== undefined) resolve(address)
    })
    void ended.then(() => {
      reject(new Error(`it has ended:\n${output}`))
    })
  })
  const stop = async () => {
    child.kill('SIGTERM')
    return await ended
  }
  return { url, pid: child.pid ?? 0, stop, STORE_URL }
}

/** What a start that cannot succeed leaves. */
function refuse(env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN], {
    env,
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  })
  assert.deepEqual([status, stdout], [1, ''], stderr)
  return stderr
}

test('gets ready, and ends on SIGTERM with exit code 0', async (t) => {
  const { url, stop } = await start(t)
  const ready = await fetch(`${url}/readyz`)
  assert.equal(ready.status, 200)
  assert.deepEqual(['store'], Object.keys(((await ready.json()) as { checks: object }).checks))
  assert.match(await (await fetch(`${url}/metrics`)).text(), /colophon_build_info\{/)
  const { code, output } = await stop()
  assert.equal(code, 0, output)
  assert.match(output, /"reason":"SIGTERM"/)
})

test('the limits it shows are those of its settings', async (t) => {
  const { url } = await start(t, { BUDGET_DAY_USD: '7.5', BUDGET_CUTOFF_PERCENT: '60' })
  const limits = (await (await fetch(`${url}/api/cost/config`)).json()) as Record<string, unknown>
  assert.deepEqual([limits['daily_budget_usd'], limits['cost_alert_threshold']], ['7.50', 0.6])
  assert.ok((limits['prices'] as unknown[]).length > 0)
})

test('bad settings are one message that names each of them', () => {
  const message = refuse({ PORT: '99999', BUDGET_DAY_USD: 'much' })
  for (const name of ['PORT', 'BUDGET_DAY_USD']) assert.ok(message.includes(name), message)
  assert.ok(!message.includes('    at '), message)
})
