import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Bus } from '@colophon/domain'
import { aTopic, skipWithout, startNsqd, startTcpProxy } from '@colophon/testkit'
import { openBus } from '../../../src/bus/open.ts'

const QUICK = 'heartbeat_s=1&connect_timeout_ms=500&confirm_timeout_ms=500&reconnect_max_ms=500'

const tried = (bus: Bus, topic: string): Promise<void> =>
  bus.publish(topic, ['{}']).catch(() => undefined)

suite('what became of published messages', { skip: skipWithout('nsqd') }, () => {
  test('is unknown where nsqd has not confirmed them, and no more than a failure where there is none', async (t) => {
    const nsqd = await startNsqd(t)
    const proxy = await startTcpProxy(t, { host: '127.0.0.1', port: nsqd.tcpPort })
    const outcomes: string[] = []
    const url = `nsq+nsqd://${proxy.address}?http_port=${nsqd.httpPort}&${QUICK}`
    const bus = await openBus(url, { onMessages: ({ outcome }) => outcomes.push(outcome) })
    t.after(() => bus[Symbol.asyncDispose]())
    const topic = aTopic()
    await tried(bus, topic)
    proxy.muteServer()
    await tried(bus, topic)
    assert.deepEqual(outcomes, ['confirmed', 'unknown'])
    await nsqd.kill('SIGKILL')
    proxy.cut()
    // The first of them may still find a connection that has not noticed.
    while (outcomes.at(-1) !== 'failed') {
      assert.ok(outcomes.length < 50, outcomes.join(', '))
      await tried(bus, topic)
      await delay(20)
    }
  })
})
