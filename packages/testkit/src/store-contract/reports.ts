import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  parseSearch,
  type ChangeMark,
  type Drawn,
  type ReviewRecord,
  type ValueHolder,
} from '@colophon/domain'
import { aCompletion, anAuditEvent, aProvenance, aReview, aDocument } from '../factories.ts'
import { committed, decision, nextId, review, reviewOne, taking } from './desk-subject.ts'
import { TENANT, complete, read, submit, type OpenSubject, type Subject } from './subject.ts'

const START: ChangeMark = { at: '', reviewId: '' }
const ALWAYS = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' }

/** Keys and texts that a store must not take for its own. */
const ODD = 'É "quoted" \ud83d \0 $set.a'

async function decide(
  subject: Subject,
  task: ReviewRecord,
  at: string,
  more: Partial<ReviewRecord> = {},
): Promise<void> {
  const document = await read(subject, task.document_id)
  const decided = {
    ...task,
    version: task.version + 1,
    status: 'approved' as const,
    decided_by: 'eva',
    decided_at: at,
    updated_at: at,
    ...more,
  }
  committed(await subject.store.desk.commit(decision(document, task, { task: decided })))
}

const seededTask = (outcome: 'open' | 'caught', overrides: Partial<ReviewRecord>): ReviewRecord => {
  const drawn: Drawn = {
    kind: 'seeded',
    path: 'people.0.name',
    altered: ODD,
    truth: 'John',
    shadow: {
      revision: 2,
      enriched_data: { people: [{ name: ODD }], 'a.b': 1 },
      provenance: { 'people.0.name': aProvenance({ reason: ODD }) },
      rivals: [],
      quality_metrics: null,
      review_status: 'pending',
      history: [],
      comments: [],
    },
    outcome,
  }
  return aReview({ drawn, ...overrides })
}

