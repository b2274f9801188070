import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { globSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test, type TestContext } from 'node:test'
import { readDockerfile, readDockerignore, wordsOf } from '../proof/image/dockerfile.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const SCRIPTS = join(ROOT, 'infra/image/')

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

interface Ended {
  code: number
  stderr: string
}

function run(script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPTS + script, ...args], { env }, (error, _stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stderr })
    })
  })
}

async function serve(t: TestContext, statuses: Readonly<Record<string, number>>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    response.writeHead(statuses[url] ?? 404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return String((server.address() as AddressInfo).port)
}

suite('pinned versions', () => {
  const instructions = readDockerfile(read('Dockerfile'))

  test('ours is built on the Node that the tests run with, pinned by digest', () => {
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { version?: string }>
    }
    const version = lock.packages['node_modules/node']?.version ?? 'none'
    const bases = instructions.flatMap(({ name, text }) => (name === 'FROM' ? [text] : []))
    const images = bases.map((base) => base.replace(/ AS \w+$/, ''))
    for (const base of images) {
      assert.match(base, /^node:[\d.]+-bookworm-slim@sha256:[0-9a-f]{64}$/)
      assert.ok(
        base.startsWith(`node:${version}-`),
        `${base}, but package-lock.json has ${version}`,
      )
    }
    assert.deepEqual([images.length, new Set(images).size], [3, 1])
  })

  test('the manifest of every workspace but the testkit is there when dependencies are installed', () => {
    const stage = instructions.slice(
      instructions.findIndex(({ text }) => text.endsWith(' AS dependencies')),
    )
    const copied = stage
      .slice(
        0,
        stage.findIndex(({ name }) => name === 'RUN'),
      )
      .filter(({ name }) => name === 'COPY')
      .flatMap(({ text }) => text.split(/\s+/).filter((word) => word.includes('/package.json')))
    const manifests = globSync('{packages,services,web}/*/package.json', {
      cwd: ROOT,
      exclude: ['packages/testkit'],
    })
    assert.deepEqual(copied.sort(), manifests.sort())
    const lets = readDockerignore(read('.dockerignore'))
    assert.deepEqual(
      manifests.map(lets),
      manifests.map(() => true),
    )
    assert.equal(lets('packages/testkit/package.json'), false)
  })

  test('those of others have an exact version', () => {
    const images = [...read('docker-compose.yml').matchAll(/^ +image: (\S+)$/gm)].map(
      ([, image]) => image ?? '',
    )
    assert.ok(images.length >= 6)
    for (const image of images.filter((each) => !each.startsWith('${'))) {
      assert.match(image, /:v?\d+\.\d+\.\d+$/)
    }
  })
})

suite('the health check of the image', () => {
  test('passes when the program answers 200', async (t) => {
    const PORT = await serve(t, { '/healthz': 200 })
    assert.deepEqual(await run('check-health.js', [], { PORT }), { code: 0, stderr: '' })
  })

  test('asks the ops port of a program without an API', async (t) => {
    const OPS_PORT = await serve(t, { '/readyz': 200 })
    const { code } = await run('check-health.js', ['/readyz'], { PORT: '', OPS_PORT })
    assert.equal(code, 0)
  })

  test('fails when the program is not ready', async (t) => {
    const PORT = await serve(t, { '/healthz': 200, '/readyz': 503 })
    const { code, stderr } = await run('check-health.js', ['/readyz'], { PORT })
    assert.deepEqual([code, stderr], [1, '/readyz: HTTP 503\n'])
  })

  test('fails when nothing listens, and when nobody says where', async (t) => {
    const PORT = await serve(t, {})
    // Asked over TLS, a plain server gives no answer that can be read.
    const mismatch = await run('check-health.js', [], { PORT, TLS_CERT_FILE: 'cert.pem' })
    assert.equal(mismatch.code, 1)
    const nowhere = await run('check-health.js', [], {})
    assert.match(nowhere.stderr, /neither PORT nor OPS_PORT/)
    assert.equal(nowhere.code, 1)
  })
})

suite('the check of secrets', () => {
  const STRONG = '9f2c4be17a6d0358c1e47b9ad2036f85e1b7c90d48a2f6357be0194cd86af213'

  test('passes when all are strong', async () => {
    const secrets = { JWT_SECRET: STRONG, MONGO_APP_PASSWORD: STRONG }
    const ended = await run('check-secrets.js', Object.keys(secrets), secrets)
    assert.deepEqual(ended, { code: 0, stderr: '' })
  })

  test('names every weak one, and shows none', async () => {
    const secrets = {
      JWT_SECRET: 'change-me-to-the-output-of-openssl-rand',
      MONGO_APP_PASSWORD: 'hunter2',
      MONGO_ROOT_PASSWORD: `${STRONG}@host/`,
    }
    const { code, stderr } = await run(
      'check-secrets.js',
      [...Object.keys(secrets), 'GRAFANA_ADMIN_PASSWORD'],
      secrets,
    )
    assert.equal(code, 1)
    assert.match(stderr, /JWT_SECRET is a placeholder/)
    assert.match(stderr, /MONGO_APP_PASSWORD is shorter than 32 bytes/)
    assert.match(stderr, /MONGO_ROOT_PASSWORD has characters that a URL cannot hold/)
    assert.match(stderr, /GRAFANA_ADMIN_PASSWORD is shorter/)
    for (const value of Object.values(secrets)) assert.ok(!stderr.includes(value))
  })
})

suite('reading a Dockerfile', () => {
  test('gives its steps, without comments and joined where they were broken', () => {
    const text = [
      '# a comment',
      'FROM one:1 AS first',
      'run ["npm", "ci"]',
      'COPY a \\',
      '  # a comment inside',
      '  b/',
    ]
    const read = readDockerfile(text.join('\n'))
    assert.deepEqual(
      read.map(({ name, text: rest }) => `${name} ${rest}`),
      ['FROM one:1 AS first', 'RUN ["npm", "ci"]', 'COPY a b/'],
    )
    assert.deepEqual(wordsOf(read[1]?.text ?? ''), ['npm', 'ci'])
    assert.throws(() => wordsOf('npm ci'), /Not a list of words: npm ci/)
  })

  test('of the lines of .dockerignore the last match counts, for folders with all they hold', () => {
    const lets = readDockerignore('*\n!packages\n!infra/image\n**/test\n**/*.md\n**/.env*\n')
    const paths = {
      'packages/a/src/b.ts': true,
      'infra/image/c.js': true,
      'infra/mongo/d.js': false,
      '.env': false,
      'packages/a/.env.local': false,
      'packages/a/test/e.ts': false,
      'packages/a/testing/e.ts': true,
      'packages/README.md': false,
      'package.json': false,
    }
    for (const [path, expected] of Object.entries(paths)) assert.equal(lets(path), expected, path)
  })
})
