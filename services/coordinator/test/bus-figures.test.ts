import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { test } from 'node:test'
import { busStats, openBus } from '@colophon/adapters/bus'
import { PIPELINE_CHANNELS, TOPICS, WORKER_CHANNEL } from '@colophon/domain'
import { createMetrics, type Metrics } from '@colophon/runtime/metrics'
import { skipWithout, startNsqd, startNsqlookupd } from '@colophon/testkit'
import { BusFigures } from '../src/figures/bus-figures.ts'

const skip = skipWithout('nsqd', 'nsqlookupd')

async function figuresOf(url: string, metrics: Metrics): Promise<BusFigures> {
  const stats = await busStats(url, PIPELINE_CHANNELS)
  assert.ok(stats !== null)
  return new BusFigures(stats, metrics)
}

test(
  'servers and channels are shown as they say; one that ends shows that, and no more',
  { skip },
  async (t) => {
    const lookupd = await startNsqlookupd(t)
    const options = { lookupds: [lookupd.tcpAddress] }
    const [kept, ended] = [await startNsqd(t, options), await startNsqd(t, options)]
    while ((await lookupd.nodes()).length < 2) await delay(50)
    const url = `nsq://${lookupd.httpAddress}`
    const metrics = createMetrics({ service: 'test', version: '0' })
    const figures = await figuresOf(url, metrics)
    const shown = async (name: string): Promise<[labels: string, value: string][]> =>
      (await metrics.exposition())
        .split('\n')
        .filter((line) => line.startsWith(`colophon_nsq_${name}{`))
        .map((line): [string, string] => {
          const [, labels = '', value = ''] = /\{(.*)\} (.*)$/.exec(line) ?? []
          return [labels, value]
        })
        .sort()
    const up = (): Promise<[string, string][]> => shown('up')

    await using bus = await openBus(url, { channels: PIPELINE_CHANNELS })
    await bus.publish(
      TOPICS.normal,
      Array.from({ length: 40 }, (_, n) => `message ${n}`),
    )
    const waiting = async (
      name = 'channel_depth',
      topic: string = TOPICS.normal,
    ): Promise<number> =>
      (await shown(name))
        .filter(([labels]) => labels.includes(`topic="${topic}",channel="${WORKER_CHANNEL}"`))
        .reduce((sum, [, value]) => sum + Number(value), 0)
    await figures.look()
    while ((await waiting()) < 40) {
      await delay(20)
      await figures.look()
    }
    assert.equal(await waiting('channel_messages_total'), 40)
    assert.equal(await waiting('channel_clients'), 0)
    assert.deepEqual(
      (await up()).map(([, value]) => value),
      ['1', '1'],
    )
    assert.deepEqual(await shown('lookupd_up'), [[`node="${lookupd.httpAddress}"`, '1']])

    await ended.kill('SIGKILL')
    await figures.look()
    const ends = new Map(await up())
    assert.equal(ends.get(`node="${kept.address}"`), '1')
    assert.equal(ends.get(`node="${ended.address}"`), '0')
    const nodes = (await shown('channel_depth')).map(([labels]) => labels)
    assert.ok(nodes.length > 0 && nodes.every((labels) => labels.includes(kept.address)))
    await lookupd.kill('SIGKILL')
    await figures.look()
    assert.deepEqual(await shown('lookupd_up'), [[`node="${lookupd.httpAddress}"`, '0']])
    assert.equal(new Map(await up()).get(`node="${kept.address}"`), '1', 'it is still known')

    figures.clear()
    for (const name of ['up', 'lookupd_up', 'channel_depth', 'channel_messages_total'])
      assert.deepEqual(await shown(name), [], name)
  },
)

test('what a server counts begins again with it, and so it is shown', { skip }, async (t) => {
  const nsqd = await startNsqd(t)
  const url = `nsq+nsqd://${nsqd.address}`
  const metrics = createMetrics({ service: 'test', version: '0' })
  const figures = await figuresOf(url, metrics)
  const total = async (): Promise<string | undefined> => {
    await figures.look()
    const pattern = /^colophon_nsq_channel_messages_total\{.*topic="enrichment",.*\} (\d+)$/m
    return pattern.exec(await metrics.exposition())?.[1]
  }
  {
    await using bus = await openBus(url, { channels: PIPELINE_CHANNELS })
    await bus.publish(TOPICS.normal, ['one', 'two', 'three'])
    while ((await total()) !== '3') await delay(20)
  }
  await nsqd.restart({ emptied: true })
  await using bus = await openBus(url, { channels: PIPELINE_CHANNELS })
  await bus.publish(TOPICS.normal, ['four'])
  while ((await total()) !== '1') await delay(20)
})

test('a bus that lives in the process has no servers to look at', async () => {
  assert.equal(await busStats('local:', PIPELINE_CHANNELS), null)
})