/** Cases of questions over many tasks and documents. */
export function reportCases(open: OpenSubject): void {
  test('changes of tasks come in their order, each once, after the mark', async (t) => {
    const subject = await open(t)
    const { store, clock } = subject
    const at = (second: number): string => `2026-01-15T12:00:0${second}.000Z`
    const [first, second, third] = await review(subject, [
      { updated_at: at(1), review_id: 'rev-b' },
      { updated_at: at(1), review_id: 'rev-a' },
      { updated_at: at(3), review_id: 'rev-c' },
    ])
    assert.ok(first && second && third)
    const idsAfter = async (mark: ChangeMark, limit = 10): Promise<string[]> =>
      (await store.reports.changed(TENANT, mark, limit)).map(({ review_id }) => review_id)
    assert.deepEqual(await idsAfter(START), ['rev-a', 'rev-b', 'rev-c'])
    assert.deepEqual(await idsAfter(START, 2), ['rev-a', 'rev-b'])
    assert.deepEqual(await idsAfter({ at: at(1), reviewId: 'rev-a' }), ['rev-b', 'rev-c'])
    assert.deepEqual(await idsAfter({ at: at(3), reviewId: 'rev-c' }), [])
    assert.deepEqual(await store.reports.changed('other', START, 10), [])
    clock.advance(60_000)
    await store.desk.take(taking('eva', { filter: { documentId: second.id } }))
    const [last] = await store.reports.changed(TENANT, { at: at(3), reviewId: 'rev-c' }, 10)
    assert.deepEqual([last?.review_id, last?.lease_owner], ['rev-a', 'eva'])
  })

  test('what was decided in a period is counted by when it was', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const [one, two, three] = await review(subject, [{}, {}, { collection_id: 'diaries' }])
    assert.ok(one && two && three)
    await reviewOne(subject)
    const corrections = { 'content.summary': ODD, 'a.b': null }
    await decide(subject, one.task, '2026-01-16T00:00:00.000Z', { seconds: 30.5, corrections })
    await decide(subject, two.task, '2026-01-17T00:00:00.000Z', { status: 'rejected' })
    await decide(subject, three.task, '2026-01-17T12:00:00.000Z', {
      approvals: [{ by: 'mary', at: '2026-01-17T11:00:00.000Z', revision: 3 }],
    })
    const ids = async (from: string, to: string, collectionId?: string): Promise<string[]> => {
      const { tasks, total } = await store.reports.decided(
        TENANT,
        { from, to },
        { collectionId, limit: 10 },
      )
      assert.equal(total, tasks.length)
      return tasks.map(({ review_id }) => review_id)
    }
    const [a, b, c] = [one, two, three].map(({ task }) => task.review_id)
    assert.deepEqual(await ids('2026-01-16T00:00:00.000Z', '2026-01-18T00:00:00.000Z'), [c, b, a])
    assert.deepEqual(await ids('2026-01-16T00:00:00.001Z', '2026-01-17T12:00:00.000Z'), [b])
    assert.deepEqual(await ids(ALWAYS.from, ALWAYS.to, 'diaries'), [c])
    const { tasks, total } = await store.reports.decided(TENANT, ALWAYS, { limit: 1 })
    assert.deepEqual([tasks.length, total], [1, 3])
    const all = await store.reports.decided(TENANT, ALWAYS, { limit: 10 })
    assert.deepEqual(all.tasks.at(-1), {
      review_id: a,
      collection_id: 'letters',
      profile: 'letters',
      status: 'approved',
      decided_by: 'eva',
      decided_at: '2026-01-16T00:00:00.000Z',
      seconds: 30.5,
      approvals: [],
      corrections,
      seeded: null,
    })
    assert.equal((await store.reports.decided('other', ALWAYS, { limit: 10 })).total, 0)
  })

  test('decisions are counted by person, action and path', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const said = (action: string, path: string | null, at: string, change: string | null = 'c1') =>
      anAuditEvent({ document_id: id, actor: 'human:eva', action, path, at, change_id: change })
    const audit = [
      said('correct', 'a.b', '2026-01-16T00:00:00.000Z'),
      said('correct', 'a.b', '2026-01-17T00:00:00.000Z', 'c2'),
      said('accept', ODD, '2026-01-17T00:00:00.000Z'),
      said('approved', null, '2026-01-17T00:00:00.000Z'),
      said('commented', null, '2026-01-17T00:00:00.000Z', null),
    ]
    committed(
      await store.desk.commit(decision(await read(subject, id), task, { task: null, audit })),
    )
    const inOrder = (period: { from: string; to: string }) =>
      store.reports
        .decisions(TENANT, period)
        .then((counts) => counts.map((one) => [one.action, one.path, one.count]).sort())
    assert.deepEqual(await inOrder(ALWAYS), [
      ['accept', ODD, 1],
      ['approved', null, 1],
      ['correct', 'a.b', 2],
    ])
    const day = { from: '2026-01-16T00:00:00.000Z', to: '2026-01-17T00:00:00.000Z' }
    assert.deepEqual(await inOrder(day), [['correct', 'a.b', 1]])
    assert.deepEqual(await store.reports.decisions('other', ALWAYS), [])
  })

  test('known answers are found, with the copy they are worked on as it was put', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id } = await reviewOne(subject)
    const tasks = [
      seededTask('open', { document_id: id, updated_at: '2026-01-16T00:00:00.000Z' }),
      seededTask('caught', { document_id: id, updated_at: '2026-01-17T00:00:00.000Z' }),
    ]
    for (const task of tasks) assert.equal(await store.desk.addTask(task, []), true)
    await store.desk.addTask(aReview({ document_id: id, drawn: { kind: 'audit_sample' } }), [])
    const [opened, caught] = tasks
    assert.ok(opened && caught)
    assert.deepEqual(await store.reports.seeded(TENANT, {}, 10), [caught, opened])
    assert.deepEqual(await store.reports.seeded(TENANT, {}, 1), [caught])
    assert.deepEqual(await store.reports.seeded(TENANT, { outcome: 'open' }, 10), [opened])
    assert.deepEqual(await store.reports.seeded(TENANT, { collectionId: 'other' }, 10), [])
    const late = { changedAfter: '2026-01-17T00:00:00.000Z' }
    assert.deepEqual(await store.reports.seeded(TENANT, late, 10), [caught])
    assert.deepEqual(await store.reports.seeded('other', {}, 10), [])
    const decided = { ...opened, version: 2, status: 'approved' as const, decided_by: 'eva' }
    const put = { ...decided, decided_at: '2026-01-18T00:00:00.000Z' }
    assert.equal(await store.desk.putTask(put, []), true)
    const { tasks: figures } = await store.reports.decided(TENANT, ALWAYS, { limit: 10 })
    assert.deepEqual(
      figures.map(({ seeded }) => seeded),
      [{ path: 'people.0.name', outcome: 'open' }],
    )
  })

  test('a known answer is no task of its document: no search and no revision comes with it', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const { id, task } = await reviewOne(subject)
    const later = {
      document_revision: task.document_revision,
      created_at: '2026-02-01T00:00:00.000Z',
    }
    await store.desk.addTask(seededTask('open', { document_id: id, ...later }), [])
    while ((await store.search.index()) > 0);
    const terms = parseSearch('mary')
    const { items } = await store.search.find(TENANT, { terms }, { limit: 10 })
    assert.deepEqual([items.length, items[0]?.review?.review_id], [1, task.review_id])
    await submit(subject, [aDocument({ document_id: id, text: 'Another text' })])
    const kept = await store.documents.revision(TENANT, id, task.document_revision)
    assert.equal(kept?.review?.review_id, task.review_id)
  })

  test('the same value is found where it stands, at any place of a list', async (t) => {
    const subject = await open(t)
    const { store } = subject
    const documents = ['one', 'two', 'three', 'four', 'five'].map((name) =>
      aDocument({ document_id: `${nextId('doc')}-${name}` }),
    )
    await submit(subject, documents)
    const data = [
      { people: [{ name: 'Mary' }, { name: ODD }], sender: { name: 'Mary' } },
      { people: [{ name: ODD }, { name: ODD }], sender: { name: ODD } },
      { people: [{ name: `${ODD}!` }], sender: { name: 'Mary ' } },
      { people: [], sender: {} },
    ]
    for (const [n, enriched_data] of data.entries())
      await complete(subject, documents[n]?.document_id ?? '', aCompletion({ enriched_data }))
    const [one, two] = documents.map(({ document_id }) => document_id)
    const found = async (pattern: string, value: unknown, profile = 'letters') => {
      const holders: ValueHolder[] = []
      let searched = 0
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await store.reports.holding(TENANT, { profile, pattern, value }, cursor)
        holders.push(...page.items)
        searched += page.searched
        ;({ cursor } = page)
      }
      assert.equal(searched, documents.length)
      return holders.map(({ document_id }) => document_id)
    }
    assert.deepEqual(await found('people.*.name', ODD), [one, two].toSorted())
    assert.deepEqual(await found('sender.name', ODD), [two])
    assert.deepEqual(await found('sender.name', 'Mary'), [one])
    assert.deepEqual(await found('sender.name', 'Mary', 'maps'), [])
    assert.deepEqual(await found('people', []), [documents[3]?.document_id])
    const ask = { profile: 'letters', pattern: 'sender.name', value: 'Mary' }
    const { items } = await store.reports.holding(TENANT, ask)
    const record = await read(subject, one ?? '')
    const { document_id, collection_id, status, review_status, revision } = record
    const { enriched_data, provenance } = record
    assert.deepEqual(items, [
      { document_id, collection_id, status, review_status, revision, enriched_data, provenance },
    ])
    assert.deepEqual((await store.reports.holding('other', ask)).items, [])
  })
}
