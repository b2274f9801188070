import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { eventually } from '@colophon/testkit'
import type { BusEvent } from '../../../src/bus/open.ts'
import { Discovery } from '../../../src/bus/nsq/discovery.ts'
import { addressOf } from '../../../src/bus/nsq/node.ts'
import { readNsqUrl } from '../../../src/bus/nsq/settings.ts'

interface Directory {
  address: string
  /** Its answer: a status, or nsqds by name. */
  answer: number | string[] | string
  asked: number
}

const producer = (host: string) => ({ broadcast_address: host, tcp_port: 4150, http_port: 4151 })

/** Stands for nsqlookupd where its answer must be one that the real one does not give when asked to. */
async function startDirectory(t: TestContext, answer: Directory['answer']): Promise<Directory> {
  const directory: Directory = { address: '', answer, asked: 0 }
  const server = createServer((_, response) => {
    directory.asked += 1
    const now = directory.answer
    if (typeof now === 'number') response.writeHead(now).end()
    else
      response.end(typeof now === 'string' ? now : JSON.stringify({ producers: now.map(producer) }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    server.closeAllConnections()
  })
  directory.address = `127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return directory
}

interface Found {
  names: () => string
  events: BusEvent[]
}

async function discover(t: TestContext, directories: Directory[], query: string): Promise<Found> {
  let names = ''
  const events: BusEvent[] = []
  const addresses = directories.map(({ address }) => address).join(',')
  const discovery = new Discovery({
    settings: readNsqUrl(`nsq://${addresses}?poll_ms=20&${query}`),
    onNodes: (nodes) => {
      names = nodes.map(addressOf).sort().join()
    },
    onEvent: (event) => events.push(event),
  })
  t.after(() => {
    discovery.stop()
  })
  await discovery.start()
  return { names: () => names, events }
}

test('what any of the directories knows is known after the first round', async (t) => {
  const directories = [await startDirectory(t, ['a', 'b']), await startDirectory(t, ['b', 'c'])]
  const { names } = await discover(t, directories, '')
  assert.equal(names(), 'a:4150,b:4150,c:4150')
})

test('an nsqd that nobody knows any more is forgotten, but not while somebody does not answer', async (t) => {
  const [one, two] = [await startDirectory(t, ['a', 'b']), await startDirectory(t, ['b'])]
  const { names } = await discover(t, [one, two], 'forget_ms=1')
  one.answer = ['b']
  two.answer = 503
  const { asked } = one
  await eventually(() => one.asked >= asked + 4, 'some rounds')
  assert.equal(names(), 'a:4150,b:4150')
  two.answer = []
  await eventually(() => names() === 'b:4150', 'the other to be forgotten')
})

test('an nsqd that is away for a moment is not forgotten', async (t) => {
  const one = await startDirectory(t, ['a'])
  const { names } = await discover(t, [one], '')
  one.answer = []
  const { asked } = one
  await eventually(() => one.asked >= asked + 4, 'some rounds')
  assert.equal(names(), 'a:4150')
})

for (const answer of [500, 'no json', '{}', '{"producers":{}}']) {
  test(`an answer like ${String(answer)} is reported with its address`, async (t) => {
    const one = await startDirectory(t, answer)
    const { names, events } = await discover(t, [one], '')
    assert.equal(names(), '')
    assert.equal(events[0]?.kind, 'lookup_failed')
    assert.equal(events[0].address, one.address)
  })
}

test('what is no nsqd is left out', async (t) => {
  const odd = [{ ...producer('a'), tcp_port: 70_000 }, { tcp_port: 1 }, producer('b')]
  const one = await startDirectory(t, JSON.stringify({ producers: odd }))
  const { names } = await discover(t, [one], '')
  assert.equal(names(), 'b:4150')
})
