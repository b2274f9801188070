import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after, anEvent, AT, due, idsOf, iso } from './outbox-events.ts'
import { allPages, TENANT, type OpenSubject } from './subject.ts'

/** Cases of events that nobody wants to know any more. */
export function pruningCases(open: OpenSubject): void {
  test('old events go with their deliveries, but for those that somebody is still to hear of', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const ends = {
      delivered: 'delivered',
      dead: 'dead',
      waits: null,
      half: 'delivered',
      new: 'delivered',
    } as const
    await store.outbox.share(anEvent('nobody'), [])
    for (const [id, state] of Object.entries(ends)) {
      const at = id === 'new' ? '2026-01-15T12:00:00.001Z' : AT
      await store.outbox.share(anEvent(id, { at }), id === 'half' ? ['a', 'b'] : ['a'])
      const found = (await due(subject, 'a')).find(({ event }) => event.event_id === id)
      assert.ok(found)
      if (state !== null) assert.ok(await store.outbox.settle(after(found, { state })))
    }
    const late = iso(Date.parse(AT) + 1)
    assert.equal(await store.outbox.prune(AT), 0)
    let pruned = 0
    for (let some = 1; some > 0; pruned += some) some = await store.outbox.prune(late)
    assert.equal(pruned, 2)
    const left = await allPages((page) => store.outbox.deliveries(TENANT, {}, page), 10)
    assert.deepEqual(left.map(({ event_id, endpoint }) => `${event_id}/${endpoint}`).sort(), [
      ...['dead/a', 'half/a', 'half/b', 'new/a', 'waits/a'],
    ])
    const replayed = { which: { eventId: 'dead' }, endpoint: 'a' } as const
    assert.equal(await store.outbox.replay(TENANT, replayed), 1)
    assert.deepEqual(idsOf(await due(subject, 'a')).sort(), ['dead', 'waits'])
  })
}
