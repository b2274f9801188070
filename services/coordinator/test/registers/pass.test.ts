import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import {
  applyDecision,
  isOfRegister,
  recordBefore,
  recordOf,
  type DocumentRecord,
  type FieldDecision,
  type Store,
} from '@colophon/domain'
import { manualClock } from '@colophon/testkit'
import fc from 'fast-check'
import { KEY, PROFILE, rigOver, SENDER, startRig, sure, type Rig } from './rig.ts'

const historyOf = async ({ store }: Rig, id: string) =>
  (await store.audit.list('default', id, { limit: 100 })).items

/** What a person decides of a field, as the desk commits it. */
async function decideField({ store, read }: Rig, id: string, decision: FieldDecision) {
  const document = await read(id)
  const { record } = applyDecision(recordOf(document), decision, {
    ...{ profile: PROFILE, source: document.source },
    ...{ actor: 'human:eva', at: '2026-01-16T00:00:00.000Z' },
  })
  await commit(store, document, {
    enriched_data: record.data,
    provenance: record.provenance,
    rivals: record.rivals,
  })
}

async function commit(store: Store, before: DocumentRecord, change: Partial<DocumentRecord>) {
  const { tenant_id, document_id, revision } = before
  const document = { ...before, ...change }
  const outcome = await store.desk.commit({
    ...{ tenant_id, document_id, revision, document, task: null, audit: [], outbox: [] },
  })
  assert.ok('committed' in outcome)
}

test('initials become the full name that the collection has for them, and the record says what it rests on', async (t) => {
  const rig = await startRig(t)
  await rig.papers({ a: 'Jane Low', b: 'J. Low', c: 'J. Hill' })
  const before = await rig.read('b')
  assert.equal(await rig.settle(), 1)
  assert.deepEqual(await Promise.all(['a', 'b', 'c'].map(rig.sender)), [
    'Jane Low',
    'Jane Low',
    'J. Hill',
  ])
  const after = await rig.read('b')
  const entry = after.provenance[SENDER]
  assert.deepEqual(
    [entry?.source, entry?.tool, entry?.evidence?.quote],
    ['register', 'initials', 'J. Low'],
  )
  assert.deepEqual(
    entry?.supports?.map((support) => 'quote' in support && [support.document_id, support.quote]),
    [['a', 'Jane Low']],
  )
  assert.deepEqual([after.revision, after.review_status], [before.revision + 1, 'not_required'])
  const events = await historyOf(rig, 'b')
  const [event] = events
  assert.deepEqual(
    [events.length, event?.actor, event?.action, event?.path, event?.revision],
    [1, 'rule:register', 'field.registered', SENDER, after.revision],
  )
  assert.deepEqual(recordBefore(PROFILE, recordOf(after), events), recordOf(before))
  assert.equal(await rig.settle(), 0)
  assert.deepEqual(await rig.read('b'), after)
  assert.deepEqual(await rig.store.register.due(10), [])
})

test('a record that a person has decided on is never changed, be it one field or the whole', async (t) => {
  const rig = await startRig(t)
  await rig.papers({ a: 'J. Low', b: 'J. Low', c: 'J. Low' })
  await rig.settle()
  const summary = {
    path: 'content.summary',
    action: 'correct',
    value: 'Well.',
    external: 'I know',
  } as const
  await decideField(rig, 'a', summary)
  await commit(rig.store, await rig.read('b'), { review_status: 'approved' })
  const before = await Promise.all(['a', 'b'].map(rig.read))
  await rig.papers({ d: 'Jane Low' })
  assert.equal(await rig.settle(), 1)
  assert.deepEqual(await Promise.all(['a', 'b'].map(rig.read)), before)
  assert.equal(await rig.sender('c'), 'Jane Low')
})

test('a record that somebody works on is changed once they have given it back', async (t) => {
  const rig = await startRig(t)
  await rig.papers({ a: 'Jane Low' })
  await rig.papers({ b: 'J. Low' }, 0.4)
  const lease = { tenantId: 'default', reviewer: 'eva', leaseId: 'l', leaseMs: 60_000 }
  const taken = await rig.store.desk.take({ ...lease, filter: {}, order: 'mixed' })
  assert.ok(taken)
  assert.equal(await rig.settle(), 0)
  assert.equal((await rig.store.register.due(10)).length, 1)
  rig.clock.advance(61_000)
  assert.equal(await rig.settle(), 1)
  assert.equal(await rig.sender('b'), 'Jane Low')
})

test('a value below the floor of its field sends a record to a person that nobody was asked about', async (t) => {
  const rig = await startRig(t)
  t.after(() => (sure.confidence = 0.9))
  sure.confidence = 0.5
  await rig.papers({ a: 'Jane Low', b: 'J. Low' })
  await rig.settle()
  const after = await rig.read('b')
  assert.deepEqual([after.review_status, after.review_reasons], ['pending', ['low_confidence']])
  const { items } = await rig.store.desk.list('default', {}, 'mixed', { limit: 10 })
  assert.deepEqual(
    items.map(({ document_id, status, flagged_fields: [field] }) => [
      document_id,
      status,
      field?.path,
    ]),
    [['b', 'pending', SENDER]],
  )
  sure.confidence = 0.9
  await rig.papers({ c: 'Jane Low' })
  await rig.settle()
  assert.equal((await rig.read('b')).review_status, 'not_required')
})

