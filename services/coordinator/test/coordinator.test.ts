import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { openBus } from '@colophon/adapters/bus'
import { openStore } from '@colophon/adapters/store'
import {
  EnrichmentMessage,
  TOPICS,
  WORKER_CHANNEL,
  type Bus,
  type Priority,
  type Store,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { createLogger } from '@colophon/runtime'
import { createMetrics } from '@colophon/runtime/metrics'
import { aDocument, manualClock, temporaryFolder } from '@colophon/testkit'
import { createCoordinator, type CoordinatorDeps } from '../src/coordinator.ts'
import type { JobRequest } from '../src/open-job.ts'
import { anEvent, endpointTo, put, receiver } from './webhooks/rig.ts'

const REQUEST: JobRequest = {
  tenantId: 'default',
  collectionId: 'letters',
  profile: 'letters',
  priority: 'normal',
}

interface Rig {
  store: Store
  bus: Bus
  clock: ReturnType<typeof manualClock>
  deps: CoordinatorDeps
}

async function rig(t: TestContext, overrides: Partial<CoordinatorDeps> = {}): Promise<Rig> {
  const stack = new AsyncDisposableStack()
  const clock = manualClock()
  const store = stack.use(await openStore(`sqlite:${join(temporaryFolder(t), 'c.db')}`, { clock }))
  const bus = stack.use(await openBus('local:'))
  t.after(() => stack.disposeAsync())
  const deps: CoordinatorDeps = {
    profiles: [lettersProfile],
    store,
    bus,
    owner: 'me',
    isDead: (owner) => owner.startsWith('dead'),
    newJobId: () => `job_${Math.random().toString(36).slice(2)}`,
    log: createLogger({ service: 'test', level: 'silent' }),
    metrics: createMetrics({ service: 'test', version: '0' }),
    now: () => clock.now(),
    settings: { dispatchEveryMs: 5, reconcileEveryMs: 20 },
    ...overrides,
  }
  return { store, bus, clock, deps }
}

/** Collects what the bus delivers until `count` messages have come. */
function delivered(bus: Bus, priority: Priority, count: number): Promise<string[]> {
  return new Promise((resolve) => {
    const ids: string[] = []
    bus.subscribe({
      topic: TOPICS[priority],
      channel: WORKER_CHANNEL,
      maxInFlight: 100,
      handler(delivery) {
        ids.push(EnrichmentMessage.parse(JSON.parse(delivery.body)).document_id)
        delivery.finish()
        if (ids.length === count) resolve(ids)
      },
    })
  })
}

test('submitted documents are told to the bus on the topic of their priority, in their order', async (t) => {
  const { bus, deps } = await rig(t)
  const coordinator = createCoordinator(deps)
  const stop = new AbortController()
  const running = coordinator.run(stop.signal)
  const documents = Array.from({ length: 5 }, () => aDocument())
  const seen = delivered(bus, 'high', 5)
  const job = await coordinator.openJob({ ...REQUEST, priority: 'high' })
  assert.deepEqual(await job.add(documents), Array<string>(5).fill('created'))
  assert.deepEqual(
    await seen,
    documents.map((document) => document.document_id),
  )
  stop.abort()
  await running
})

test('a large backlog waits in the store, and keeps no other priority waiting', async (t) => {
  const { store, deps } = await rig(t)
  const settings = { dispatchWindow: 4, dispatchBatch: 4, dispatchEveryMs: 5 }
  const coordinator = createCoordinator({ ...deps, settings })
  const stop = new AbortController()
  const running = coordinator.run(stop.signal)
  for (const priority of ['high', 'low'] as const) {
    const job = await coordinator.openJob({ ...REQUEST, priority })
    await job.add(Array.from({ length: 20 }, () => aDocument()))
  }
  const isFull = async (): Promise<boolean> => {
    const { high, low } = await store.dispatch.told()
    assert.ok(high <= 8 && low <= 8, 'at most a batch more than the window')
    return high >= 4 && low >= 4
  }
  while (!(await isFull())) await new Promise((resolve) => setTimeout(resolve, 5))
  stop.abort()
  await running
  assert.ok((await store.dispatch.pending(100)).length >= 24)
})

test('a bus that fails loses nothing: what was not confirmed is published again', async (t) => {
  const { bus, store, deps } = await rig(t)
  let failures = 2
  const flaky: Bus = {
    retention: bus.retention,
    ping: () => bus.ping(),
    subscribe: (options) => bus.subscribe(options),
    publish: (topic, bodies) =>
      failures-- > 0 ? Promise.reject(new Error('unknown outcome')) : bus.publish(topic, bodies),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const coordinator = createCoordinator({ ...deps, bus: flaky })
  const stop = new AbortController()
  const running = coordinator.run(stop.signal)
  const seen = delivered(bus, 'normal', 1)
  const job = await coordinator.openJob(REQUEST)
  await job.add([aDocument()])
  assert.equal((await seen).length, 1)
  stop.abort()
  await running
  assert.deepEqual(await store.dispatch.pending(10), [])
})

test('what a dead process of this machine held is due at once, long before its lease ends', async (t) => {
  const { store, bus, deps } = await rig(t)
  const coordinator = createCoordinator(deps)
  const job = await coordinator.openJob(REQUEST)
  const documents = [aDocument(), aDocument(), aDocument()]
  await job.add(documents)
  const [leased, sent, alive] = documents.map((document) => document.document_id) as [
    string,
    string,
    string,
  ]
  await store.dispatch.markSent(await store.dispatch.pending(10), 'dead')
  await store.work.claim('default', leased, 'dead', 60_000)
  await store.work.claim('default', alive, 'living', 60_000)
  const waiting = delivered(bus, 'normal', 1)
  // A document that was begun goes ahead of those that wait.
  const begun = delivered(bus, 'high', 1)
  const stop = new AbortController()
  const running = coordinator.run(stop.signal)
  assert.deepEqual([await begun, await waiting], [[leased], [sent]])
  stop.abort()
  await running
})

test('a lease that nobody renews and a lost message are found by the reconciler', async (t) => {
  const { store, bus, clock, deps } = await rig(t, {
    settings: { dispatchEveryMs: 5, reconcileEveryMs: 20, redispatchAfterMs: 1_000, leaseMs: 100 },
  })
  const coordinator = createCoordinator(deps)
  const job = await coordinator.openJob(REQUEST)
  const documents = [aDocument(), aDocument()]
  await job.add(documents)
  await store.dispatch.markSent(await store.dispatch.pending(10), 'elsewhere')
  // Whatever its worker wrote into it: its clock may be wrong.
  await store.work.claim('default', documents[0]?.document_id ?? '', 'elsewhere', 86_400_000)
  clock.advance(2_000)
  const [expired, lost] = documents.map((document) => document.document_id)
  const begun = delivered(bus, 'high', 1)
  const waiting = delivered(bus, 'normal', 1)
  const stop = new AbortController()
  const running = coordinator.run(stop.signal)
  assert.deepEqual([await begun, await waiting], [[expired], [lost]])
  stop.abort()
  await running
})

test('only one coordinator reconciles, and a stopped one lets the next lead at once', async (t) => {
  const { store, deps } = await rig(t)
  const stop = new AbortController()
  t.after(() => {
    stop.abort()
  })
  const leads = Promise.withResolvers<boolean>()
  const lead = store.dispatch.lead.bind(store.dispatch)
  store.dispatch.lead = async (...asked) => {
    const isLeader = await lead(...asked)
    leads.resolve(isLeader)
    return isLeader
  }
  const running = createCoordinator(deps).run(stop.signal)
  assert.equal(await leads.promise, true)
  assert.equal(await store.dispatch.lead('reconciler', 'other', 1_000), false)
  stop.abort()
  await running
  assert.equal(await store.dispatch.lead('reconciler', 'other', 1_000), true)
})

test('events are delivered while a store takes long to say which jobs have ended', async (t) => {
  const target = await receiver(t)
  const { store, deps } = await rig(t, { webhooks: [endpointTo(target.url)] })
  const looked = Promise.withResolvers<[]>()
  store.outbox.endedJobs = () => looked.promise
  const stop = new AbortController()
  const running = createCoordinator({ ...deps, settings: { deliverEveryMs: 5 } }).run(stop.signal)
  for (const id of ['one', 'two']) {
    await put(store, anEvent(id))
    while (!target.arrived.some((arrived) => arrived.id === id)) await delay(5)
  }
  stop.abort()
  looked.resolve([])
  await running
})
