import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { existsSync, readFileSync } from 'node:fs'
import { createTokenSigner } from '@colophon/runtime/auth'
import { temporaryFolder } from '@colophon/testkit'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const PATIENCE_MS = 60_000

/** The service as it runs in production: a process of its own, told by its environment alone. */
async function start(t: TestContext, env: Record<string, string> = {}) {
  const STORE_URL = `sqlite:${join(temporaryFolder(t), 'test.db')}`
  const child = spawn(process.execPath, [MAIN], {
    env: { STORE_URL, PORT: '0', BUS_URL: 'local:', ...env },
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
  assert.deepEqual(
    ['store', 'bus'],
    Object.keys(((await ready.json()) as { checks: object }).checks),
  )
  assert.match(await (await fetch(`${url}/metrics`)).text(), /colophon_build_info\{/)
  const { code, output } = await stop()
  assert.equal(code, 0, output)
  assert.match(output, /"reason":"SIGTERM"/)
})

test('with a key tokens are asked for, and the key is nowhere to be seen', async (t) => {
  const JWT_SECRET = 'kX9v2TqLr7mWz4BhYc8NfJ3pDs6GaVe1'
  const { url, pid, stop } = await start(t, { JWT_SECRET, LOG_LEVEL: 'trace' })
  const token = createTokenSigner({ secret: JWT_SECRET }, { issuer: 'colophon' }).sign({
    sub: 'mary',
    aud: 'colophon-api',
    tenant: 'museum',
    roles: ['submitter'],
    ttlS: 600,
  })
  const submit = (headers: Record<string, string>) =>
    fetch(`${url}/api/jobs?job_id=j`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...headers },
      body: '{"id": "a", "text": "Dear Mary,"}\n',
    })
  assert.equal((await submit({})).status, 401)
  assert.equal((await submit({ authorization: `Bearer ${token}` })).status, 202)
  const titles = ['cmdline', 'comm']
    .map((file) => `/proc/${pid}/${file}`)
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'))
  const { code, output } = await stop()
  assert.equal(code, 0, output)
  for (const text of [output, ...titles]) {
    assert.ok(!text.includes(JWT_SECRET) && !text.includes(token) && !text.includes('Dear Mary'))
  }
})

test('bad settings are one message that names each of them, those that are missing too', () => {
  const message = refuse({ PORT: 'x', MAX_BODY_BYTES: '-1' })
  for (const name of ['PORT', 'MAX_BODY_BYTES', 'BUS_URL is required']) {
    assert.ok(message.includes(name), message)
  }
  assert.ok(!message.includes('    at '), message)
})

test('a port that is taken is an error with its reason', async (t) => {
  const { url } = await start(t)
  const { port } = new URL(url)
  const message = refuse({ PORT: port, BUS_URL: 'local:', STORE_URL: 'sqlite::memory:' })
  assert.match(message, /EADDRINUSE/)
  assert.ok(!message.includes('    at '), message)
})
