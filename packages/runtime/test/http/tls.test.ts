import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { createLogger, serveHttp, tlsEvents } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'

const skip = spawnSync('openssl', ['version']).status === 0 ? false : 'openssl not found'
const here = { host: '127.0.0.1', port: 0 }

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'colophon-tls-'))
  t.after(() => {
    rmSync(path, { recursive: true, force: true })
  })
  return path
}

function selfSigned(within: string, name: string) {
  const certFile = join(within, `${name}.crt`)
  const keyFile = join(within, `${name}.key`)
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    keyFile,
  ]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const args = ['req', '-x509', '-days', '2', ...key, ...subject, '-out', certFile]
  execFileSync('openssl', args, { stdio: 'ignore' })
  return { certFile, keyFile }
}

test('with a certificate and its key it is HTTPS', { skip }, async (t) => {
  const tls = selfSigned(folder(t), 'one')
  await using server = await serveHttp((_request, response) => response.end('hello'), {
    ...here,
    tls,
  })
  assert.equal(server.url, `https://127.0.0.1:${server.port}`)
  const text = await new Promise((resolve, reject) => {
    get(server.url, { ca: readFileSync(tls.certFile), agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => {
        resolve(body)
      })
    }).on('error', reject)
  })
  assert.equal(text, 'hello')
  await assert.rejects(fetch(server.url.replace('https', 'http')))
})

test('files that are missing, no PEM, or no pair are one clear error', { skip }, async (t) => {
  const within = folder(t)
  const [one, other] = [selfSigned(within, 'one'), selfSigned(within, 'other')]
  const noPem = join(within, 'letter.txt')
  writeFileSync(noPem, 'Dear Sir')
  const serve = (tls: typeof one) => serveHttp(() => undefined, { ...here, tls })
  const missing = { certFile: join(within, 'none.crt'), keyFile: join(within, 'none.key') }
  await assert.rejects(serve(missing), {
    code: 'config.invalid',
    message: /TLS_CERT_FILE cannot be read.*ENOENT\n.*TLS_KEY_FILE cannot be read/,
  })
  await assert.rejects(serve({ ...one, certFile: noPem }), { message: /TLS_CERT_FILE holds no/ })
  for (const keyFile of [noPem, other.keyFile]) {
    await assert.rejects(serve({ ...one, keyFile }), { message: /TLS_KEY_FILE is not the key/ })
  }
})

/** The certificate of a request's connection, as a fingerprint. */
const servedBy = (url: string, agent: Agent | false): Promise<string> =>
  new Promise((resolve, reject) => {
    get(url, { agent: agent || new Agent(), rejectUnauthorized: false }, (response) => {
      const { socket } = response
      assert.ok(socket instanceof TLSSocket)
      const { fingerprint256 } = socket.getPeerCertificate()
      response.resume().once('end', () => {
        resolve(fingerprint256)
      })
    }).on('error', reject)
  })

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await holds())) {
    assert.ok(performance.now() < deadline)
    await delay(10)
  }
}

test(
  'another certificate is served without a restart; one that is none is not, and open connections go on',
  { skip },
  async (t) => {
    const within = folder(t)
    const [one, other, third] = ['one', 'other', 'third'].map((name) => selfSigned(within, name))
    assert.ok(one && other && third)
    const tls = { certFile: join(within, 'served.crt'), keyFile: join(within, 'served.key') }
    const put = (pair: { certFile?: string; keyFile?: string }): void => {
      if (pair.certFile !== undefined) copyFileSync(pair.certFile, tls.certFile)
      if (pair.keyFile !== undefined) copyFileSync(pair.keyFile, tls.keyFile)
    }
    put(one)
    const lines: string[] = []
    const stream = { write: (line: string) => void lines.push(line) }
    const metrics = createMetrics({ service: 'test', version: '1' })
    const events = tlsEvents(metrics, createLogger({ service: 'test', stream }))
    const tlsWatch = { events, everyMs: 20 }
    await using server = await serveHttp((_request, response) => response.end('hello'), {
      ...{ ...here, tls, tlsWatch },
    })
    const open = new Agent({ keepAlive: true, maxSockets: 1 })
    t.after(() => {
      open.destroy()
    })
    const first = await servedBy(server.url, open)
    assert.equal(await servedBy(server.url, false), first)

    put(other)
    await until(async () => (await servedBy(server.url, false)) !== first)
    const second = await servedBy(server.url, false)
    assert.equal(await servedBy(server.url, open), first, 'the open connection is the same')

    put({ certFile: third.certFile })
    await until(() => lines.some((line) => line.includes('certificate not renewed')))
    assert.equal(await servedBy(server.url, false), second)
    await delay(100)
    const refused = lines.filter((line) => line.includes('certificate not renewed'))
    assert.equal(refused.length, 1, 'told once')
    assert.match(String(refused), /TLS_KEY_FILE is not the key of TLS_CERT_FILE/)

    put({ keyFile: third.keyFile })
    await until(async () => (await servedBy(server.url, false)) !== second)
    const ends = /colophon_certificate_expiry_timestamp_seconds (\d+)/.exec(
      await metrics.exposition(),
    )
    assert.ok(Number(ends?.[1]) > Date.now() / 1000)
  },
)

test('SIGHUP takes the files at once', { skip }, async (t) => {
  const within = folder(t)
  const [tls, other] = [selfSigned(within, 'one'), selfSigned(within, 'other')]
  const tlsWatch = { everyMs: 3_600_000 }
  await using server = await serveHttp((_request, response) => response.end('hello'), {
    ...{ ...here, tls, tlsWatch },
  })
  const first = await servedBy(server.url, false)
  copyFileSync(other.certFile, tls.certFile)
  copyFileSync(other.keyFile, tls.keyFile)
  assert.equal(await servedBy(server.url, false), first)
  process.kill(process.pid, 'SIGHUP')
  await until(async () => (await servedBy(server.url, false)) !== first)
})
