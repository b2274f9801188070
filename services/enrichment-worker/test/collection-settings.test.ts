import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import {
  CollectionSettings,
  createSettingsOf,
  type DocumentRecord,
  type ReviewRecord,
  type Store,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER, startRig } from './rig.ts'

/** Sure of everything at 0, of nothing at 2. */
const profileWith = (confidence: number) => ({
  ...lettersProfile,
  checks: [],
  routing: { completeness: 0, confidence, pageQuality: 0, auditSample: 0 },
})

interface Enriched {
  document: DocumentRecord
  task: ReviewRecord | undefined
  why: string | null | undefined
}

async function enriched(
  t: TestContext,
  confidence: number,
  settings: Partial<CollectionSettings>,
): Promise<Enriched> {
  const rig = await startRig(t, { profiles: [profileWith(confidence)] })
  await rig.store.desk.putCollection('default', 'letters', {
    revision: 0,
    settings: CollectionSettings.parse(settings),
    actor: 'human:mary',
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  const page = { limit: 10 }
  const { items } = await rig.store.desk.list('default', { documentId: id }, 'oldest', page)
  const events = await rig.store.audit.list('default', id, page)
  return { document, task: items[0], why: events.items[0]?.why }
}

test('a document is drawn as its collection says, and nobody but its leads can tell', async (t) => {
  const passed = await enriched(t, 0, { audit_sample: 0 })
  assert.deepEqual([passed.document.review_status, passed.task], ['not_required', undefined])
  const { document, task, why } = await enriched(t, 0, { audit_sample: 1 })
  assert.deepEqual(
    [document.review_status, document.review_reasons],
    ['pending', ['review_requested']],
  )
  assert.deepEqual(task?.drawn, { kind: 'audit_sample' })
  assert.equal(why, 'review_requested')
})

test('where documents are drawn, an ordinary task looks as if it were', async (t) => {
  const drawn = await enriched(t, 0, { audit_sample: 1 })
  const ordinary = await enriched(t, 2, { audit_sample: 1 })
  const looksOf = ({ task, why }: Enriched) => [
    ...[task?.reasons, task?.flagged_fields, task?.gain, task?.completeness],
    why,
  ]
  assert.deepEqual(looksOf(ordinary), looksOf(drawn))
  assert.equal(ordinary.task?.drawn, null)
  // What was found wrong is kept in the document.
  assert.ok(ordinary.document.review_reasons.includes('low_confidence'))
  const open = await enriched(t, 2, {})
  assert.ok(open.task?.reasons.includes('low_confidence'))
})

function countedStore(answer: () => Promise<CollectionSettings>) {
  let reads = 0
  const settings = async () => {
    reads++
    return { settings: await answer() }
  }
  return { store: { desk: { settings } as unknown as Store['desk'] }, reads: () => reads }
}

test('settings are read once in half a minute for each collection, whatever the clock does', async () => {
  let now = 1_000_000
  let sample = 0.1
  const answer = () => Promise.resolve(CollectionSettings.parse({ audit_sample: sample }))
  const { store, reads } = countedStore(answer)
  const settingsOf = createSettingsOf(store, () => now)
  const sampleOf = async (tenant = 'museum'): Promise<number | null> =>
    (await settingsOf(tenant, 'letters')).audit_sample
  await Promise.all([sampleOf(), sampleOf()])
  now += 29_999
  sample = 0.2
  assert.deepEqual([await sampleOf(), reads()], [0.1, 1])
  assert.deepEqual([await sampleOf('archive'), reads()], [0.2, 2])
  now += 1
  assert.deepEqual([await sampleOf(), reads()], [0.2, 3])
  now -= 86_400_000
  sample = 0.3
  assert.deepEqual([await sampleOf(), reads()], [0.3, 4])
})

test('settings that could not be read are read again', async () => {
  let isAway = true
  const { store } = countedStore(() =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve(CollectionSettings.parse({})),
  )
  const settingsOf = createSettingsOf(store, () => 0)
  await assert.rejects(settingsOf('museum', 'letters'), /away/)
  isAway = false
  assert.equal((await settingsOf('museum', 'letters')).audit_sample, null)
})
