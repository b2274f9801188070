import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import {
  DEFAULT_COLLECTION,
  precedentContent,
  type DocumentRecord,
  type Precedent,
  type RegisterKey,
  type RegisterReading,
  type Support,
} from '@colophon/domain'
import { aDocument, anAuditEvent, aProvenance } from '../factories.ts'
import { committed, decision } from './desk-subject.ts'
import {
  TENANT,
  allPages,
  claim,
  complete,
  read,
  submit,
  submitOne,
  type OpenSubject,
  type Subject,
} from './subject.ts'

const KEY: RegisterKey = { tenant_id: TENANT, collection_id: 'letters' }

const readingOf = (
  { document_id, revision, profile }: DocumentRecord,
  overrides: Partial<RegisterReading> = {},
): RegisterReading => ({
  ...{ document_id, revision, profile, title: 'A \ud83d title\0' },
  mentions: [
    {
      ...{ document_id, path: 'people.0.name', value: 'J. Low', words: 'J. Low', start: 0, end: 6 },
      ...{ confidence: 0.9, decided: false },
    },
  ],
  ...{ given: [], refused: [], settled: false },
  ...overrides,
})

const precedent = (precedent_id: string, overrides: Partial<Precedent> = {}): Precedent => ({
  ...{ precedent_id, collection_id: 'letters', by: 'human:ann', at: '2026-01-15T12:00:00.000Z' },
  decision: { kind: 'merge', forms: ['J. Low', 'Jane Low \ud83d'] },
  ...{ until: null, undone: null },
  ...overrides,
})

const dueIn = async ({ store }: Pick<Subject, 'store'>): Promise<string[]> =>
  (await store.register.due(10)).map(
    ({ tenant_id, collection_id, open }) => `${tenant_id} ${collection_id}${open ? ' open' : ''}`,
  )

/** Reads all there is and says that it is applied. */
async function applied(subject: Subject): Promise<void> {
  const { register } = subject.store
  const documents = await register.unread(KEY, 100)
  if (documents.length > 0)
    await register.read(
      KEY,
      documents.map((one) => readingOf(one)),
    )
  await register.applied(KEY, await register.step(KEY))
}

