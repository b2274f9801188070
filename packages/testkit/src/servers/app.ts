import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface AppAnswer {
  status: number
  headers: Headers
  text: string
  /** Of an answer in JSON; empty for any other. */
  body: Record<string, unknown>
}

export interface ServedApp {
  readonly url: string
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<AppAnswer>
}

/** An app on a port of its own of the loopback interface, until the test ends. */
export async function serveApp(t: TestContext, app: RequestListener): Promise<ServedApp> {
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    async get(path, headers = {}) {
      const response = await fetch(url + path, { headers })
      const text = await response.text()
      const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
      const body = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>
      return { status: response.status, headers: response.headers, text, body }
    },
  }
}
