import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serverBinary } from './binary.ts'
import { freePort, startProcess, untilReady, type ServerProcess } from './process.ts'

/** A test, or whatever else ends what was started for it. */
export interface ServerScope {
  readonly name: string
  after(end: () => void | Promise<void>): void
}

export interface NsqdServer {
  /** `host:port` of its TCP protocol. */
  readonly address: string
  readonly tcpPort: number
  /** Always the TCP port + 1. */
  readonly httpPort: number
  /** Ends it and waits for its end. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on the same ports; `emptied`: with nothing left in its data directory. */
  restart(options?: { emptied?: boolean }): Promise<void>
  /** Stops it from running without closing its connections, until `resume`. */
  suspend(): void
  resume(): void
  /** Its HTTP interface; rejects unless the answer is a good one. */
  get(path: string): Promise<unknown>
}

export interface NsqdOptions {
  /** `host:port` of the TCP protocol of each nsqlookupd to register with. */
  lookupds?: readonly string[]
  /** The port it tells nsqlookupd: that of a proxy in front of it. */
  broadcastTcpPort?: number
  args?: readonly string[]
}

/** Two ports in a row, as nsqd has by default. */
async function twoFreePorts(): Promise<number> {
  for (;;) {
    const port = await freePort()
    if (port === 65_535) continue
    const next = createServer().listen(port + 1, '127.0.0.1')
    const free = await once(next, 'listening').then(
      () => true,
      () => false,
    )
    next.close()
    if (free) return port
  }
}

/** A real nsqd on loopback with a data directory of its own. */
export async function startNsqd(t: ServerScope, options: NsqdOptions = {}): Promise<NsqdServer> {
  const binary = serverBinary(t, 'nsqd')
  const tcpPort = await twoFreePorts()
  const httpPort = tcpPort + 1
  const folder = mkdtempSync(join(tmpdir(), 'colophon-nsqd-'))
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${httpPort}${path}`)
    const text = await response.text()
    if (!response.ok) throw new Error(`nsqd answered ${response.status}: ${text}`)
    return path.includes('format=json') ? JSON.parse(text) : text
  }
  const start = async (dataPath: string): Promise<ServerProcess> => {
    const started = startProcess(binary, [
      `--tcp-address=127.0.0.1:${tcpPort}`,
      `--http-address=127.0.0.1:${httpPort}`,
      '--broadcast-address=127.0.0.1',
      `--broadcast-tcp-port=${options.broadcastTcpPort ?? tcpPort}`,
      `--data-path=${dataPath}`,
      '--max-msg-timeout=15m',
      ...(options.lookupds ?? []).map((each) => `--lookupd-tcp-address=${each}`),
      ...(options.args ?? []),
    ])
    await untilReady(started, async () => (await get('/ping')) === 'OK')
    return started
  }
  let server = await start(folder)
  let emptied = 0
  const resume = (): void => {
    process.kill(server.pid, 'SIGCONT')
  }
  t.after(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    address: `127.0.0.1:${tcpPort}`,
    tcpPort,
    httpPort,
    kill: (signal) => server.kill(signal),
    async restart(again = {}) {
      await server[Symbol.asyncDispose]()
      if (again.emptied === true) emptied += 1
      server = await start(emptied === 0 ? folder : mkdtempSync(join(folder, 'emptied-')))
    },
    suspend: () => {
      process.kill(server.pid, 'SIGSTOP')
    },
    resume,
    get,
  }
}