export function registerCases(open: OpenSubject): void {
  test('a collection is due once its documents have ended, until what was read of them is applied', async (t) => {
    const subject = await open(t)
    const { register } = subject.store
    const { id } = await submitOne(subject)
    assert.deepEqual([await dueIn(subject), await register.step(KEY)], [[], 0])
    await complete(subject, id)
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`])
    const [document, ...others] = await register.unread(KEY, 10)
    assert.deepEqual([document, others], [await read(subject, id), []])
    const reading = readingOf(document as DocumentRecord)
    await register.read(KEY, [reading])
    assert.deepEqual(await register.unread(KEY, 10), [])
    assert.deepEqual(await allPages((page) => register.readings(KEY, page), 1), [reading])
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`])
    const step = await register.step(KEY)
    await register.applied(KEY, step - 1)
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`])
    await register.applied(KEY, step)
    assert.deepEqual(await dueIn(subject), [])
  })

  test('while documents of its job are in work, a collection is open', async (t) => {
    const subject = await open(t)
    const documents = [aDocument(), aDocument()]
    await submit(subject, documents)
    const [first, second] = documents.map(({ document_id }) => document_id)
    await complete(subject, first ?? '')
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters open`])
    await complete(subject, second ?? '')
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`])
  })

  test('documents without a collection of their own have no register', async (t) => {
    const subject = await open(t)
    const document = aDocument({ collection_id: DEFAULT_COLLECTION })
    await submit(subject, [document], { collection_id: DEFAULT_COLLECTION })
    await complete(subject, document.document_id)
    assert.deepEqual(await dueIn(subject), [])
    const key = { ...KEY, collection_id: DEFAULT_COLLECTION }
    assert.deepEqual(await subject.store.register.unread(key, 10), [])
  })

  test('a document that is changed, or run again, is read again', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    await complete(subject, id)
    await applied(subject)
    const before = await read(subject, id)
    const audit = [anAuditEvent({ document_id: id })]
    committed(await store.desk.commit(decision(before, null, { audit })))
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`])
    await applied(subject)
    await store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
    assert.deepEqual(await dueIn(subject), [])
    await complete(subject, id)
    const unread = await store.register.unread(KEY, 10)
    assert.deepEqual(
      unread.map(({ revision }) => revision),
      [before.revision + 2],
    )
  })

  test('what was read of a revision that is none any more leaves the document unread', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    await complete(subject, id)
    const before = await read(subject, id)
    committed(await store.desk.commit(decision(before, null)))
    await store.register.read(KEY, [readingOf(before)])
    const unread = await store.register.unread(KEY, 10)
    assert.deepEqual(unread, [await read(subject, id)])
    await claimAgain(subject, id)
    assert.deepEqual(await store.register.unread(KEY, 10), [])
  })

  test('readings are those of one collection and tenant, page by page, each the last of its document', async (t) => {
    const subject = await open(t)
    const { register } = subject.store
    const ids = ['a', 'b', 'c'].map((id) => aDocument({ document_id: id }))
    const other = aDocument({ document_id: 'd', collection_id: 'others' })
    await submit(subject, [...ids, other])
    for (const { document_id } of [...ids, other]) await complete(subject, document_id)
    const documents = await register.unread(KEY, 10)
    assert.equal(documents.length, 3)
    assert.equal((await register.unread(KEY, 2)).length, 2)
    await register.read(
      KEY,
      documents.map((one) => readingOf(one)),
    )
    await register.read(KEY, [])
    const again = await read(subject, 'b')
    const later = readingOf(again, { settled: true, given: [aGiven()] })
    await register.read(KEY, [later])
    const listed = await allPages((page) => register.readings(KEY, page), 2)
    assert.deepEqual(
      listed.map(({ document_id, settled }) => [document_id, settled]),
      [
        ['a', false],
        ['b', true],
        ['c', false],
      ],
    )
    assert.deepEqual(listed[1], later)
    const elsewhere = { ...KEY, tenant_id: 'other' }
    assert.deepEqual((await register.readings(elsewhere, { limit: 5 })).items, [])
    assert.deepEqual(await register.unread(elsewhere, 5), [])
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`, `${TENANT} others`])
  })

  test('a precedent is made and undone by who has read it, every change is chained, and the register is due again', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const { register } = store
    const one = precedent('p/1 é')
    assert.equal(await register.precedent(KEY, one.precedent_id), null)
    const tries = [1, 2, 3].map(() =>
      register.putPrecedent(KEY, { precedent: one, revision: 0, actor: one.by }),
    )
    const made = (await Promise.all(tries)).filter((record) => record !== null)
    assert.equal(made.length, 1)
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`])
    await register.applied(KEY, await register.step(KEY))
    clock.advance(1_000)
    const undone = { ...one, undone: { by: 'human:bea', at: '2026-01-16T00:00:00.000Z' } }
    const change = { precedent: undone, revision: 1, actor: 'human:bea' }
    const record = await register.putPrecedent(KEY, change)
    assert.deepEqual(await register.precedent(KEY, one.precedent_id), record)
    assert.deepEqual(record?.precedent, undone)
    assert.deepEqual([record.revision, record.updated_at], [2, new Date(clock.now()).toISOString()])
    let before = ''
    for (const each of record.changes) {
      before = hash('sha256', before + precedentContent(TENANT, one, each), 'hex')
      assert.equal(each.hash, before)
    }
    assert.deepEqual(await dueIn(subject), [`${TENANT} letters`])
  })

  test('precedents are listed by collection, and all of a tenant', async (t) => {
    const { store } = await open(t)
    const { register } = store
    const put = async (key: RegisterKey, id: string) => {
      const { collection_id } = key
      const one = precedent(id, { collection_id })
      assert.ok(await register.putPrecedent(key, { precedent: one, revision: 0, actor: one.by }))
    }
    for (const id of ['c', 'a', 'b']) await put(KEY, id)
    await put({ ...KEY, collection_id: 'diaries' }, 'z')
    await put({ ...KEY, tenant_id: 'other' }, 'a')
    const idsOf = (records: { precedent: Precedent }[]) =>
      records.map((one) => `${one.precedent.collection_id} ${one.precedent.precedent_id}`)
    const own = await allPages((page) => register.precedents(KEY, page), 2)
    assert.deepEqual(idsOf(own), ['letters a', 'letters b', 'letters c'])
    const all = await allPages((page) => register.allPrecedents(TENANT, page), 2)
    assert.deepEqual(idsOf(all), ['diaries z', 'letters a', 'letters b', 'letters c'])
  })

  test('what a register gave is kept with what it rests on, and why a person is asked follows', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await submitOne(subject)
    await complete(subject, id)
    const before = await read(subject, id)
    const words = { document_id: 'b', path: 'x', quote: 'J', start: 1, end: 2 }
    const supports: Support[] = [
      { kind: 'document', ...words },
      { kind: 'precedent', precedent_id: 'p' },
    ]
    const entries = {
      'people.0': aProvenance({ source: 'register', supports, displaces: true }),
      'people.1': aProvenance({ source: 'register', supports: [], reason: 'Two documents say so' }),
    }
    const review_reasons = ['low_confidence']
    const document = { ...decision(before, null).document, provenance: entries, review_reasons }
    const after = committed(await store.desk.commit(decision(before, null, { document })))
    assert.deepEqual(after.provenance, entries)
    assert.deepEqual(after.review_reasons, review_reasons)
    const kept = committed(await store.desk.commit(decision(after, null)))
    assert.deepEqual([kept.provenance, kept.review_reasons], [entries, review_reasons])
  })
}

const aGiven = () => ({
  ...{ path: 'people.0.name', value: 'Jane Low', kind: 'initials', confidence: 0.9 },
  ...{ start: 0, end: 6 },
})

async function claimAgain(subject: Subject, id: string): Promise<void> {
  await subject.store.documents.requeue(TENANT, { documentId: id, statuses: ['completed'] })
  await claim(subject, id)
}
