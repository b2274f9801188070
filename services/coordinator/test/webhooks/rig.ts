import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import type { TestContext } from 'node:test'
import type { OutboxEvent, Store } from '@colophon/domain'
import { createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { manualClock, temporaryStore } from '@colophon/testkit'
import { Deliverer, type DelivererDeps } from '../../src/webhooks/deliverer.ts'
import type { WebhookEndpoint } from '../../src/webhooks/settings.ts'

export const SECRET = 'v9Kq2Zr7Lx4Tn8Wb1Ym6Jd3Hs5Fg0PcQe'

export interface Arrived {
  headers: IncomingMessage['headers']
  body: string
  id: string
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void

/** A receiver over HTTP. It answers 204 until it is told otherwise. */
export async function receiver(t: TestContext) {
  const arrived: Arrived[] = []
  const target = {
    arrived,
    answer: ((response) => response.writeHead(204).end()) as Answer,
    url: '',
    port: 0,
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += String(chunk)))
    request.on('end', () => {
      arrived.push({ headers: request.headers, body, id: String(request.headers['webhook-id']) })
      target.answer(response, request)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  target.port = (server.address() as AddressInfo).port
  target.url = `http://127.0.0.1:${target.port}/hook/path-4711`
  t.after(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return target
}

export const endpointTo = (
  url: string,
  overrides: Partial<WebhookEndpoint> = {},
): WebhookEndpoint => ({
  tenant: 'default',
  name: 'catalogue',
  url,
  secret: SECRET,
  kinds: ['task.approved', 'task.rejected', 'job.done'],
  allow_private: true,
  timeout_ms: 1_000,
  ...overrides,
})

export const anEvent = (id: string, overrides: Partial<OutboxEvent> = {}): OutboxEvent => ({
  tenant_id: 'default',
  event_id: id,
  kind: 'task.approved',
  at: '2026-01-15T12:00:00.000Z',
  payload: { review_id: id, decided_by: 'human:eva' },
  ...overrides,
})

/** What a receiver does to know who has sent it. */
export function isSigned({ headers, body, id }: Arrived, secret = SECRET): boolean {
  const signed = `${id}.${String(headers['webhook-timestamp'])}.${body}`
  const expected = createHmac('sha256', secret).update(signed).digest('base64')
  return headers['webhook-signature'] === `v1,${expected}`
}

export async function rig(t: TestContext, endpoints: readonly WebhookEndpoint[]) {
  const clock = manualClock()
  const store = await temporaryStore(t, clock)
  const lines: string[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  const metrics = createMetrics({ service: 'test', version: '0' })
  const stop = new AbortController()
  const deliverer = (overrides: Partial<DelivererDeps> = {}): Deliverer =>
    new Deliverer({
      store,
      endpoints,
      owner: 'me',
      log: createLogger({ service: 'test', level: 'debug', stream }),
      metrics,
      now: () => clock.now(),
      ...overrides,
    })
  const one = deliverer()
  /** A round, and the end of all that it began. */
  const deliver = async (which = one): Promise<void> => {
    await which.round(stop.signal)
    await which.settled()
  }
  const listed = async (endpoint?: string) =>
    (await store.outbox.deliveries('default', { endpoint }, { limit: 100 })).items
  return { clock, store, lines, metrics, stop, deliverer, deliver, listed }
}

/** As a decision leaves it. */
export async function put(store: Store, event: OutboxEvent, endpoint = 'catalogue'): Promise<void> {
  await store.outbox.share(event, [endpoint])
}
