import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { ServerScope } from './nsqd.ts'

/** A command of the NSQ protocol, as a client sends it. */
export type NsqCommand = 'FIN' | 'REQ' | 'TOUCH' | 'RDY' | 'PUB' | 'MPUB' | 'SUB'

export interface TcpProxy {
  readonly address: string
  readonly port: number
  /** Connections taken so far. */
  readonly accepted: number
  readonly open: number
  /** Keeps every connection, old and new, and passes nothing on: a network that is gone. */
  freeze(): void
  /** Passes on again, for connections made from now on; the frozen ones are cut. */
  thaw(): void
  /** Passes the client's commands on but no word of the server. */
  muteServer(): void
  /** Cuts every connection. */
  cut(): void
  /** Swallows these commands of the clients of nsqd. */
  drop(...commands: NsqCommand[]): void
}

interface Target {
  host: string
  port: number
}

const WITH_BODY = /^(?:IDENTIFY|AUTH|PUB|MPUB|DPUB)\b/
const MAGIC_BYTES = 4

/** Takes whole commands off the front of what an NSQ client sent; the rest waits for more. */
class CommandReader {
  #buffer = Buffer.alloc(0)
  #greeted = false

  read(chunk: Buffer): Buffer[] {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    const commands: Buffer[] = []
    for (let length = this.#next(); length > 0; length = this.#next()) {
      commands.push(this.#buffer.subarray(0, length))
      this.#buffer = this.#buffer.subarray(length)
    }
    return commands
  }

  /** Length of the first whole command, or 0. */
  #next(): number {
    if (!this.#greeted) {
      if (this.#buffer.length < MAGIC_BYTES) return 0
      this.#greeted = true
      return MAGIC_BYTES
    }
    const line = this.#buffer.indexOf('\n') + 1
    if (line === 0) return 0
    if (!WITH_BODY.test(this.#buffer.toString('latin1', 0, line))) return line
    if (this.#buffer.length < line + 4) return 0
    const length = line + 4 + this.#buffer.readInt32BE(line)
    return this.#buffer.length < length ? 0 : length
  }
}

/** A proxy with faults, to stand between an NSQ client and nsqd. */
export async function startTcpProxy(t: ServerScope, target: Target): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  const dropped = new Set<string>()
  let accepted = 0
  let frozen = false
  let muted = false
  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
  }
  const server = createServer((client) => {
    accepted += 1
    keep(client)
    if (frozen) {
      // Read all the same: else the end of the connection would stay unseen.
      client.resume()
      return
    }
    const upstream = connect(target.port, target.host)
    keep(upstream)
    const commands = new CommandReader()
    client.on('data', (chunk: Buffer) => {
      if (frozen) return
      for (const command of commands.read(chunk)) {
        const [name = ''] = command.toString('latin1', 0, 16).split(/\s/)
        if (!dropped.has(name)) upstream.write(command)
      }
    })
    upstream.on('data', (chunk: Buffer) => {
      if (!frozen && !muted) client.write(chunk)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => {
      if (!frozen) client.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  t.after(async () => {
    server.close()
    cut()
    await once(server, 'close')
  })
  return {
    address: `127.0.0.1:${port}`,
    port,
    get accepted() {
      return accepted
    },
    get open() {
      return sockets.size
    },
    freeze: () => {
      frozen = true
    },
    thaw: () => {
      cut()
      frozen = false
      muted = false
    },
    muteServer: () => {
      muted = true
    },
    cut,
    drop: (...commands) => {
      for (const command of commands) dropped.add(command)
    },
  }
}
