import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test, type TestContext } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand, startCommand, until } from './command.ts'

const SECRET = 'v9Kq2Zr7Lx4Tn8Wb1Ym6Jd3Hs5Fg0PcQe'

interface Arrived {
  headers: IncomingHttpHeaders
  body: string
}

async function receiver(t: TestContext) {
  const arrived: Arrived[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += String(chunk)))
    request.on('end', () => {
      arrived.push({ headers: request.headers, body })
      response.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { arrived, url: `http://127.0.0.1:${String(port)}/hook` }
}

function settings(folder: string, url: string): Record<string, string> {
  const path = join(folder, 'webhooks.json')
  const endpoint = { name: 'catalogue', url, secret: SECRET, allow_private: true }
  writeFileSync(path, JSON.stringify({ endpoints: [endpoint] }))
  return { WEBHOOKS_FILE: path }
}

const isSigned = ({ headers, body }: Arrived): boolean => {
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
  const mac = createHmac('sha256', SECRET).update(signed).digest('base64')
  return headers['webhook-signature'] === `v1,${mac}`
}

test('`serve` tells of the jobs that end, `webhooks` tests, lists and replays; no secret is printed', async (t) => {
  const folder = temporaryFolder(t)
  const { arrived, url } = await receiver(t)
  const env = settings(folder, url)
  const colophon = (...args: string[]) => runCommand(args, { cwd: folder, env })
  const serve = startCommand(['serve', '--demo'], { cwd: folder, env })
  t.after(() => serve.child.kill('SIGKILL'))
  const done = await until('the job is told of', 90_000, () =>
    arrived.find(({ body }) => body.includes('"kind":"job.done"')),
  )
  assert.ok(isSigned(done))
  const { payload } = JSON.parse(done.body) as { payload: { documents: { total: number } } }
  assert.equal(payload.documents.total, 15)

  const tested = await colophon('webhooks', 'test', 'catalogue')
  assert.match(tested.stdout, /to catalogue: delivered, HTTP 204/)
  assert.equal(tested.code, 0)
  assert.match((await colophon('webhooks', 'list')).stdout, /catalogue +127\.0\.0\.1:\d+ +task/)
  const listed = await colophon('webhooks', 'list', '--deliveries')
  assert.match(listed.stdout, /job\.done +catalogue +delivered +1 +HTTP 204/)

  const id = String(done.headers['webhook-id'])
  const replayed = await colophon('webhooks', 'replay', 'catalogue', id)
  assert.deepEqual([replayed.stdout, replayed.code], ['1 delivery to catalogue due again\n', 0])
  await until('it arrives again', 30_000, () => {
    const same = arrived.filter(({ headers }) => headers['webhook-id'] === id)
    return same.length === 2 || undefined
  })
  const unknown = await colophon('webhooks', 'test', 'nobody')
  assert.deepEqual([unknown.code, /webhook\.not_found/.test(unknown.stderr)], [1, true])
  serve.child.kill('SIGTERM')
  const ended = await serve.ended
  assert.equal(ended.code, 0, ended.stderr)
  for (const { stdout, stderr } of [ended, tested, listed, unknown]) {
    assert.ok(!`${stdout}${stderr}`.includes(SECRET) && !`${stdout}${stderr}`.includes('/hook'))
  }
})

test('settings of webhooks with a fault stop `serve` at its start', async (t) => {
  const folder = temporaryFolder(t)
  const env = settings(folder, 'ftp://nowhere')
  const { code, stderr } = await runCommand(['serve'], { cwd: folder, env })
  assert.equal(code, 1)
  assert.match(stderr, /endpoints\.0 \(catalogue\): url: expected https/)
  assert.match(stderr, /config\.invalid/)
})

test('`audit verify` proves a log, keeps its ends, and says by its exit code that it is not whole', async (t) => {
  const folder = temporaryFolder(t)
  const colophon = (...args: string[]) => runCommand(['audit', 'verify', ...args], { cwd: folder })
  assert.equal((await colophon()).code, 1, 'there is no store yet')
  assert.equal((await runCommand(['serve', '--demo', '--once'], { cwd: folder })).code, 0)
  const whole = await colophon('--save', 'heads.jsonl')
  assert.match(
    whole.stdout,
    /events of 15 documents.*\nwhole\nsaved to heads\.jsonl\ndigest [0-9a-f]{64}/,
  )
  assert.equal(whole.code, 0)
  const again = await colophon('--against', 'heads.jsonl')
  assert.match(again.stdout, /all that stands in heads\.jsonl is still so/)
  assert.equal((await colophon('--tenant', 'other', '--against', 'heads.jsonl')).code, 1)
  {
    using db = new DatabaseSync(join(folder, 'data/colophon.db'), { timeout: 10_000 })
    // The only event of its document.
    assert.equal(
      Number(db.prepare(`DELETE FROM audit_events WHERE document_id LIKE '01-%'`).run().changes),
      1,
    )
  }
  const cut = await colophon('--against', 'heads.jsonl', '--json')
  const report = JSON.parse(cut.stdout) as { broken: number; faults: string[] }
  assert.deepEqual([cut.code, report.broken], [2, 1])
  assert.match(report.faults[0] ?? '', /^document 01-.*: its log is gone$/)
})
