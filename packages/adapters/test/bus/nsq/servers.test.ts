import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { suite, test, type TestContext } from 'node:test'
import { PIPELINE_CHANNELS, TOPICS, type Bus, type Delivery } from '@colophon/domain'
import {
  aTopic,
  eventually,
  openInbox,
  skipWithout,
  startNsqd,
  startNsqlookupd,
  type NsqdServer,
} from '@colophon/testkit'
import { openBus, type BusEvent } from '../../../src/bus/open.ts'

const QUICK = 'poll_ms=100&connect_timeout_ms=1000&confirm_timeout_ms=1000&reconnect_max_ms=300'

interface OpenedBus {
  bus: Bus
  events: BusEvent[]
}

async function open(t: TestContext, url: string, query = ''): Promise<OpenedBus> {
  const events: BusEvent[] = []
  const bus = await openBus(`${url}?${QUICK}${query}`, {
    channels: PIPELINE_CHANNELS,
    onEvent: (event) => events.push(event),
  })
  t.after(() => bus[Symbol.asyncDispose]())
  return { bus, events }
}

interface ChannelStats {
  channel_name: string
  depth: number
  in_flight_count: number
  clients: { ready_count: number }[] | null
}
interface Stats {
  topics: { topic_name: string; channels: ChannelStats[] }[]
}

