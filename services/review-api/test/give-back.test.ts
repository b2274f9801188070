import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Store } from '@colophon/domain'
import { manualClock, temporaryStore } from '@colophon/testkit'
import { startRig } from './rig.ts'

/** A store in which who asked has gone by the time that the first call of this name is done. */
function leftDuring(real: Store, of: 'take' | 'putTask', gone: AbortController): Store {
  const desk = new Proxy(real.desk, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name)
      if (typeof own !== 'function') return own
      const bound = own.bind(target) as (...args: unknown[]) => Promise<unknown>
      if (name !== of || gone.signal.aborted) return bound
      return async (...args: unknown[]) => {
        const done = await bound(...args)
        // The store has handed it out; nobody is told.
        gone.abort()
        await delay(200)
        return done
      }
    },
  })
  return { ...real, desk }
}

for (const [what, of] of [
  ['handed out', 'take'],
  ['opened', 'putTask'],
] as const) {
  test(`what is ${what} on a page that is closed meanwhile is given back`, async (t) => {
    const clock = manualClock()
    const real = await temporaryStore(t, clock)
    const gone = new AbortController()
    const store = leftDuring(real, of, gone)
    const { url, actor, letter } = await startRig(t, { clock, store })
    const { reviewId } = await letter()
    const { authorization } = actor('eva')
    const path = of === 'take' ? 'next' : `${reviewId}/assign`
    const asked = fetch(`${url}/api/review/${path}`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{}',
      signal: gone.signal,
    })
    await assert.rejects(asked, { name: 'AbortError' })
    for (let tries = 0; tries < 100; tries++) {
      const { lease_owner: owner, version } = (await real.reviews.get('default', reviewId)) ?? {}
      if (owner === null && (version ?? 0) >= 3) return
      await delay(50)
    }
    assert.fail('it is held still')
  })
}

test('a page asks for a short hold, and its first heartbeat makes it a whole one', async (t) => {
  const { actor, letter, clock } = await startRig(t)
  await letter()
  const eva = actor('eva')
  const { body } = await eva.ask('POST', '/api/review/next', { lease_s: 120 })
  const { lease, task } = body as {
    lease: { lease_id: string; until: string }
    task: { review_id: string }
  }
  assert.ok(Date.parse(lease.until) - clock.now() <= 120_000)
  const path = `/api/review/${task.review_id}/heartbeat`
  const beat = await eva.ask('POST', path, { lease_id: lease.lease_id })
  assert.ok(Date.parse(String(beat.body['until'])) - clock.now() > 14 * 60_000)
})
