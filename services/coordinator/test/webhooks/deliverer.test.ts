import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { aDocument, aJob, aCompletion } from '@colophon/testkit'
import { tellOfJobs } from '../../src/webhooks/tell-jobs.ts'
import { waitAfter } from '../../src/webhooks/deliverer.ts'
import { anEvent, endpointTo, isSigned, put, receiver, rig, SECRET } from './rig.ts'

const DAY_MS = 86_400_000

test('an event arrives signed, once, with its id, and nothing of it is sent to endpoints that want other kinds', async (t) => {
  const [target, other] = [await receiver(t), await receiver(t)]
  const { store, deliver, listed } = await rig(t, [
    endpointTo(target.url),
    endpointTo(other.url, { name: 'jobs', kinds: ['job.done'] }),
    endpointTo(other.url, { name: 'theirs', tenant: 'other' }),
  ])
  await decide(store)
  await deliver()
  await deliver()
  const [arrived, ...more] = target.arrived
  assert.deepEqual([more, other.arrived], [[], []])
  assert.ok(arrived && isSigned(arrived))
  assert.ok(!isSigned({ ...arrived, body: `${arrived.body} ` }))
  const { at, ...body } = JSON.parse(arrived.body) as Record<string, unknown>
  assert.deepEqual(body, {
    id: 'decided',
    kind: 'task.approved',
    tenant: 'default',
    payload: { review_id: 'decided', decided_by: 'human:eva' },
  })
  assert.equal(typeof at, 'string')
  assert.equal(arrived.headers['content-type'], 'application/json')
  const [delivery] = await listed()
  assert.deepEqual(
    [delivery?.state, delivery?.attempts, delivery?.last],
    ['delivered', 1, 'HTTP 204'],
  )
})

/** A decision of a person, with its event. */
async function decide(store: Awaited<ReturnType<typeof rig>>['store']): Promise<void> {
  const job = aJob()
  const document = aDocument()
  await store.jobs.create(job)
  await store.jobs.submit(job, [document])
  const claim = await store.work.claim('default', document.document_id, 'w', 60_000)
  assert.ok(claim)
  await store.work.commit(claim.ref, aCompletion())
  const found = await store.documents.get('default', document.document_id)
  assert.ok(found)
  const { enriched_data, provenance, rivals, quality_metrics } = found
  const outcome = await store.desk.commit({
    tenant_id: 'default',
    document_id: document.document_id,
    revision: found.revision,
    document: { enriched_data, provenance, rivals, quality_metrics, review_status: 'approved' },
    task: null,
    audit: [],
    outbox: [anEvent('decided')],
  })
  assert.ok('committed' in outcome)
}

test('a job that has ended is told of', async (t) => {
  const target = await receiver(t)
  const { clock, store, deliver } = await rig(t, [endpointTo(target.url)])
  const job = aJob({ enrichment_job_id: 'Brief 1.ä' })
  await store.jobs.create(job)
  await store.jobs.seal('default', job.enrichment_job_id)
  for (let n = 0; n < 2; n += 1) {
    await tellOfJobs(store, () => clock.now())
    await deliver()
  }
  assert.deepEqual(
    target.arrived.map(({ id }) => id),
    ['job_Brief%201%2E%C3%A4_0'],
  )
  assert.match(target.arrived[0]?.body ?? '', /"kind":"job.done".*"job_id":"Brief 1.ä"/)
})

test('a process that knows of no endpoint leaves events to one that does, but for those of long ago', async (t) => {
  const target = await receiver(t)
  const { clock, store, deliver, deliverer } = await rig(t, [endpointTo(target.url)])
  const job = async (): Promise<void> => {
    const one = aJob()
    await store.jobs.create(one)
    await store.jobs.seal('default', one.enrichment_job_id)
    await tellOfJobs(store, () => clock.now())
    await deliver(deliverer({ owner: 'enrich', endpoints: [] }))
  }
  await job()
  clock.advance(3 * DAY_MS + 1)
  await job()
  assert.equal((await store.outbox.unshared(10)).length, 2)
  await deliver()
  assert.equal(target.arrived.length, 1)
  assert.deepEqual(await store.outbox.unshared(10), [])
})

