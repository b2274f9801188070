import { after, before } from 'node:test'
import {
  startNsqd,
  startNsqlookupd,
  type NsqdServer,
  type NsqlookupdServer,
  type ServerScope,
} from '@colophon/testkit'

export interface SuiteServers {
  nsqds: readonly NsqdServer[]
  lookupds: readonly NsqlookupdServer[]
}

/** Real servers for all tests of the suite that is being declared; what is returned is filled when its tests run. */
export function suiteServers(
  name: string,
  counts: { nsqds: number; lookupds: number },
): SuiteServers {
  const ends: (() => void | Promise<void>)[] = []
  const scope: ServerScope = { name, after: (end) => ends.unshift(end) }
  const servers = { nsqds: [] as NsqdServer[], lookupds: [] as NsqlookupdServer[] }
  before(async () => {
    for (let n = 0; n < counts.lookupds; n++) servers.lookupds.push(await startNsqlookupd(scope))
    const lookupds = servers.lookupds.map(({ tcpAddress }) => tcpAddress)
    for (let n = 0; n < counts.nsqds; n++) servers.nsqds.push(await startNsqd(scope, { lookupds }))
    for (const lookupd of servers.lookupds) {
      while ((await lookupd.nodes()).length < counts.nsqds)
        await new Promise((r) => setTimeout(r, 20))
    }
  })
  after(async () => {
    for (const end of ends) await end()
  })
  return servers
}
