import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createBill, type Bill } from './bill.ts'
import { createConduct, type Behaviour, type Conduct } from './faults.ts'
import { Turns } from './turns.ts'

export interface SimulatedOptions {
  /** @default 0: any free one */
  port?: number
  /** Where it listens; other machines and containers reach it on another address only. @default 127.0.0.1 */
  host?: string
  /** How it behaves from the start. */
  behaviour?: Partial<Behaviour>
  /** Decides which calls meet the faults of the weights. @default 1 */
  seed?: number
  /** Every billed call is a JSON line in this file too. */
  billFile?: string
  /** Models the provider has; all that are asked for when left out. */
  models?: readonly string[]
}

/** A provider that speaks the real wire protocol, keeps its own bill and misbehaves when told to. */
export interface SimulatedProvider extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  url: string
  port: number
  bill: Bill
  conduct: Conduct
  /** Bodies of all requests for an answer, as they came. */
  requests: unknown[]
  /** Calls being worked on, and the most there ever were at once. */
  load: { now: number; most: number }
  /** Connections of calls that the caller closed before they were answered. */
  closedEarly: () => number
  /** Calls whose answer has begun and not ended. */
  streaming: () => number
  /** Connections there ever were. */
  connections: () => number
}

/** One request for an answer. */
export interface Exchange {
  body: Record<string, unknown>
  headers: IncomingMessage['headers']
  response: ServerResponse
  /** Aborts when the caller goes away. */
  gone: AbortSignal
  conduct: Conduct
  bill: Bill
}

export interface ProviderRoutes {
  /** `POST` here asks for an answer. */
  asks: string
  answer(exchange: Exchange): Promise<void>
  /** JSON of other addresses; undefined: 404. */
  get(path: string): unknown
  /** The same of what is posted elsewhere. */
  post?(path: string, body: Record<string, unknown>): unknown
  overloaded(response: ServerResponse): void
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

export const retryAfter = ({ behaviour }: Conduct): Record<string, string> => ({
  'retry-after': String(behaviour.retry_after_s),
})

/** Waits; false when the caller went away meanwhile. */
export const waited = (ms: number, gone: AbortSignal): Promise<boolean> =>
  delay(ms, undefined, { signal: gone }).then(
    () => true,
    () => false,
  )

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

export async function serveProvider(
  options: SimulatedOptions,
  routes: ProviderRoutes,
): Promise<SimulatedProvider> {
  const conduct = createConduct(options.behaviour, options.seed)
  const bill = createBill(options.billFile)
  const requests: unknown[] = []
  const load = { now: 0, most: 0 }
  const open = new Set<ServerResponse>()
  const turns = new Turns()
  let closedEarly = 0
  let connections = 0

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const gone = new AbortController()
    open.add(response)
    response.once('close', () => {
      open.delete(response)
      if (!response.writableFinished && !response.errored) closedEarly += 1
      gone.abort()
    })
    const body = await readJson(request)
    requests.push(body)
    if (load.now >= (conduct.behaviour.capacity ?? Infinity)) {
      routes.overloaded(response)
      return
    }
    if (!(await turns.take(conduct.behaviour.parallel, gone.signal))) return
    load.now += 1
    load.most = Math.max(load.most, load.now)
    try {
      const { headers } = request
      await routes.answer({ body, headers, response, gone: gone.signal, conduct, bill })
    } finally {
      load.now -= 1
      turns.end()
    }
  }

  const control = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'POST') conduct.change(await readJson(request))
    sendJson(response, 200, {
      ...conduct.behaviour,
      in_flight: load.now,
      most_in_flight: load.most,
    })
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://any').pathname
    if (path === '/_control') await control(request, response)
    else if (path === '/_bill') sendJson(response, 200, { totals: bill.totals, lines: bill.lines })
    else if (path === routes.asks && request.method === 'POST') await answer(request, response)
    else {
      const found =
        request.method === 'GET' ? routes.get(path) : routes.post?.(path, await readJson(request))
      if (found === undefined) sendJson(response, 404, { error: 'not found' })
      else sendJson(response, 200, found)
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else sendJson(response, 400, { error: String(error) })
    })
  })
  server.on('connection', () => (connections += 1))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    bill,
    conduct,
    requests,
    load,
    closedEarly: () => closedEarly,
    streaming: () => [...open].filter(({ headersSent }) => headersSent).length,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
