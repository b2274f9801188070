import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { aWorld, corrected, expectOk, TEXT, type Caller, type Json, type World } from './world.ts'

export const SENDER = 'document.correspondence.sender.name'
export const RECIPIENT = 'document.correspondence.recipient.name'
export const REVIEWER: Caller = { sub: 'ann', roles: ['reviewer'] }
export const MARY: Caller = {}

const letterOf = (sender: string, recipient: string): Json => ({
  content: { full_text: TEXT, summary: 'All is well.', closing: 'Yours' },
  document: { correspondence: { sender: { name: sender }, recipient: { name: recipient } } },
})

/** Decides on a task that somebody holds. */
export async function approved(
  world: World,
  { task, lease, caller }: { task: Json; lease: Json; caller: Caller },
): Promise<Json> {
  const at = `/api/review/${String(task['review_id'])}`
  const view = await expectOk(world.ask({ method: 'GET', path: at }, caller))
  const { revision } = view['document'] as { revision: number }
  const headers = { 'if-match': `"${revision}"` }
  const body = { lease_id: lease['lease_id'] }
  return await expectOk(world.ask({ method: 'POST', path: `${at}/approve`, headers, body }, caller))
}

export const next = async (world: World, caller: Caller): Promise<{ task: Json; lease: Json }> => {
  const call = { method: 'POST', path: '/api/review/next', body: {} }
  return (await expectOk(world.ask(call, caller))) as { task: Json; lease: Json }
}

/** Two letters that mary approved, one of them corrected, one that waits, and a collection in which each task handed out may be a known answer. */
export async function aCollection(t: TestContext) {
  let luck = 0.99
  const world = await aWorld(t, { random: () => luck })
  const ids: string[] = []
  for (const data of [letterOf('Jon', 'Mary'), letterOf('Caroline', 'Augusta')]) {
    const reviewed = await world.review({ data })
    if (ids.length === 0) await corrected(world, reviewed, SENDER, 'John Harrow')
    await approved(world, { ...(await next(world, MARY)), caller: MARY })
    ids.push(reviewed.id)
  }
  const waiting = await world.review()
  const put = { method: 'PUT', path: '/api/collections/letters', headers: { 'if-match': '"0"' } }
  await expectOk(world.ask({ ...put, body: { seeded: 0.2 } }, MARY))
  world.clock.advance(60_000)
  return { world, ids, waiting, beLucky: (value: number) => (luck = value) }
}

/** A known answer in the hands of a reviewer. */
export async function handedOut(t: TestContext) {
  const collection = await aCollection(t)
  collection.beLucky(0.1)
  const { world } = collection
  const { task, lease } = await next(world, REVIEWER)
  const id = String(task['review_id'])
  const stored = await world.store.reviews.get('museum', id)
  assert.ok(stored?.drawn?.kind === 'seeded', 'no known answer was handed out')
  return { ...collection, task, lease, id, at: `/api/review/${id}`, stored, drawn: stored.drawn }
}
