import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { serveHttp } from '@colophon/runtime'

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
