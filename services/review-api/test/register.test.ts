import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  createSettingsOf,
  getPath,
  registerPass,
  type PrecedentAnswer,
  type PrecedentDecision,
  type PrecedentView,
  type RegisterView,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { drawOf, idOf } from '@colophon/runtime'
import { aProvenance, initialsRegister } from '@colophon/testkit'
import { aWorld, expectOk, type Caller, type World } from './world.ts'

const SENDER = 'document.correspondence.sender.name'
const PROFILE = { ...lettersProfile, register: () => Promise.resolve(initialsRegister(SENDER)) }
const KEY = { tenant_id: 'museum', collection_id: 'papers' }
const AT = '/api/collections/papers'

/** Papers that were signed so, by their ids. */
async function papers(t: TestContext, signed: Readonly<Record<string, string>>): Promise<World> {
  const world = await aWorld(t, { profiles: [PROFILE] })
  for (const [document_id, name] of Object.entries(signed)) {
    const text = `All is well.\n\n${name}`
    const start = text.indexOf(name)
    const evidence = { quote: name, start, end: start + name.length, match: 'exact' as const }
    await world.review({
      data: { document: { correspondence: { sender: { name } } }, content: { full_text: text } },
      provenance: { [SENDER]: aProvenance({ evidence }) },
      document: { document_id, text, collection_id: 'papers' },
    })
  }
  await pass(world)
  return world
}

/** As the coordinator does it. */
async function pass({ store, clock }: World): Promise<void> {
  const settingsOf = createSettingsOf(store, () => clock.now())
  const deps = { store, profiles: [PROFILE], settingsOf, clock, idOf, drawOf }
  for (let at = 0; at < 9; at++)
    if ((await registerPass(deps, KEY, { read: 9, changed: 9 })).done) return
  assert.fail('it goes on for ever')
}

const peopleIn = async ({ ask }: World, query = ''): Promise<RegisterView> =>
  (await expectOk(
    ask({ method: 'GET', path: `${AT}/register${query}` }),
  )) as unknown as RegisterView

async function decide(
  { ask }: World,
  decision: PrecedentDecision,
  dry_run: boolean,
): Promise<PrecedentAnswer> {
  const call = { method: 'POST', path: `${AT}/precedents`, body: { decision, dry_run } }
  return (await expectOk(ask(call))) as unknown as PrecedentAnswer
}

const undo = ({ ask }: World, id: string, dry_run: boolean, caller?: Caller) =>
  ask({ method: 'POST', path: `${AT}/precedents/${id}/undo`, body: { dry_run } }, caller)

const senderOf = async ({ store }: World, id: string): Promise<unknown> =>
  getPath((await store.documents.get('museum', id))?.enriched_data, SENDER)

test('people stand with their variants, and with the places where documents write them', async (t) => {
  const world = await papers(t, { a: 'Jane Low', b: 'J. Low', c: 'Eva Hill' })
  const { people, documents, count, pending, profile } = await peopleIn(world)
  assert.deepEqual([documents, count, pending, profile], [3, 2, 0, 'letters'])
  assert.deepEqual(
    people.map((one) => [one.name, one.documents, one.variants.map(({ form }) => form)]),
    [
      ['Eva Hill', 1, ['Eva Hill']],
      ['Jane Low', 2, ['Jane Low', 'J. Low']],
    ],
  )
  const [place] = people[1]?.variants[1]?.places ?? []
  assert.deepEqual([place?.document_id, place?.quote, place?.path], ['b', 'J. Low', SENDER])
  assert.match(place?.title ?? '', /Jane Low/)
})

test('people come page by page, and those that have the letters that were asked for', async (t) => {
  const world = await papers(t, { a: 'Jane Low', b: 'Eva Hill', c: 'Ann Moor', d: 'Eva Holm' })
  const names: string[] = []
  let cursor: string | null = ''
  for (let page = 0; cursor !== null && page < 9; page++) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`
    const view: RegisterView = await peopleIn(world, `?limit=1${query}`)
    names.push(...view.people.map(({ name }) => name))
    cursor = view.next_cursor
  }
  assert.deepEqual(names, ['Ann Moor', 'Eva Hill', 'Eva Holm', 'Jane Low'])
  const { people, count } = await peopleIn(world, '?q=EVA')
  assert.deepEqual([people.length, count], [2, 2])
})

test('a decision is shown before it is made: which records it changes, and how', async (t) => {
  const world = await papers(t, { a: 'Jane Low', b: 'J. Low', c: 'J. Low' })
  const split: PrecedentDecision = { kind: 'split', forms: ['J. Low', 'Jane Low'] }
  const shown = await decide(world, split, true)
  assert.deepEqual([shown.count, shown.precedent], [2, null])
  assert.deepEqual(
    shown.sample.map(({ document_id, path, from, to }) => [document_id, path, from, to]),
    ['b', 'c'].map((id) => [id, SENDER, 'Jane Low', 'J. Low']),
  )
  await pass(world)
  assert.equal(await senderOf(world, 'b'), 'Jane Low')

  const made = await decide(world, split, false)
  assert.deepEqual([made.count, made.precedent?.by], [2, 'human:mary'])
  assert.equal((await peopleIn(world)).pending, 2)
  await pass(world)
  assert.deepEqual(await Promise.all(['b', 'c'].map((id) => senderOf(world, id))), [
    'J. Low',
    'J. Low',
  ])
})

test('a decision is taken back by who made it, or by a lead, and by nobody twice', async (t) => {
  const world = await papers(t, { a: 'Jane Low', b: 'Joan Low', c: 'J. Low' })
  assert.equal(await senderOf(world, 'c'), 'J. Low')
  const { precedent } = await decide(world, { kind: 'merge', forms: ['J. Low', 'Joan Low'] }, false)
  const id = precedent?.precedent_id ?? ''
  await pass(world)
  assert.equal(await senderOf(world, 'c'), 'Joan Low')

  const other = await undo(world, id, false, { sub: 'eva', roles: ['reviewer'] })
  assert.deepEqual([other.status, other.body['code']], [403, 'auth.forbidden'])
  assert.equal((await expectOk(undo(world, id, true)))['count'], 1)
  await expectOk(undo(world, id, false, { sub: 'eva', roles: ['lead'] }))
  const again = await undo(world, id, false)
  assert.deepEqual([again.status, again.body['code']], [404, 'precedent.not_found'])
  await pass(world)
  assert.equal(await senderOf(world, 'c'), 'J. Low')

  const listed = await expectOk(world.ask({ method: 'GET', path: `${AT}/precedents` }))
  const [kept] = listed['precedents'] as PrecedentView[]
  assert.deepEqual([kept?.precedent_id, kept?.undone?.by, kept?.revision], [id, 'human:eva', 2])
})

test('readers see registers and decide nothing', async (t) => {
  const world = await papers(t, { a: 'Jane Low' })
  const operator = { roles: ['operator'] } as const
  const seen = await world.ask({ method: 'GET', path: `${AT}/register` }, operator)
  assert.equal(seen.status, 200)
  const body = { decision: { kind: 'merge', forms: ['a', 'b'] } }
  const refused = await world.ask({ method: 'POST', path: `${AT}/precedents`, body }, operator)
  assert.equal(refused.status, 403)
})
