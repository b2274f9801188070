import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { createLogger, serveHttp } from '@colophon/runtime'
import { createApp, servePages } from '@colophon/runtime/http'
import { createMetrics } from '@colophon/runtime/metrics'

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const PAGE = '<!doctype html><title>Desk</title>'

async function start(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-pages-'))
  t.after(() => {
    rmSync(folder, { recursive: true })
  })
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), PAGE)
  writeFileSync(join(folder, 'icon.svg'), '<svg/>')
  writeFileSync(join(folder, '.built-from'), 'secret')
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'export {}')
  const app = createApp({
    service: 'test',
    title: 'Test',
    version: '0',
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    checks: {},
    routes: [],
    extend: (into) => {
      const absent = { title: 'Not built', fix: 'Build it.' }
      servePages(into, { folder, paths: ['/', '/tasks/:id'], absent })
    },
  })
  const server = await serveHttp(app, { host: '127.0.0.1', port: 0 })
  t.after(() => server[Symbol.asyncDispose]())
  const get = (path: string, headers: Record<string, string> = BROWSER) =>
    fetch(server.url + path, { headers })
  return { get, folder }
}

suite('pages', () => {
  test('each address of the list shows the page, kept by no cache', async (t) => {
    const { get } = await start(t)
    for (const path of ['/', '/tasks/rev_1', '/?status=pending']) {
      const response = await get(path)
      assert.deepEqual([response.status, await response.text()], [200, PAGE])
      assert.equal(response.headers.get('cache-control'), 'no-store')
    }
  })

  test('runs no script but its own, and stands in no frame', async (t) => {
    const { get } = await start(t)
    for (const path of ['/', '/assets/main-1a2b.js', '/icon.svg']) {
      const policy = (await get(path)).headers.get('content-security-policy') ?? ''
      assert.match(policy, /default-src 'none'; script-src 'self';/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.doesNotMatch(policy, /script-src[^;]*unsafe/)
    }
  })

  test('a file with a hash in its name is kept for ever, others are not', async (t) => {
    const { get } = await start(t)
    const asset = await get('/assets/main-1a2b.js')
    assert.match(asset.headers.get('cache-control') ?? '', /immutable/)
    assert.match(asset.headers.get('content-type') ?? '', /javascript/)
    assert.equal((await get('/icon.svg')).headers.get('cache-control'), 'no-store')
  })

  test('no other address shows it, nor a file that is hidden or outside', async (t) => {
    const { get } = await start(t)
    const paths = ['/elsewhere', '/tasks', '/api/x', '/.built-from', '/assets/', '/assets/gone.js']
    for (const path of [...paths, '/assets/%2e%2e/.built-from', '/..%2f..%2fetc/passwd']) {
      const response = await get(path)
      assert.equal(response.status, 404, path)
      assert.match(response.headers.get('content-type') ?? '', /problem\+json/)
    }
  })

  test('a program gets what there is for programs', async (t) => {
    const { get } = await start(t)
    const root = (await (await get('/', { accept: '*/*' })).json()) as { name: string }
    assert.equal(root.name, 'Test')
    assert.equal((await get('/tasks/rev_1', { accept: 'application/json' })).status, 404)
  })

  test('while it is not built it says what to do', async (t) => {
    const { get, folder } = await start(t)
    rmSync(join(folder, 'index.html'))
    const response = await get('/')
    assert.equal(response.status, 503)
    assert.match(await response.text(), /<p>Build it\.<\/p>/)
  })
})
