import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import type { Bus, ColophonError } from '@colophon/domain'
import {
  aTopic,
  eventually,
  openInbox,
  skipWithout,
  startNsqd,
  startTcpProxy,
  type NsqdServer,
  type TcpProxy,
} from '@colophon/testkit'
import { openBus, type BusEvent } from '../../../src/bus/open.ts'

interface Rig {
  nsqd: NsqdServer
  proxy: TcpProxy
  events: BusEvent[]
  open: () => Promise<Bus>
}

/** Short times; nsqd's shortest heartbeat is 1 s, so silence is noticed after 7 s. */
const QUICK = 'heartbeat_s=1&connect_timeout_ms=500&confirm_timeout_ms=500&reconnect_max_ms=500'

/** A bus that reaches a real nsqd through a proxy with faults. */
async function startRig(t: TestContext, query = ''): Promise<Rig> {
  const nsqd = await startNsqd(t)
  const proxy = await startTcpProxy(t, { host: '127.0.0.1', port: nsqd.tcpPort })
  const events: BusEvent[] = []
  const url = `nsq+nsqd://${proxy.address}?http_port=${nsqd.httpPort}&${QUICK}${query}`
  const open = async (): Promise<Bus> => {
    const bus = await openBus(url, { onEvent: (event) => events.push(event) })
    t.after(() => bus[Symbol.asyncDispose]())
    return bus
  }
  return { nsqd, proxy, events, open }
}

const unavailable = (thrown: ColophonError): boolean => thrown.code === 'bus.unavailable'
const isUp = async (bus: Bus): Promise<boolean> =>
  bus.ping().then(
    () => true,
    () => false,
  )

