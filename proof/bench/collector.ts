/** A collector that takes spans and keeps none, for `tracing.ts`: tells its parent where it listens. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.send?.(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`)
process.once('disconnect', () => process.exit())
