import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { ServerScope } from './nsqd.ts'

export interface MongoProxy {
  readonly port: number
  /** Keeps all connections open and lets nothing through any more, in either direction. */
  freeze(): void
  thaw(): void
  /** Breaks for good, as if this side had been killed, once so many more reads and writes have been passed on. */
  breakAfter(commands: number): void
  readonly isBroken: boolean
}

const HOST = '127.0.0.1'
const HEADER_BYTES = 16

/** Splits a stream into the messages of MongoDB's protocol: each begins with its length. */
function messageSplitter(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = []
  let size = 0
  return (chunk) => {
    chunks.push(chunk)
    size += chunk.length
    while (size >= HEADER_BYTES) {
      const length =
        (chunks[0]?.length ?? 0) >= HEADER_BYTES ? chunks[0]?.readInt32LE(0) : undefined
      if (length !== undefined && size < length) return
      const whole = Buffer.concat(chunks)
      const end = whole.readInt32LE(0)
      chunks = [whole]
      if (size < end) return
      onMessage(whole.subarray(0, end))
      chunks = [whole.subarray(end)]
      size -= end
    }
  }
}

const COUNTED = new Set(['aggregate', 'delete', 'find', 'findAndModify', 'insert', 'update'])
/** In a message: after the header the flags, the kind of the section, the length of its document, a type. */
const NAME_AT = HEADER_BYTES + 4 + 1 + 4 + 1

const commandOf = (request: Buffer): string =>
  request.toString('latin1', NAME_AT, request.indexOf(0, NAME_AT))

/** Requests one after the other, over all connections. */
class Line {
  #last: Promise<unknown> = Promise.resolve()

  /** Calls `send` when all before it are answered; what it returns resolves with the answer. */
  join(send: () => Promise<unknown>): void {
    this.#last = this.#last.then(send)
  }
}

/**
 * Stands before a server of MongoDB's protocol and hands it one request at a time: each command is then atomic, as writes
 * to one document are in MongoDB and are not in FerretDB 1. Can also play a link that has gone silent.
 */
export async function startMongoProxy(t: ServerScope, targetPort: number): Promise<MongoProxy> {
  const line = new Line()
  const sockets = new Set<Socket>()
  let frozen = false
  let left = Infinity
  const breakIfDue = (request: Buffer): void => {
    if (!COUNTED.has(commandOf(request))) return
    left -= 1
    if (left >= 0) return
    for (const socket of sockets) socket.destroy()
  }
  const join = (client: Socket): void => {
    if (left < 0) {
      client.destroy()
      return
    }
    const upstream = connect(targetPort, HOST)
    let answered: () => void = () => undefined
    for (const end of [client, upstream]) {
      sockets.add(end)
      end.on('error', () => undefined)
      end.on('close', () => {
        sockets.delete(end)
        client.destroy()
        upstream.destroy()
        answered()
      })
    }
    const onAnswer = messageSplitter((answer) => {
      if (!frozen) client.write(answer)
      answered()
    })
    const onRequest = messageSplitter((request) => {
      line.join(() => {
        breakIfDue(request)
        if (frozen || upstream.destroyed) return Promise.resolve()
        upstream.write(request)
        return new Promise<void>((resolve) => (answered = resolve))
      })
    })
    upstream.on('data', onAnswer)
    client.on('data', onRequest)
  }
  const server = createServer(join).listen(0, HOST)
  await once(server, 'listening')
  t.after(async () => {
    server.close()
    for (const socket of sockets) socket.destroy()
    await once(server, 'close')
  })
  return {
    port: (server.address() as AddressInfo).port,
    freeze: () => {
      frozen = true
    },
    thaw: () => {
      frozen = false
    },
    breakAfter: (commands) => {
      left = commands
    },
    get isBroken() {
      return left < 0
    },
  }
}
