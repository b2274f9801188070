import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/**
 * Below the range that outgoing connections get their ports from (32768 and up on Linux): a port from there may be in
 * use by a connection of somebody else by the time a killed server is to listen on it again.
 */
const LOWEST = 15_000
const HIGHEST = 32_000

async function tryListen(port: number): Promise<Server | null> {
  const server = createServer()
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return server
  } catch {
    return null
  }
}

/** Free ports of the loopback interface, all different. */
export async function freePorts(count: number): Promise<number[]> {
  // Held until all are found: else the same one could be found twice.
  const held = new Map<number, Server>()
  while (held.size < count) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    const server = held.has(port) ? null : await tryListen(port)
    if (server !== null) held.set(port, server)
  }
  await Promise.all(
    [...held.values()].map(async (server) => {
      server.close()
      await once(server, 'close')
    }),
  )
  return [...held.keys()]
}