async function channelsOf(nsqd: NsqdServer, topic: string): Promise<ChannelStats[]> {
  const { topics } = (await nsqd.get('/stats?format=json')) as Stats
  return topics.find(({ topic_name }) => topic_name === topic)?.channels ?? []
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 15_000
  while (!(await condition())) {
    assert.ok(performance.now() < end, `waited for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const answers = async (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )

async function hasChannels(nsqd: NsqdServer): Promise<boolean> {
  for (const { topic, channel } of PIPELINE_CHANNELS) {
    const names = (await channelsOf(nsqd, topic)).map(({ channel_name }) => channel_name)
    if (!names.includes(channel)) return false
  }
  return true
}

suite('a bus and its nsqds', { skip: skipWithout('nsqd') }, () => {
  test('the channels that a bus is opened with are there once it is open', async (t) => {
    const nsqd = await startNsqd(t)
    await open(t, `nsq+nsqd://${nsqd.address}`)
    assert.ok(await hasChannels(nsqd))
    await open(t, `nsq+nsqd://${nsqd.address}`)
    assert.ok(await hasChannels(nsqd))
  })

  test('a killed nsqd that comes back is used again without a word from outside', async (t) => {
    const nsqd = await startNsqd(t)
    const { bus } = await open(t, `nsq+nsqd://${nsqd.address}`)
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await bus.publish(topic, ['before'])
    await inbox.received(1)
    await nsqd.kill('SIGKILL')
    await assert.rejects(bus.publish(topic, ['lost']))
    await until(async () => !(await answers(bus.ping())), 'the bus to notice')
    await nsqd.restart()
    await until(() => answers(bus.publish(topic, ['after'])), 'the publisher')
    await inbox.received(2)
    assert.deepEqual(inbox.bodies(), ['before', 'after'])
  })

  test('an nsqd that lost its data directory gets its channels back', async (t) => {
    const nsqd = await startNsqd(t)
    const { bus } = await open(t, `nsq+nsqd://${nsqd.address}`)
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await bus.publish(topic, ['before'])
    await inbox.received(1)
    await nsqd.kill('SIGKILL')
    await nsqd.restart({ emptied: true })
    await until(() => hasChannels(nsqd), 'the channels')
    await until(() => answers(bus.publish(topic, ['after'])), 'the publisher')
    await inbox.received(2)
  })

  test('a bus opens before its nsqd and finds it later', async (t) => {
    const nsqd = await startNsqd(t)
    await nsqd.kill('SIGKILL')
    const { bus } = await open(t, `nsq+nsqd://${nsqd.address}`)
    assert.equal(await answers(bus.ping()), false)
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await nsqd.restart()
    await until(() => answers(bus.publish(topic, ['a'])), 'the publisher')
    await inbox.received(1)
  })

  test('what may be in flight is divided with nothing left over, and each nsqd gets some', async (t) => {
    const nsqds = await Promise.all([startNsqd(t), startNsqd(t), startNsqd(t)])
    const addresses = nsqds.map(({ address }) => address).join(',')
    const { bus } = await open(t, `nsq+nsqd://${addresses}`)
    const readyCounts = async (topic: string): Promise<number[]> => {
      const channels = await Promise.all(nsqds.map((nsqd) => channelsOf(nsqd, topic)))
      const counts = channels.flatMap(([channel]) => channel?.clients ?? [])
      return counts.map(({ ready_count }) => ready_count).sort()
    }
    for (const [maxInFlight, shares] of [[5, '1,2,2'] as const, [2, '1,1,1'] as const]) {
      const topic = aTopic()
      openInbox(bus, topic, { maxInFlight })
      await until(async () => String(await readyCounts(topic)) === shares, shares)
    }
    const topic = aTopic()
    openInbox(bus, topic, { maxInFlight: 7 })
    await until(async () => String(await readyCounts(topic)) === '2,2,3', 'three shares')
    await nsqds[0].kill('SIGKILL')
    nsqds.shift()
    await until(async () => String(await readyCounts(topic)) === '3,4', 'two shares')
  })

  test('no more are handed out than asked for, also by more nsqds than that', async (t) => {
    const nsqds = await Promise.all([startNsqd(t), startNsqd(t)])
    const { bus } = await open(t, `nsq+nsqd://${nsqds.map(({ address }) => address).join(',')}`)
    const topic = aTopic()
    const waiting: Delivery[] = []
    const inbox = openInbox(bus, topic, { maxInFlight: 1, answer: (one) => waiting.push(one) })
    for (const body of ['a', 'b', 'c', 'd']) await bus.publish(topic, [body])
    for (let n = 1; n <= 4; n++) {
      await inbox.received(n)
      await new Promise((resolve) => setTimeout(resolve, 50))
      assert.equal(waiting.length, 1)
      waiting.shift()?.finish()
    }
    assert.deepEqual(inbox.bodies().sort(), ['a', 'b', 'c', 'd'])
  })

  test('many messages are divided among the nsqds', async (t) => {
    const nsqds = await Promise.all([startNsqd(t), startNsqd(t)])
    const { bus } = await open(t, `nsq+nsqd://${nsqds.map(({ address }) => address).join(',')}`)
    const bodies = Array.from({ length: 101 }, (_, n) => String(n))
    await bus.publish(TOPICS.low, bodies)
    const depths = await Promise.all(nsqds.map((nsqd) => channelsOf(nsqd, TOPICS.low)))
    assert.deepEqual(depths.map(([channel]) => channel?.depth).sort(), [50, 51])
  })

  test('an answer given just before closing arrives', async (t) => {
    const nsqd = await startNsqd(t)
    const { bus } = await open(t, `nsq+nsqd://${nsqd.address}`)
    const topic = aTopic()
    const inbox = openInbox(bus, topic, { answer: () => undefined })
    await bus.publish(topic, ['a', 'b'])
    const deliveries = await inbox.received(2)
    for (const delivery of deliveries) delivery.finish()
    await inbox[Symbol.asyncDispose]()
    const [channel] = await channelsOf(nsqd, topic)
    assert.deepEqual([channel?.in_flight_count, channel?.depth], [0, 0])
  })

  test('draining loses nothing and repeats nothing', async (t) => {
    const nsqd = await startNsqd(t)
    const { bus: first } = await open(t, `nsq+nsqd://${nsqd.address}`)
    const { bus: second } = await open(t, `nsq+nsqd://${nsqd.address}`)
    const topic = aTopic()
    const bodies = Array.from({ length: 2_000 }, (_, n) => String(n))
    const slowly = (delivery: Delivery): void => {
      setTimeout(() => {
        delivery.finish()
      }, Math.random() * 20)
    }
    const leaving = openInbox(first, topic, { maxInFlight: 50, answer: slowly })
    await second.publish(topic, bodies)
    await leaving.received(200)
    await leaving[Symbol.asyncDispose]()
    const [channel] = await channelsOf(nsqd, topic)
    assert.equal(channel?.in_flight_count, 0)
    const staying = openInbox(second, topic, { maxInFlight: 50 })
    await staying.received(bodies.length - leaving.deliveries.length)
    await until(async () => {
      const [now] = await channelsOf(nsqd, topic)
      return now?.depth === 0 && now.in_flight_count === 0
    }, 'an empty channel')
    const all = [...leaving.bodies(), ...staying.bodies()]
    assert.deepEqual(all.sort(), bodies.sort())
  })
})