test('a record that is sure enough now is approved by the rules of its run, and its task ends', async (t) => {
  const rig = await startRig(t)
  await rig.papers({ a: 'J. Low' }, 0.4)
  await rig.papers({ b: 'Jane Low' })
  await rig.settle()
  const after = await rig.read('a')
  assert.deepEqual([after.review_status, after.review_reasons], ['not_required', []])
  assert.equal((await rig.store.reviews.get('default', 'rev-a'))?.status, 'superseded')
  assert.deepEqual(
    (await historyOf(rig, 'a')).map(({ action }) => action),
    ['field.registered', 'task.routed'],
  )
})

test('names that a person keeps apart get back what the document itself says, until that is undone', async (t) => {
  const rig = await startRig(t)
  await rig.papers({ a: 'Jane Low', b: 'J. Low' })
  const before = recordOf(await rig.read('b'))
  await rig.settle()
  await rig.decide('p1', { kind: 'split', forms: ['J. Low', 'Jane Low'] })
  assert.equal(await rig.settle(), 1)
  assert.deepEqual(recordOf(await rig.read('b')), before)
  await rig.decide(
    'p1',
    { kind: 'split', forms: ['J. Low', 'Jane Low'] },
    { by: 'human:ann', at: '2026' },
  )
  assert.equal(await rig.settle(), 1)
  assert.equal(await rig.sender('b'), 'Jane Low')
})

test('what a person takes away of a register is a precedent, and ends with their decision', async (t) => {
  const rig = await startRig(t)
  await rig.papers({ a: 'Jane Low', b: 'J. Low' })
  await rig.settle()
  const given = await rig.read('b')
  await decideField(rig, 'b', {
    path: SENDER,
    action: 'correct',
    value: 'John Low',
    external: 'His hand',
  })
  await rig.settle()
  const precedents = async () => (await rig.store.register.precedents(KEY, { limit: 9 })).items
  const [made, ...others] = await precedents()
  const { decision, by, undone } = made?.precedent ?? assert.fail('there is none')
  assert.deepEqual(decision, { kind: 'is_not', document_id: 'b', path: SENDER, value: 'Jane Low' })
  assert.deepEqual([by, undone, others], ['human:eva', null, []])
  const { enriched_data, provenance, rivals } = given
  await commit(rig.store, await rig.read('b'), { enriched_data, provenance, rivals })
  await rig.settle()
  assert.equal((await precedents())[0]?.precedent.undone?.by, 'rule:register')
  assert.ok(isOfRegister((await rig.read('b')).provenance[SENDER]))
})

const SIGNED = fc.uniqueArray(
  fc.tuple(
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    fc.constantFrom('Jane Low', 'J. Low', 'John Low', 'E. Hill', 'Eva Hill'),
  ),
  { selector: ([id]) => id, minLength: 1 },
)

/** What all records say in the end, without when. */
async function outcomeOf(rig: Rig): Promise<unknown> {
  const { items } = await rig.store.documents.list('default', {}, { limit: 100 })
  return items.map(({ document_id, enriched_data, provenance, review_status }) => {
    const entry = { ...provenance[SENDER], at: '' }
    return [document_id, enriched_data?.['document'], entry, review_status]
  })
}

async function openRig(): Promise<Rig & AsyncDisposable> {
  const clock = manualClock()
  const store = await openStore('sqlite::memory:', { clock })
  return { ...rigOver(store, clock), [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

test('in whatever order documents come, all at once or one by one, values and tasks are the same', async () => {
  const cases = SIGNED.chain((signed) =>
    fc.tuple(fc.constant(signed), fc.shuffledSubarray(signed, { minLength: signed.length })),
  )
  await fc.assert(
    fc.asyncProperty(cases, async ([signed, shuffled]) => {
      await using one = await openRig()
      await using other = await openRig()
      await one.papers(Object.fromEntries(signed))
      await one.settle()
      for (const [id, name] of shuffled) {
        await other.papers({ [id]: name })
        await other.settle()
      }
      const values = async (rig: Rig) =>
        JSON.stringify(await outcomeOf(rig), (key, value: unknown) =>
          key === 'supports' || key === 'reason' ? undefined : value,
        )
      assert.equal(await values(other), await values(one))
    }),
    { numRuns: 8 },
  )
})

test('cut off at any write and gone on with, it ends as it would have', async () => {
  await fc.assert(
    fc.asyncProperty(SIGNED, fc.integer({ min: 0, max: 6 }), async (signed, writes) => {
      await using whole = await openRig()
      await using cut = await openRig()
      for (const rig of [whole, cut]) await rig.papers(Object.fromEntries(signed))
      await whole.settle()
      await cut.settle(dying(cut.store, writes)).catch((thrown: unknown) => {
        assert.match(String(thrown), /died/)
      })
      await cut.settle()
      assert.deepEqual(await outcomeOf(cut), await outcomeOf(whole))
      assert.equal(await cut.settle(), 0)
    }),
    { numRuns: 10 },
  )
})

/** A store that takes so many writes of a pass, and then no more. */
function dying(store: Store, writes: number): Store {
  let left = writes
  const mortal = <T extends object>(part: T, names: readonly string[]): T =>
    new Proxy(part, {
      get(target, name) {
        const value = Reflect.get(target, name) as (...args: unknown[]) => unknown
        if (names.includes(String(name)) && left-- <= 0)
          return () => Promise.reject(new Error('died'))
        return value.bind(target)
      },
    })
  return {
    ...store,
    desk: mortal(store.desk, ['commit']),
    register: mortal(store.register, ['read', 'applied', 'putPrecedent']),
  }
}
