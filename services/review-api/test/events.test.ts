import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { QueueEvent } from '@colophon/domain'
import { aWorld, type Caller, type World } from './world.ts'

const QUICK = { pollMs: 10, heartbeatMs: 50 }

/** A page that listens. */
async function listening(t: TestContext, { url, token }: World, caller?: Caller) {
  const gone = new AbortController()
  t.after(() => {
    gone.abort()
  })
  const headers = { authorization: `Bearer ${token(caller)}` }
  const response = await fetch(`${url}/api/review/events`, { headers, signal: gone.signal })
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  assert.ok(reader)
  let text = ''
  /** Reads on until there is something of this kind; null when the stream ends before. */
  const until = async <T>(find: (text: string) => T | undefined): Promise<T | null> => {
    for (;;) {
      const found = find(text)
      if (found !== undefined) return found
      const { value, done } = await reader.read()
      if (done) return null
      text += value
    }
  }
  const events = (): QueueEvent[] =>
    [...text.matchAll(/^event: task\ndata: (.*)\n\n/gm)].map(
      ([, data]) => JSON.parse(data ?? '') as QueueEvent,
    )
  await until((read) => (read.includes('retry:') ? true : undefined))
  return {
    until,
    leave: () => {
      gone.abort()
    },
    /** Events so far, once there are as many. */
    first: (count: number) =>
      until(() => {
        const found = events()
        return found.length >= count ? found : undefined
      }),
  }
}

const taking = (reviewer: string) =>
  ({ tenantId: 'museum', reviewer, filter: {}, order: 'mixed', leaseMs: 900_000 }) as const

test('whoever listens hears of each change of a task once, and of nothing of other tenants', async (t) => {
  const world = await aWorld(t, { events: QUICK })
  const { store, clock } = world
  const pages = [await listening(t, world), await listening(t, world, { sub: 'eva' })]
  const stranger = await listening(t, world, { tenant: 'archive' })
  const { id, task } = await world.review({ task: { drawn: { kind: 'audit_sample' } } })
  const told = { review_id: task.review_id, document_id: id, revision: 2 }
  const made = { ...told, status: 'pending', lease_owner: null }
  for (const page of pages) assert.deepEqual(await page.first(1), [made])
  clock.advance(1_000)
  await store.desk.take({ ...taking('eva'), leaseId: 'lease' })
  const taken = { ...told, status: 'in_progress', lease_owner: 'eva' }
  for (const page of pages) assert.deepEqual(await page.first(2), [made, taken])
  // A lease that nobody renews ends without anybody writing that.
  clock.advance(900_001)
  for (const page of pages) assert.deepEqual(await page.first(3), [made, taken, made])
  const silent = await stranger.until((text) =>
    text.split('still here').length > 3 ? text : undefined,
  )
  assert.ok(silent !== null && !silent.includes('data:'))
})

test('a renewed lease is no news', async (t) => {
  const world = await aWorld(t, { events: QUICK })
  const { store, clock } = world
  const { task } = await world.review()
  const page = await listening(t, world)
  await page.first(1)
  clock.advance(1_000)
  await store.desk.take({ ...taking('eva'), leaseId: 'lease' })
  await page.first(2)
  clock.advance(600_000)
  const untilMs = clock.now() + 900_000
  assert.equal(await store.desk.heartbeat('museum', task.review_id, { id: 'lease', untilMs }), true)
  clock.advance(600_000)
  await page.until((text) => (text.split('still here').length > 3 ? true : undefined))
  assert.equal((await page.first(2))?.length, 2)
  clock.advance(300_001)
  assert.equal((await page.first(3))?.at(-1)?.lease_owner, null)
})

test('a stream ends with the service', async (t) => {
  const stop = new AbortController()
  const world = await aWorld(t, { events: QUICK, stop: stop.signal })
  const page = await listening(t, world)
  stop.abort()
  assert.equal(await page.until(() => undefined), null)
})

test('nobody looks for changes when nobody listens', async (t) => {
  const looks: string[] = []
  const world = await aWorld(t, { events: QUICK, onLook: (tenant) => looks.push(tenant) })
  const pages = [await listening(t, world), await listening(t, world)]
  await world.review()
  for (const page of pages) await page.first(1)
  assert.ok(looks.length > 0)
  for (const page of pages) page.leave()
  const isQuiet = async (): Promise<boolean> => {
    const before = looks.length
    await delay(100)
    return looks.length === before
  }
  for (let tries = 0; !(await isQuiet()); tries++) assert.ok(tries < 50, 'somebody still looks')
})
