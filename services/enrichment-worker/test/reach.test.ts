import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { openModels, type ModelUrls } from '@colophon/adapters/models'
import { CollectionSettings, narrowest, type Reach } from '@colophon/domain'
import {
  startSimulatedAnthropic,
  startSimulatedOllama,
  type SimulatedProvider,
} from '@colophon/testkit/providers'
import { aDocument, aJob, aSource } from '@colophon/testkit'
import fc from 'fast-check'
import { LETTER, startRig, type Rig } from './rig.ts'

interface World {
  rig: Rig
  own: SimulatedProvider
  cloud: SimulatedProvider
}

type Place = 'own' | 'cloud'

/** A worker with models of our own and of others, both on the wire. */
async function world(t: TestContext, places: { local: Place; fast: Place }): Promise<World> {
  const [own, cloud] = await Promise.all([startSimulatedOllama(), startSimulatedAnthropic()])
  const urls = {
    own: own.url.replace('http:', 'ollama:') + '/small',
    cloud: `anthropic:claude-haiku-5-5?base_url=${encodeURIComponent(cloud.url)}`,
  }
  const configured: ModelUrls = { local: urls[places.local], fast: urls[places.fast] }
  const client = await openModels(configured, { keys: { ANTHROPIC_API_KEY: 'key' } })
  t.after(async () => {
    await client[Symbol.asyncDispose]()
    await Promise.all([own, cloud].map((each) => each[Symbol.asyncDispose]()))
  })
  return { rig: await startRig(t, { client, patienceMs: 30_000 }), own, cloud }
}

const knows = ({ requests }: SimulatedProvider, mark: string): boolean =>
  JSON.stringify(requests).includes(mark)

const REACHES: readonly (Reach | undefined)[] = [undefined, 'rules', 'local', 'cloud']
const nameOf = (reach: Reach | undefined): string => `box-${reach ?? 'open'}`

async function setCollection(
  { store }: Rig,
  id: string,
  reach: Reach | undefined,
  revision = 0,
): Promise<void> {
  const settings = CollectionSettings.parse(reach === undefined ? {} : { reach })
  await store.desk.putCollection('default', id, { revision, settings, actor: 'human:mary' })
}

let counter = 0

async function submit({ store }: Rig, collection: string, reach: Reach | undefined) {
  const mark = `Mark${++counter}x`
  const text = LETTER.replace('good order', `good order, ${mark}`)
  const source = aSource({ text, ...(reach !== undefined && { reach }) })
  const document = aDocument({ source, collection_id: collection })
  const job = aJob()
  await store.jobs.create(job)
  await store.jobs.submit(job, [document])
  return { id: document.document_id, mark }
}

suite('a document goes no further than it may', () => {
  test('no provider ever receives a text beyond its reach, sent round again or not', async (t) => {
    const given = fc.record({
      item: fc.constantFrom(...REACHES),
      collection: fc.constantFrom(...REACHES),
      again: fc.boolean(),
    })
    for (const places of [
      { local: 'own', fast: 'cloud' },
      { local: 'cloud', fast: 'own' },
    ] as const) {
      const { rig, own, cloud } = await world(t, places)
      for (const reach of REACHES) await setCollection(rig, nameOf(reach), reach)
      let reachedCloud = 0
      const law = fc.asyncProperty(given, async ({ item, collection, again }) => {
        const { id, mark } = await submit(rig, nameOf(collection), item)
        await rig.tell([id])
        await rig.ended(id)
        if (again) {
          const which = { documentId: id, statuses: ['completed', 'failed'] as const }
          await rig.store.documents.requeue('default', which)
          await rig.tell([id])
          await rig.ended(id)
        }
        const reach = narrowest(item, collection) ?? 'cloud'
        const went = { own: knows(own, mark), cloud: knows(cloud, mark) }
        if (reach === 'rules') assert.deepEqual(went, { own: false, cloud: false })
        // A model that is billed is no model of our own, whatever tier it stands on; nor is what is above the local tier.
        if (reach === 'local') assert.equal(went.cloud, false)
        if (reach === 'local' && places.local === 'cloud') assert.equal(went.own, false)
        reachedCloud += Number(went.cloud)
      })
      await fc.assert(law, {
        numRuns: 14,
        examples: [[{ item: undefined, collection: undefined, again: false }]],
      })
      assert.ok(reachedCloud > 0)
    }
  })

  test('the record says so, and an answer of a model out of reach is not used from the kept ones', async (t) => {
    const { rig, cloud } = await world(t, { local: 'own', fast: 'cloud' })
    await setCollection(rig, 'box', undefined)
    const { id } = await submit(rig, 'box', 'rules')
    await rig.tell([id])
    const document = await rig.ended(id)
    assert.equal(document.source.reach, 'rules')
    const { 'entity-agent': entity } = document.agents
    assert.deepEqual([entity?.status, entity?.why], ['skipped', 'reach'])
    const { outOfReach = [] } = await rig.metrics.read(['outOfReach'])
    assert.ok(outOfReach.some(({ labels }) => labels['agent'] === 'entity-agent'))
    if (document.review_status === 'pending')
      assert.ok(document.review_reasons.includes('out_of_reach:entity-agent'))
    const events = await rig.store.audit.list('default', id, { limit: 9 })
    assert.match(events.items[0]?.why ?? '', /reach:rules$/)
    assert.equal(cloud.requests.length, 0)
    // The same text where the cloud may see it, and then where it may not: each gets values of its own.
    const source = document.source
    const twins = [undefined, 'local'] as const
    const job = aJob()
    await rig.store.jobs.create(job)
    const documents = twins.map((reach) => {
      const { reach: _, ...rest } = source
      return aDocument({ source: { ...rest, ...(reach && { reach }) } })
    })
    await rig.store.jobs.submit(job, documents)
    const ends = []
    for (const { document_id } of documents) {
      await rig.tell([document_id])
      ends.push(await rig.ended(document_id))
    }
    const asked = JSON.stringify(ends[1])
    assert.ok(!asked.includes('claude-haiku-5-5'), 'a value of the cloud in a record of the house')
  })

  test('a local model on a machine that is not ours is out of reach of what may not leave the house', async (t) => {
    const client = await openModels({ local: 'ollama://models.example.org/small?tls=on' })
    t.after(() => client[Symbol.asyncDispose]())
    const rig = await startRig(t, { client })
    const { id } = await submit(rig, 'box', 'local')
    await rig.tell([id])
    const { agents } = await rig.ended(id)
    // Not even tried: there is no such machine.
    const { 'entity-agent': entity } = agents
    assert.deepEqual([entity?.status, entity?.why], ['skipped', 'reach'])
  })
})