test('an endpoint that answers 500 for days is asked ever less often, is given up, and gets it when it is replayed', async (t) => {
  const target = await receiver(t)
  target.answer = (response) => response.writeHead(500).end('no')
  const { clock, store, deliver, listed, lines } = await rig(t, [endpointTo(target.url)])
  await put(store, anEvent('one'))
  const begun = clock.now()
  const waits: number[] = []
  for (;;) {
    await deliver()
    const [delivery] = await listed()
    assert.ok(delivery)
    if (delivery.state === 'dead') break
    assert.deepEqual([delivery.state, delivery.last], ['pending', 'HTTP 500'])
    const waitMs = Date.parse(delivery.next_at) - clock.now()
    waits.push(waitMs / 1000)
    clock.advance(waitMs - 1)
    await deliver()
    assert.equal(target.arrived.length, waits.length, 'not before its time')
    clock.advance(1)
  }
  assert.deepEqual(waits.slice(0, 11), [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600])
  const days = (clock.now() - begun) / DAY_MS
  assert.ok(days >= 3 && days < 3.1, `${days} days`)
  assert.ok(lines.some((line) => line.includes('webhook given up')))
  assert.deepEqual(await store.outbox.backlog(), { pending: 0, dead: 1 })
  clock.advance(DAY_MS)
  await deliver()
  assert.equal(target.arrived.length, waits.length + 1)
  target.answer = (response) => response.writeHead(200).end()
  await store.outbox.replay('default', { which: { state: 'dead' }, endpoint: 'catalogue' })
  await deliver()
  assert.equal((await listed())[0]?.state, 'delivered')
  assert.deepEqual(new Set(target.arrived.map(({ id }) => id)), new Set(['one']))
})

test('an endpoint that hangs holds up nobody but itself', async (t) => {
  const [hanging, other] = [await receiver(t), await receiver(t)]
  hanging.answer = () => undefined
  const { store, deliverer, listed, stop } = await rig(t, [
    endpointTo(hanging.url, { name: 'hangs', timeout_ms: 60_000 }),
    endpointTo(other.url),
  ])
  for (let n = 0; n < 10; n += 1) {
    await put(store, anEvent(`h${n}`), 'hangs')
    await put(store, anEvent(`o${n}`))
  }
  const one = deliverer()
  while ((await listed('catalogue')).some(({ state }) => state !== 'delivered')) {
    await one.round(stop.signal)
    await delay(10)
  }
  assert.equal(other.arrived.length, 10)
  assert.ok(hanging.arrived.length <= 4)
  stop.abort()
  await one.settled()
  const hung = await listed('hangs')
  assert.ok(hung.every(({ state, attempts }) => state === 'pending' && attempts === 0))
})

test('an answer that does not come in time is no answer', async (t) => {
  const target = await receiver(t)
  target.answer = () => undefined
  const { store, deliver, listed } = await rig(t, [endpointTo(target.url, { timeout_ms: 100 })])
  await put(store, anEvent('one'))
  await deliver()
  const [delivery] = await listed()
  assert.deepEqual([delivery?.state, delivery?.last], ['pending', 'no answer in 100 ms'])
})

test('an endpoint that dies, or is not there, is tried again', async (t) => {
  const target = await receiver(t)
  target.answer = (_, request) => request.socket.destroy()
  const { clock, store, deliver, listed } = await rig(t, [
    endpointTo(target.url),
    endpointTo('http://127.0.0.1:1/', { name: 'nobody' }),
  ])
  await put(store, anEvent('one'))
  await put(store, anEvent('one'), 'nobody')
  await deliver()
  assert.deepEqual(
    new Set((await listed()).map(({ last }) => last)),
    new Set(['no connection (ECONNRESET)', 'no connection (ECONNREFUSED)']),
  )
  target.answer = (response) => response.writeHead(200).end()
  clock.advance(waitAfter(1))
  await deliver()
  assert.deepEqual(
    (await listed('catalogue')).map(({ state }) => state),
    ['delivered'],
  )
})

