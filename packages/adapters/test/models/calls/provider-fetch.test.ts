import assert from 'node:assert/strict'
import { getEventListeners, once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { connectionFailure } from '../../../src/models/calls/connection-failure.ts'
import { fetchFromProvider } from '../../../src/models/calls/provider-fetch.ts'
import { eventually, rawServer } from '../rig.ts'

/** Takes connections, and never says a word. */
async function silentServer(t: TestContext): Promise<{ port: number; met: Promise<Socket> }> {
  const server = createServer()
  const sockets: Socket[] = []
  server.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const met = once(server, 'connection').then(async ([socket]) => {
    await once(socket as Socket, 'data')
    return socket as Socket
  })
  return { port: (server.address() as AddressInfo).port, met }
}

/** Answers the first request, and closes its connection some time after the next one has come. */
async function closingServer(t: TestContext, afterMs: number) {
  const seen: Socket[] = []
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', () => {
        const isKept = seen.includes(socket)
        seen.push(socket)
        if (isKept) setTimeout(() => socket.resetAndDestroy(), afterMs)
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of seen) socket.destroy()
    server.close()
  })
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

suite('fetch for the clients of providers', { timeout: 60_000 }, () => {
  test('gives up a server that does not come to an end with the handshake: nothing was sent', async (t) => {
    const { port, met } = await silentServer(t)
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const answer = fetchFromProvider(`https://127.0.0.1:${port}/`)
    answer.catch(() => undefined)
    await met
    t.mock.timers.tick(10_000)
    const thrown = await answer.then(
      () => assert.fail('it was answered'),
      (error: unknown) => error,
    )
    const { neverSent, code } = connectionFailure(thrown)
    assert.deepEqual([neverSent, code], [true, 'UND_ERR_CONNECT_TIMEOUT'])
  })

  test('waits for an answer as long as the caller does, and fails with the reason of the caller', async (t) => {
    const { port, met } = await silentServer(t)
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const caller = new AbortController()
    const answer = fetchFromProvider(`http://127.0.0.1:${port}/`, { signal: caller.signal })
    answer.catch(() => undefined)
    const socket = await met
    const closed = once(socket, 'close')
    t.mock.timers.tick(3_600_000)
    const reason = new DOMException('time is up', 'TimeoutError')
    caller.abort(reason)
    await assert.rejects(answer, (thrown) => thrown === reason)
    await closed
  })

  test('sends again what a kept connection did not take: it was closed at that moment', async (t) => {
    const { seen, url } = await closingServer(t, 0)
    for (let call = 0; call < 2; call += 1)
      assert.equal(await (await fetchFromProvider(url)).text(), 'ok')
    assert.deepEqual([seen.length, new Set(seen).size], [3, 2])
  })

  test('a kept connection that breaks after a silence may have brought the request: it is not sent again', async (t) => {
    const { seen, url } = await closingServer(t, 1_100)
    await (await fetchFromProvider(url)).text()
    const thrown: unknown = await fetchFromProvider(url).then(
      () => assert.fail('it was answered'),
      (error: unknown) => error,
    )
    const { neverSent, code } = connectionFailure(thrown)
    assert.deepEqual([neverSent, code, seen.length], [false, 'ECONNRESET', 2])
  })

  test('sends nothing for a caller who has gone', async (t) => {
    let reached = 0
    const port = await rawServer(t, (_request, response) => {
      reached += 1
      response.end()
    })
    const reason = new Error('gone')
    const answer = fetchFromProvider(`http://127.0.0.1:${port}/`, {
      signal: AbortSignal.abort(reason),
    })
    await assert.rejects(answer, (thrown) => thrown === reason)
    assert.equal(reached, 0)
  })

  test('gives status, headers and body as fetch does, and leaves no listener behind', async (t) => {
    const port = await rawServer(t, (request, response) => {
      response.writeHead(418, 'Tea', { 'content-type': 'application/json', 'x-id': ['a', 'b'] })
      response.end(JSON.stringify({ kind: request.headers['accept-encoding'], name: 'Köln' }))
    })
    const { signal } = new AbortController()
    const answer = await fetchFromProvider(`http://127.0.0.1:${port}/`, { signal })
    assert.deepEqual([answer.status, answer.statusText, answer.ok], [418, 'Tea', false])
    assert.equal(answer.headers.get('x-id'), 'a, b')
    assert.deepEqual(await answer.json(), { kind: 'identity', name: 'Köln' })
    await eventually(() => getEventListeners(signal, 'abort').length === 0)
  })
})
