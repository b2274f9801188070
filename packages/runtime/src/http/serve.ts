import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { assertLoopback } from './loopback.ts'
import { TlsWatch, type TlsWatchOptions } from './tls-reload.ts'
import { readTls, type TlsFiles } from './tls.ts'
import { answerUnreadable } from './unreadable.ts'

export interface ServeOptions {
  host: string
  /** 0 takes any free one. */
  port: number
  /** Only for apps that check who asks, or that show nothing but health and metrics. */
  allowRemote?: boolean
  /** How long requests in progress may take when closing. @default 5000 */
  graceMs?: number
  /** Certificate and key: HTTPS instead of HTTP. */
  tls?: TlsFiles | undefined
  /** What becomes of them while it runs. */
  tlsWatch?: Omit<TlsWatchOptions, 'files'> | undefined
}

export interface HttpServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
}

const IDLE_POLL_MS = 20
const HEADERS_TIMEOUT_MS = 30_000
const SILENCE_TIMEOUT_MS = 120_000

/** Resolves when it listens. Disposing lets requests in progress finish, then drops what is left. */
export async function serveHttp(app: RequestListener, options: ServeOptions): Promise<HttpServer> {
  const { host, port, allowRemote = false, graceMs = 5000 } = options
  if (!allowRemote) assertLoopback(host)
  const { server, watch } = createServerFor(app, options)
  // An IPv6 address stands in brackets in a URL only.
  server.listen(port, host.replace(/^\[(.+)\]$/, '$1'))
  await once(server, 'listening')
  const { port: bound, family } = server.address() as AddressInfo
  let closing: Promise<void> | undefined
  return {
    port: bound,
    url: `${options.tls === undefined ? 'http' : 'https'}://${reachableHost(host, family)}:${bound}`,
    [Symbol.asyncDispose]: () => {
      watch?.[Symbol.dispose]()
      return (closing ??= close(server, graceMs))
    },
  }
}

/** A stream of documents may take hours to come in, so no request has a time limit of its own; a silent one has. */
function createServerFor(app: RequestListener, { tls, tlsWatch }: ServeOptions) {
  const limits = { requestTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS }
  if (tls === undefined) return { server: silenced(createServer(limits, app)), watch: undefined }
  const material = readTls(tls)
  const server = silenced(createTlsServer({ ...limits, ...material }, app))
  return { server, watch: new TlsWatch(server, material.cert, { ...tlsWatch, files: tls }) }
}

/** With an end to silence, and an answer to what is no request. */
function silenced<S extends Server>(server: S): S {
  server.timeout = SILENCE_TIMEOUT_MS
  answerUnreadable(server)
  return server
}

function reachableHost(host: string, family: string): string {
  if (host === '' || host === '0.0.0.0' || host === '::') return 'localhost'
  return family === 'IPv6' && host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

async function close(server: Server, graceMs: number): Promise<void> {
  let closed = false
  const whenClosed = new Promise<void>((resolve) => {
    server.close(() => {
      closed = true
      resolve()
    })
  })
  // Keep-alive connections become idle one by one as their requests finish; each would hold the server open.
  const until = performance.now() + graceMs
  while (!(closed as boolean) && performance.now() < until) {
    server.closeIdleConnections()
    await Promise.race([whenClosed, delay(IDLE_POLL_MS)])
  }
  server.closeAllConnections()
  await whenClosed
}
