import { suite } from 'node:test'
import { busContract, skipWithout } from '@colophon/testkit'
import { openBus } from '../../../src/bus/open.ts'
import { suiteServers } from './servers.ts'

suite('bus contract: one nsqd', { skip: skipWithout('nsqd') }, () => {
  const servers = suiteServers('one nsqd', { nsqds: 1, lookupds: 0 })
  busContract((_, { messageTimeoutMs }) => {
    const addresses = servers.nsqds.map(({ address }) => address).join(',')
    return openBus(`nsq+nsqd://${addresses}?message_timeout_ms=${String(messageTimeoutMs)}`)
  })
})

suite('bus contract: two nsqd by nsqlookupd', { skip: skipWithout('nsqd', 'nsqlookupd') }, () => {
  const servers = suiteServers('two nsqd', { nsqds: 2, lookupds: 2 })
  busContract((_, { messageTimeoutMs }) => {
    const addresses = servers.lookupds.map(({ httpAddress }) => httpAddress).join(',')
    return openBus(`nsq://${addresses}?message_timeout_ms=${String(messageTimeoutMs)}`)
  })
})

// A server that is already running, instead of one of the test's own.
const url = process.env['BUS_URL'] ?? ''
if (url.startsWith('nsq')) {
  suite('bus contract: BUS_URL', () => {
    busContract((_, { messageTimeoutMs }) => {
      const and = url.includes('?') ? '&' : '?'
      return openBus(`${url}${and}message_timeout_ms=${String(messageTimeoutMs)}`)
    })
  })
}
