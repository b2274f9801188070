import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** How an agent is made to look to its callers. */
export interface Conduct {
  /** Time that passes before each request reaches it. */
  delayMs?: number
  /** Words of its answers, such as the name of a model, with others in their place. */
  says?: readonly [instead: string, of: string]
}

/** Stands before the agents and changes, while it runs, what workers see of them. */
export class AgentFront implements AsyncDisposable {
  readonly #conduct = new Map<string, Conduct>()
  readonly #servers: ReturnType<typeof createServer>[] = []

  /** `{}`: as it is. */
  conduct(agent: string, how: Conduct): void {
    this.#conduct.set(agent, how)
  }

  /** The address that workers are to be told in place of `url`. */
  async before(agent: string, url: string): Promise<string> {
    const server = createServer((incoming, outgoing) => {
      this.#pass(agent, new URL(incoming.url ?? '/', url), incoming, outgoing).catch(() => {
        outgoing.destroy()
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    this.#servers.push(server)
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async #pass(agent: string, url: URL, incoming: IncomingMessage, outgoing: ServerResponse) {
    const { delayMs = 0, says } = this.#conduct.get(agent) ?? {}
    if (delayMs > 0) await delay(delayMs)
    const onward = request(url, {
      method: incoming.method,
      headers: { ...incoming.headers, host: url.host },
    })
    outgoing.once('close', () => onward.destroy())
    incoming.pipe(onward)
    const [answer] = (await once(onward, 'response')) as [IncomingMessage]
    if (says === undefined) {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
      return
    }
    const chunks = await answer.setEncoding('utf8').toArray()
    const { 'content-length': _, ...headers } = answer.headers
    const [instead, of] = says
    outgoing.writeHead(answer.statusCode ?? 502, headers)
    outgoing.end(chunks.join('').replaceAll(of, instead))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    }
  }
}
