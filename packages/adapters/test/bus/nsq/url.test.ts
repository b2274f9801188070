import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { ColophonError } from '@colophon/domain'
import { toBatches } from '../../../src/bus/nsq/batches.ts'
import { NSQ_DEFAULTS, readNsqUrl } from '../../../src/bus/nsq/settings.ts'

suite('NSQ URLs', () => {
  test('nsq: names the nsqlookupds to ask, with the defaults of everything', () => {
    const settings = readNsqUrl('nsq://one:4161,two,[::1]:9161')
    assert.deepEqual(settings.lookupds, [
      { host: 'one', port: 4161 },
      { host: 'two', port: 4161 },
      { host: '::1', port: 9161 },
    ])
    assert.deepEqual(settings.nsqds, [])
    assert.equal(settings.messageTimeoutMs, NSQ_DEFAULTS.message_timeout_ms)
    assert.equal(settings.idleMs, 65_000)
  })

  test('nsq+nsqd: names nsqds, their HTTP port being the next one or the given one', () => {
    assert.deepEqual(readNsqUrl('nsq+nsqd://one:4150,two:5150/').nsqds, [
      { host: 'one', tcpPort: 4150, httpPort: 4151 },
      { host: 'two', tcpPort: 5150, httpPort: 5151 },
    ])
    const [node] = readNsqUrl('nsq+nsqd://one?http_port=80&heartbeat_s=10').nsqds
    assert.deepEqual(node, { host: 'one', tcpPort: 4150, httpPort: 80 })
  })

  test('each default can be set', () => {
    const query = Object.keys(NSQ_DEFAULTS).map((name, n) => `${name}=${String(n + 1)}`)
    const settings = readNsqUrl(`nsq://one?${query.join('&')}`)
    const numbers = Object.values(settings).filter((value) => typeof value === 'number')
    const derived = settings.idleMs
    assert.deepEqual(
      numbers.filter((value) => value !== derived),
      query.map((_, n) => n + 1),
    )
  })

  for (const url of [
    'nsq:one:4161',
    'nsq://',
    'nsq://one:0',
    'nsq://one:70000',
    'nsq://one,',
    'nsq://user:secret@one:4161',
    'nsq://one:4161/topic',
    'nsq://one?message_timeout_ms=soon',
    'nsq://one?message_timeout_ms=0',
    'nsq://one?poll_ms=1.5',
    'nsq://one?mesage_timeout_ms=1',
    'nsq+nsqd://one?http_port=none',
  ]) {
    test(`"${url}" is refused without being repeated`, () => {
      assert.throws(
        () => readNsqUrl(url),
        (thrown: ColophonError) =>
          thrown.code === 'config.invalid' && !/secret|soon/.test(thrown.message),
      )
    })
  }
})

suite('batches', () => {
  test('cut within the limits, in order, whatever is published', () => {
    const limits = { maxMessageBytes: 50, maxBodyBytes: 100 }
    const body = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(fc.array(body), (bodies) => {
        const batches = toBatches(bodies, limits)
        assert.deepEqual(
          batches.flat().map((message) => message.toString()),
          bodies.map((each) => Buffer.from(each).toString()),
        )
        for (const batch of batches) {
          assert.ok(batch.length > 0)
          assert.ok(batch.reduce((sum, each) => sum + 4 + each.length, 4) <= limits.maxBodyBytes)
        }
      }),
    )
  })

  test('no more of them than necessary', () => {
    const limits = { maxMessageBytes: 16, maxBodyBytes: 44 }
    const bodies = Array.from({ length: 5 }, () => 'x'.repeat(16))
    assert.deepEqual(
      toBatches(bodies, limits).map(({ length }) => length),
      [2, 2, 1],
    )
  })

  test('a message that fits nowhere is refused, by its bytes', () => {
    const limits = { maxMessageBytes: 3, maxBodyBytes: 100 }
    assert.equal(toBatches(['äa'], limits).length, 1)
    for (const body of ['', 'ää', 'four']) {
      assert.throws(
        () => toBatches([body], limits),
        (thrown: ColophonError) => thrown.code === 'bus.rejected',
      )
    }
  })
})
