import { serverBinary } from './binary.ts'
import type { ServerScope } from './nsqd.ts'
import { freePort, startProcess, untilReady, type ServerProcess } from './process.ts'

export interface NsqlookupdServer {
  /** `host:port` for nsqd. */
  readonly tcpAddress: string
  /** `host:port` for those who look for an nsqd. */
  readonly httpAddress: string
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on the same ports; it remembers nothing. */
  restart(): Promise<void>
  /** `host:port` of the nsqds it knows. */
  nodes(): Promise<string[]>
}

interface Nodes {
  producers: { broadcast_address: string; tcp_port: number }[]
}

/** A real nsqlookupd on loopback. */
export async function startNsqlookupd(t: ServerScope): Promise<NsqlookupdServer> {
  const binary = serverBinary(t, 'nsqlookupd')
  const [tcpPort, httpPort] = [await freePort(), await freePort()]
  const start = async (): Promise<ServerProcess> => {
    const started = startProcess(binary, [
      `--tcp-address=127.0.0.1:${tcpPort}`,
      `--http-address=127.0.0.1:${httpPort}`,
      '--broadcast-address=127.0.0.1',
    ])
    await untilReady(started, async () => (await fetch(`http://127.0.0.1:${httpPort}/ping`)).ok)
    return started
  }
  let server = await start()
  t.after(async () => {
    await server[Symbol.asyncDispose]()
  })
  return {
    tcpAddress: `127.0.0.1:${tcpPort}`,
    httpAddress: `127.0.0.1:${httpPort}`,
    kill: (signal) => server.kill(signal),
    async restart() {
      await server[Symbol.asyncDispose]()
      server = await start()
    },
    async nodes() {
      const response = await fetch(`http://127.0.0.1:${httpPort}/nodes`)
      const { producers } = (await response.json()) as Nodes
      return producers.map((each) => `${each.broadcast_address}:${each.tcp_port}`)
    },
  }
}
