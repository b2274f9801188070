import assert from 'node:assert/strict'
import { Agent, get, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { assertLoopback, isLoopback, serveHttp } from '@colophon/runtime'

const here = { host: '127.0.0.1', port: 0 }

test('listens on a free port and says where', async () => {
  await using server = await serveHttp((_request, response) => response.end('hello'), here)
  assert.equal(server.url, `http://127.0.0.1:${server.port}`)
  assert.equal(await (await fetch(server.url)).text(), 'hello')
})

test('closing does not wait for idle keep-alive connections, and may be repeated', async () => {
  const server = await serveHttp((_request, response) => response.end('hello'), here)
  const agent = new Agent({ keepAlive: true })
  const [response] = (await once(get(server.url, { agent }), 'response')) as [IncomingMessage]
  response.resume()
  await once(response, 'end')
  const from = performance.now()
  await Promise.all([server[Symbol.asyncDispose](), server[Symbol.asyncDispose]()])
  await server[Symbol.asyncDispose]()
  assert.ok(performance.now() - from < 1000)
  await assert.rejects(fetch(server.url))
  agent.destroy()
})

test('closing lets a request in progress finish', async () => {
  const server = await serveHttp((_request, response) => {
    void delay(200).then(() => response.end('finished'))
  }, here)
  const answer = fetch(server.url)
  await delay(50)
  const closed = server[Symbol.asyncDispose]()
  assert.equal(await (await answer).text(), 'finished')
  await closed
})

test('closing cuts off what does not finish in its grace time', async () => {
  const never = () => undefined
  const server = await serveHttp(never, { ...here, graceMs: 100 })
  const answer = assert.rejects(fetch(server.url))
  await delay(50)
  await server[Symbol.asyncDispose]()
  await answer
})

/** What comes back for bytes that are sent as they are. */
async function rawAnswer(port: number, sent: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.end(sent)
  const chunks: Buffer[] = []
  for await (const chunk of socket) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

test('what is too large or no request at all is refused with a problem that says so', async () => {
  await using server = await serveHttp((_request, response) => response.end('hello'), here)
  const cases = [
    [`GET /?q=${'x'.repeat(17_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431, /larger than 16 KiB/],
    [`GET / HTTP/1.1\r\nhost: a\r\nx-a: ${'x'.repeat(17_000)}\r\n\r\n`, 431, /larger than 16 KiB/],
    ['hello\r\n\r\n', 400, /not a request/],
  ] as const
  for (const [sent, status, detail] of cases) {
    const [head = '', body = ''] = (await rawAnswer(server.port, sent)).split('\r\n\r\n')
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
    assert.match(head, /\ncontent-type: application\/problem\+json/)
    const problem = JSON.parse(body) as Record<string, unknown>
    assert.deepEqual([problem['status'], problem['code']], [status, 'request.invalid'])
    assert.match(String(problem['detail']), detail)
    assert.ok(!body.includes('xxx'))
  }
  assert.equal(await (await fetch(server.url)).text(), 'hello')
})

test('an answer that has begun is cut off by what is no request, and has no problem in the middle of it', async () => {
  await using server = await serveHttp((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' })
    response.write('half of it')
  }, here)
  const socket = connect(server.port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
  let answer = ''
  socket.on('data', (chunk: Buffer) => {
    answer += String(chunk)
    if (answer.includes('half of it')) socket.write('hello\r\n\r\n')
  })
  socket.on('error', () => undefined)
  await once(socket, 'close')
  assert.match(answer, /half of it/)
  assert.doesNotMatch(answer, /problem|400/)
})

test('a port that is taken is an error of serveHttp', async () => {
  const app = () => undefined
  await using first = await serveHttp(app, here)
  await assert.rejects(serveHttp(app, { ...here, port: first.port }), { code: 'EADDRINUSE' })
})

test('an address others can reach is refused unless the app is made for it', async () => {
  const app = () => undefined
  for (const host of ['', '0.0.0.0', '::', '192.168.1.7', 'example.org', 'localhost.example.org']) {
    assert.equal(isLoopback(host), false, host)
    await assert.rejects(serveHttp(app, { host, port: 0 }), { code: 'config.insecure' })
  }
  for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1', '::ffff:127.0.0.1']) {
    assertLoopback(host)
  }
  await using open = await serveHttp(app, { host: '0.0.0.0', port: 0, allowRemote: true })
  assert.equal(open.url, `http://localhost:${open.port}`)
})