test('a redirect is not followed, wherever it leads', async (t) => {
  const [target, inside] = [await receiver(t), await receiver(t)]
  target.answer = (response) => response.writeHead(307, { location: inside.url }).end()
  const { store, deliver, listed } = await rig(t, [endpointTo(target.url)])
  await put(store, anEvent('one'))
  await deliver()
  assert.deepEqual(inside.arrived, [])
  const [delivery] = await listed()
  assert.deepEqual([delivery?.state, delivery?.last], ['pending', 'HTTP 307, not followed'])
})

test('an answer without an end is let go of', async (t) => {
  const target = await receiver(t)
  const closed = Promise.withResolvers<undefined>()
  target.answer = (response) => {
    response.on('close', () => {
      closed.resolve(undefined)
    })
    response.writeHead(200)
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(1_000)));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  }
  const { store, deliver, listed } = await rig(t, [endpointTo(target.url, { timeout_ms: 30_000 })])
  await put(store, anEvent('one'))
  await deliver()
  assert.equal((await listed())[0]?.state, 'delivered')
  await closed.promise
})

test('what was taken while its mark could not be written is sent again under the same id', async (t) => {
  const target = await receiver(t)
  const { store, deliver, deliverer, listed } = await rig(t, [endpointTo(target.url)])
  await put(store, anEvent('one'))
  const { outbox } = store
  const settle = (): Promise<boolean> => Promise.reject(new Error('the process has died'))
  const dying = deliverer({
    store: {
      ...store,
      outbox: Object.assign(Object.create(outbox) as typeof outbox, bound(outbox), { settle }),
    },
  })
  await deliver(dying)
  assert.deepEqual(
    (await listed()).map(({ state }) => state),
    ['pending'],
  )
  await deliver()
  assert.deepEqual(
    target.arrived.map(({ id }) => id),
    ['one', 'one'],
  )
  assert.deepEqual(
    (await listed()).map(({ state }) => state),
    ['delivered'],
  )
})

/** Methods that keep their own `this`. */
function bound<T extends object>(target: T): T {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(target)) as (keyof T)[]
  const methods = names.map((name) => [name, (target[name] as () => unknown).bind(target)])
  return Object.fromEntries(methods) as T
}

test('two coordinators deliver once, and one takes over from the other', async (t) => {
  const target = await receiver(t)
  const { store, deliverer, deliver, clock, stop } = await rig(t, [endpointTo(target.url)])
  const [one, two] = [deliverer({ owner: 'one' }), deliverer({ owner: 'two' })]
  for (let n = 0; n < 20; n += 1) await put(store, anEvent(`e${n}`))
  await Promise.all([deliver(one), deliver(two), deliver(two), deliver(one)])
  for (let n = 0; n < 4; n += 1) await Promise.all([deliver(one), deliver(two)])
  const ids = target.arrived.map(({ id }) => id)
  assert.equal(ids.length, 20)
  assert.equal(new Set(ids).size, 20)
  await put(store, anEvent('late'))
  await one.resign()
  await two.resign()
  await deliver(two)
  assert.equal(target.arrived.length, 21)
  await put(store, anEvent('later'))
  await deliver(one)
  assert.equal(target.arrived.length, 21, 'the other leads')
  clock.advance(30_001)
  await one.round(stop.signal)
  await one.settled()
  assert.equal(target.arrived.length, 22, 'nobody heard of it for as long as its lease')
})

test('nothing that is secret is said: neither the secret nor the path, in logs, metrics or deliveries', async (t) => {
  const target = await receiver(t)
  target.answer = (response) => response.writeHead(500).end(SECRET)
  const { store, deliver, lines, listed, metrics } = await rig(t, [endpointTo(target.url)])
  await put(store, anEvent('one'))
  await deliver()
  const said = [lines.join(''), JSON.stringify(await listed()), await metrics.exposition()].join(
    '\n',
  )
  assert.ok(said.includes('webhook attempted'))
  assert.match(said, /colophon_webhook_deliveries_total\{outcome="failed"\} 1/)
  assert.match(said, /colophon_webhook_deliveries\{state="pending"\} 1/)
  for (const secret of [SECRET, 'path-4711', 'human:eva']) assert.ok(!said.includes(secret), secret)
})
