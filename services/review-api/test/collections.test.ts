import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { CollectionSettings, settingsContent, type CollectionView } from '@colophon/domain'
import { aWorld, expectOk, type Caller, type World } from './world.ts'

const AT = '/api/collections/letters'

const putting = (
  { ask }: World,
  body: unknown,
  revision: string | undefined,
  caller: Caller = { roles: ['lead'] },
) => {
  const headers: Record<string, string> = revision === undefined ? {} : { 'if-match': revision }
  return ask({ method: 'PUT', path: AT, body, headers }, caller)
}

test('settings are what somebody set, or what counts where nobody did', async (t) => {
  const world = await aWorld(t)
  await world.review()
  await world.review()
  const before = await world.ask({ method: 'GET', path: AT })
  assert.equal(before.headers.get('etag'), '"0"')
  const settings = CollectionSettings.parse({})
  const untouched = { collection_id: 'letters', documents: 2, settings, revision: 0, changes: [] }
  assert.deepEqual(before.body, untouched)

  const set = { ...settings, second_review: 0.25 }
  const answer = await putting(world, set, '"0"')
  assert.equal(answer.headers.get('etag'), '"1"')
  const after = answer.body as unknown as CollectionView
  assert.deepEqual([after.settings, after.revision, after.documents], [set, 1, 2])
  assert.deepEqual(await expectOk(world.ask({ method: 'GET', path: AT })), after)
  const list = await expectOk(world.ask({ method: 'GET', path: '/api/collections' }))
  assert.deepEqual(list, { collections: [after], next_cursor: null })
})

test('how far texts may go is not widened by whoever knows nothing of it, only by saying so', async (t) => {
  const world = await aWorld(t)
  const reachAfter = async (body: object, revision: number) =>
    ((await putting(world, body, `"${String(revision)}"`)).body as unknown as CollectionView)
      .settings.reach
  assert.equal(await reachAfter({ reach: 'local' }, 0), 'local')
  assert.equal(await reachAfter({ seeded: 0.1 }, 1), 'local')
  assert.equal(await reachAfter({ reach: 'cloud' }, 2), 'cloud')
})

test('of two who set them at once, the second is told and changes nothing', async (t) => {
  const world = await aWorld(t)
  assert.equal((await putting(world, { seeded: 0.1 }, '"0"')).status, 200)
  const late = await putting(world, { seeded: 0.2 }, '"0"')
  assert.deepEqual([late.status, late.body['code']], [409, 'collection.changed'])
  const unnamed = await putting(world, { seeded: 0.2 }, undefined)
  assert.deepEqual([unnamed.status, unnamed.body['code']], [428, 'review.revision_missing'])
  const { settings } = (await expectOk(
    world.ask({ method: 'GET', path: AT }),
  )) as unknown as CollectionView
  assert.equal(settings.seeded, 0.1)
})

test('leads and operators set them, and it stays known who did: each change is chained to the one before', async (t) => {
  const world = await aWorld(t)
  const refused = await putting(world, {}, '"0"', { roles: ['reviewer', 'finance'] })
  assert.equal(refused.status, 403)
  await putting(world, { audit_sample: 0.1 }, '"0"', { sub: 'ann', roles: ['operator'] })
  await putting(world, { audit_sample: 0.2, own_corrections: 'second_review' }, '1')
  const { changes } = (await expectOk(
    world.ask({ method: 'GET', path: AT }),
  )) as unknown as CollectionView
  assert.deepEqual(
    changes.map(({ n, actor, from, to }) => [n, actor, from?.audit_sample, to.audit_sample]),
    [
      [1, 'human:ann', undefined, 0.1],
      [2, 'human:mary', 0.1, 0.2],
    ],
  )
  let chain = ''
  for (const { hash: kept, ...change } of changes) {
    chain = hash('sha256', chain + settingsContent('museum', 'letters', change), 'hex')
    assert.equal(kept, chain)
  }
})

test('what is no setting is refused, not left out', async (t) => {
  const world = await aWorld(t)
  for (const body of [{ second_reveiw: 1 }, { seeded: 0.5 }, { own_corrections: 'never' }, []]) {
    const answer = await putting(world, body, '"0"')
    assert.deepEqual([answer.status, answer.body['code']], [400, 'request.invalid'])
  }
})