suite('discovery', { skip: skipWithout('nsqd', 'nsqlookupd') }, () => {
  test('an nsqd that appears later gets the channels and is used', async (t) => {
    const lookupd = await startNsqlookupd(t)
    const lookupds = [lookupd.tcpAddress]
    const { bus } = await open(t, `nsq://${lookupd.httpAddress}`)
    await assert.rejects(bus.ping(), /No nsqd is connected/)
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    const first = await startNsqd(t, { lookupds })
    await until(() => answers(bus.publish(topic, ['a'])), 'the first nsqd')
    await inbox.received(1)
    const second = await startNsqd(t, { lookupds })
    await until(() => hasChannels(second), 'its channels')
    await first.kill('SIGKILL')
    await until(() => answers(bus.publish(topic, ['b'])), 'the second nsqd')
    await inbox.received(2)
  })

  test('nsqds in use stay in use when no nsqlookupd answers any more', async (t) => {
    const lookupd = await startNsqlookupd(t)
    const nsqd = await startNsqd(t, { lookupds: [lookupd.tcpAddress] })
    await until(async () => (await lookupd.nodes()).length === 1, 'registration')
    const { bus, events } = await open(t, `nsq://${lookupd.httpAddress}`)
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await lookupd.kill('SIGKILL')
    const failures = (): number => events.filter(({ kind }) => kind === 'lookup_failed').length
    await eventually(() => failures() >= 2, 'failing lookups')
    await bus.publish(topic, ['a'])
    await inbox.received(1)
    await nsqd.kill('SIGKILL')
    await nsqd.restart()
    await until(() => answers(bus.publish(topic, ['b'])), 'the nsqd, without its nsqlookupd')
    await inbox.received(2)
  })

  test('an nsqlookupd that hangs delays nothing but itself and collects no sockets', async (t) => {
    let open_ = 0
    let most = 0
    let accepted = 0
    const hanging = createServer((socket) => {
      accepted += 1
      open_ += 1
      most = Math.max(most, open_)
      socket.resume()
      socket.on('error', () => undefined).on('close', () => (open_ -= 1))
    }).listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    t.after(() => hanging.close())
    const { port } = hanging.address() as AddressInfo
    const lookupd = await startNsqlookupd(t)
    await startNsqd(t, { lookupds: [lookupd.tcpAddress] })
    await until(async () => (await lookupd.nodes()).length === 1, 'registration')
    const url = `nsq://127.0.0.1:${port},${lookupd.httpAddress}`
    const { bus, events } = await open(t, url, '&lookup_timeout_ms=100')
    await bus.ping()
    await eventually(() => accepted >= 5, 'five rounds')
    assert.ok(most <= 2, `${most} sockets at once`)
    const failed = events.filter((event) => event.kind === 'lookup_failed')
    assert.ok(failed.every((event) => event.address === `127.0.0.1:${port}`))
    await bus[Symbol.asyncDispose]()
    await eventually(() => open_ === 0, 'its sockets to close')
  })
})