async function untilUp(bus: Bus): Promise<void> {
  const until = performance.now() + 15_000
  while (!(await isUp(bus))) {
    assert.ok(performance.now() < until, 'waited for the bus')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

suite('faults between the bus and nsqd', { skip: skipWithout('nsqd') }, () => {
  test('a lost answer brings the message again', async (t) => {
    const { proxy, open } = await startRig(t, '&message_timeout_ms=1000')
    proxy.drop('FIN')
    const bus = await open()
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await bus.publish(topic, ['once'])
    await inbox.received(2)
    assert.deepEqual([inbox.deliveries[0]?.attempts, inbox.deliveries[1]?.attempts], [1, 2])
  })

  test('a broken connection comes back by itself, for both directions', async (t) => {
    const { proxy, open, events } = await startRig(t)
    const bus = await open()
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await bus.publish(topic, ['before'])
    await inbox.received(1)
    proxy.cut()
    await eventually(() => events.some(({ kind }) => kind === 'disconnected'), 'the loss')
    await untilUp(bus)
    await bus.publish(topic, ['after'])
    await inbox.received(2)
    const again = events.filter((event) => event.kind === 'connected' && event.again)
    assert.deepEqual(again.map((event) => 'role' in event && event.role).sort(), [
      'consumer',
      'publisher',
    ])
  })

  test('a silent connection is given up, although its messages are being touched', async (t) => {
    const { proxy, open, events } = await startRig(t, '&message_timeout_ms=3000')
    const bus = await open()
    const topic = aTopic()
    const inbox = openInbox(bus, topic, {
      answer: (delivery) => {
        if (delivery.attempts > 1) delivery.finish()
      },
    })
    await bus.publish(topic, ['held'])
    const [held] = await inbox.received(1)
    const touching = setInterval(() => held?.touch(), 200)
    t.after(() => {
      clearInterval(touching)
    })
    proxy.freeze()
    const silent = (event: BusEvent): boolean =>
      event.kind === 'disconnected' && event.role === 'consumer' && /heard/.test(event.reason)
    await eventually(() => events.some(silent), 'the silence to be noticed')
    proxy.thaw()
    await inbox.received(2)
    assert.ok((inbox.deliveries[1]?.attempts ?? 0) > 1)
    clearInterval(touching)
  })

  test('an nsqd that accepts and says nothing is not waited for', async (t) => {
    const { proxy, open, events } = await startRig(t)
    proxy.freeze()
    const bus = await open()
    await assert.rejects(bus.ping(), unavailable)
    await assert.rejects(bus.publish(aTopic(), ['a']), unavailable)
    const topic = aTopic()
    const inbox = openInbox(bus, topic)
    await eventually(
      () => events.filter(({ kind }) => kind === 'disconnected').length >= 4,
      'some attempts',
    )
    // No attempt that was given up leaves a socket behind.
    assert.ok(proxy.open <= 2, String(proxy.open))
    proxy.thaw()
    await untilUp(bus)
    await bus.publish(topic, ['a'])
    await inbox.received(1)
  })

  test('a publish that is never confirmed is rejected, and so are those behind it', async (t) => {
    const { proxy, open, events } = await startRig(t)
    const bus = await open()
    const topic = aTopic()
    proxy.muteServer()
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((body) => bus.publish(topic, [body])),
    )
    for (const outcome of outcomes) {
      assert.ok(outcome.status === 'rejected' && unavailable(outcome.reason as ColophonError))
    }
    assert.equal(events.filter(({ kind }) => kind === 'publish_uncertain').length, 3)
    proxy.thaw()
    await untilUp(bus)
    await bus.publish(topic, ['a', 'b', 'c'])
    const inbox = openInbox(bus, topic)
    // They had arrived the first time, too: the caller was told to publish again and the consumer has them twice.
    await inbox.received(6)
    assert.deepEqual(inbox.bodies().sort(), ['a', 'a', 'b', 'b', 'c', 'c'])
  })

  test('a publish goes to the other nsqd when the first does not confirm', async (t) => {
    const { proxy } = await startRig(t)
    const other = await startNsqd(t)
    const events: BusEvent[] = []
    const bus = await openBus(`nsq+nsqd://${proxy.address},${other.address}?${QUICK}`, {
      onEvent: (event) => events.push(event),
    })
    t.after(() => bus[Symbol.asyncDispose]())
    proxy.muteServer()
    const topic = aTopic()
    await bus.publish(topic, ['a'])
    await bus.publish(topic, ['b'])
    const stats = JSON.stringify(await other.get(`/stats?format=json&topic=${topic}`))
    assert.match(stats, /"message_count":2/)
    assert.ok(events.some(({ kind }) => kind === 'publish_uncertain'))
  })

  test('messages that no nsqd takes are refused before they harm their neighbours', async (t) => {
    const { open, events } = await startRig(t, '&confirm_timeout_ms=10000')
    const bus = await open()
    const rejected = (thrown: ColophonError): boolean => thrown.code === 'bus.rejected'
    const topic = aTopic()
    await assert.rejects(bus.publish(topic, ['fine', '']), rejected)
    await assert.rejects(bus.publish(topic, ['x'.repeat(1_048_577)]), rejected)
    await assert.rejects(bus.publish('no topic', ['a']), rejected)
    await assert.rejects(bus.publish('t'.repeat(65), ['a']), rejected)
    assert.throws(
      () => bus.subscribe({ topic, channel: 'a/b', maxInFlight: 1, handler: () => undefined }),
      rejected,
    )
    const large = Array.from({ length: 12 }, (_, n) => String(n % 10).repeat(1_048_576))
    const inbox = openInbox(bus, topic)
    await bus.publish(topic, large)
    await inbox.received(large.length)
    assert.deepEqual(inbox.bodies().sort(), large.sort())
    assert.ok(events.every(({ kind }) => kind === 'connected'))
  })

  test('a bus closes at once while nothing answers', async (t) => {
    const { proxy, open } = await startRig(t)
    const bus = await open()
    proxy.freeze()
    proxy.cut()
    const inbox = openInbox(bus, aTopic())
    await Promise.all([inbox[Symbol.asyncDispose](), bus[Symbol.asyncDispose]()])
    await eventually(() => proxy.open === 0, 'its sockets to close')
  })
})
