import assert from 'node:assert/strict'
import { test } from 'node:test'
import { synthesise } from '@colophon/adapters/models/scripted'
import {
  AgentCallError,
  ColophonError,
  getPath,
  TOPICS,
  type AgentCaller,
  type Store,
} from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER, startRig } from './rig.ts'

test('rules alone enrich a letter, with evidence for what was read and a ledger row at 0 for each agent', async (t) => {
  const rig = await startRig(t)
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(document.status, 'completed')
  assert.equal(getPath(document.enriched_data, 'document.date.creation_date'), '1862-02-04')
  assert.equal(getPath(document.enriched_data, 'content.full_text'), LETTER)
  const sender = document.provenance['document.correspondence.sender.name']
  assert.equal(
    LETTER.slice(sender?.evidence?.start, sender?.evidence?.end),
    sender?.evidence?.quote,
  )
  const { items } = await rig.store.ledger.list('default', { documentId: id }, { limit: 50 })
  assert.equal(items.length, 5)
  assert.ok(items.every((row) => row.tier === 'rules' && row.amount_pico_usd === 0n && row.priced))
})

test('a message for a document that is done or unknown changes nothing', async (t) => {
  const rig = await startRig(t)
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const first = await rig.ended(id)
  await rig.tell([id, 'doc_unknown', id])
  await rig.stop()
  assert.deepEqual(await rig.store.documents.get('default', id), first)
})

test('a message that cannot be decoded is kept as dead and does not stop the work', async (t) => {
  const rig = await startRig(t)
  const [id = ''] = await rig.submit([LETTER])
  await rig.bus.publish(TOPICS.normal, ['{not json', JSON.stringify({ v: 9 })])
  await rig.tell([id])
  await rig.ended(id)
  await rig.stop()
  const dead = await rig.store.intake.deadMessages(10)
  assert.deepEqual(dead.map((message) => message.body).sort(), ['{"v":9}', '{not json'])
})

test('a transient failure brings the document back and its kept answers are not asked for again', async (t) => {
  const asked: string[] = []
  let failures = 2
  const rig = await startRig(t, {
    agents: (real): AgentCaller => ({
      ...real,
      describe: (agent) => real.describe(agent),
      enrich(agent, request, course) {
        asked.push(agent)
        if (agent === 'content-agent' && failures-- > 0) {
          return Promise.reject(
            new AgentCallError('agent.unavailable', agent, [], { retryAfterMs: 1 }),
          )
        }
        return real.enrich(agent, request, course)
      },
    }),
  })
  const [id = ''] = await rig.submit([LETTER])
  for (let attempt = 0; attempt < 3; attempt++) {
    await rig.tell([id])
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  const document = await rig.ended(id)
  assert.equal(document.attempts, 3)
  assert.equal(asked.filter((agent) => agent === 'entity-agent').length, 1)
  assert.equal(asked.filter((agent) => agent === 'content-agent').length, 3)
  assert.equal(document.agents['content-agent']?.status, 'ok')
})

test('documents wait as long as a provider has asked for, and come back one by one after that', async (t) => {
  const rig = await startRig(t, {
    settings: { retryBaseMs: 60_000 },
    agents: (real): AgentCaller => ({
      ...real,
      describe: (agent) => real.describe(agent),
      enrich: (agent) =>
        Promise.reject(new AgentCallError('model.overloaded', agent, [], { retryAfterMs: 30_000 })),
    }),
  })
  const from = Date.now()
  const ids = await rig.submit([LETTER, `${LETTER} P. S.`, `${LETTER} P. P. S.`])
  await rig.tell(ids)
  const documents = await Promise.all(ids.map((id) => rig.putOff(id)))
  const due = documents.map(({ next_at: at }) => Date.parse(at))
  assert.ok(Math.min(...due) >= from + 30_000)
  assert.ok(new Set(due).size > 1, 'not all at the same moment')
})

test('an agent that stays away degrades the document on the last attempt, with its name in the reason', async (t) => {
  const rig = await startRig(t, {
    settings: { maxAttempts: 1 },
    agents: (real): AgentCaller => ({
      ...real,
      describe: (agent) => real.describe(agent),
      enrich: (agent, request, course) =>
        agent === 'entity-agent'
          ? Promise.reject(new AgentCallError('agent.unavailable', agent, []))
          : real.enrich(agent, request, course),
    }),
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(document.status, 'completed')
  assert.deepEqual(document.agents['entity-agent'], {
    status: 'degraded',
    why: 'agent.unavailable',
    ms: 0,
  })
  assert.ok(document.review_reasons.includes('agent_degraded:entity-agent'))
})

test('an error of the pipeline itself is tried again and fails the document in the end, with the error', async (t) => {
  const rig = await startRig(t, {
    settings: { maxAttempts: 1 },
    profiles: [
      {
        ...lettersProfile,
        checks: [
          {
            name: 'broken',
            blocking: true,
            description: 'always throws',
            run: () => {
              throw new Error('a secret of the check')
            },
          },
        ],
      },
    ],
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(document.status, 'failed')
  assert.equal(document.error?.code, 'internal.unexpected')
  assert.ok(!JSON.stringify(document.error).includes('secret'))
  const tasks = async () => (await rig.store.desk.list('default', {}, 'oldest', { limit: 9 })).items
  const [task, ...others] = await tasks()
  assert.deepEqual(others, [])
  assert.deepEqual(
    [task?.document_id, task?.title, task?.reasons, task?.status],
    [id, id, ['document_failed'], 'pending'],
  )
  // Sent round again it fails again, and is asked about once.
  await rig.store.documents.requeue('default', { documentId: id, statuses: ['failed'] })
  await rig.tell([id])
  await rig.ended(id)
  assert.deepEqual(
    (await tasks()).map(({ review_id, status }) => [review_id, status]),
    [[task?.review_id, 'pending']],
  )
})

test('a store that is away puts the message off and loses nothing', async (t) => {
  let away = 3
  const rig = await startRig(t, {
    store: (real): Store => ({
      ...real,
      work: {
        ...real.work,
        claim: (...args) =>
          away-- > 0
            ? Promise.reject(new ColophonError('store.unavailable', 'away'))
            : real.work.claim(...args),
        answers: (...args) => real.work.answers(...args),
        beginRuns: (...args) => real.work.beginRuns(...args),
        putAnswer: (...args) => real.work.putAnswer(...args),
        commit: (...args) => real.work.commit(...args),
      },
    }),
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  assert.equal((await rig.ended(id)).status, 'completed')
})

test('a worker that stops gives back what it could not finish, uncounted and due at once', async (t) => {
  const rig = await startRig(t, { models: { latencyMs: 60_000 }, settings: { graceMs: 50 } })
  const ids = await rig.submit([LETTER, `${LETTER}\n2`])
  await rig.tell(ids)
  await new Promise((resolve) => setTimeout(resolve, 300))
  await rig.stop()
  for (const id of ids) {
    const document = await rig.store.documents.get('default', id)
    assert.equal(document?.status, 'queued')
    assert.equal(document.attempts, 0)
    assert.equal(document.lease, null)
  }
  const pending = await rig.store.dispatch.pending(10)
  assert.deepEqual(pending.map((item) => item.document_id).sort(), [...ids].sort())
})

test('what a model failed for is asked again when the document is sent round again', async (t) => {
  let broken = true
  const rig = await startRig(t, {
    models: {
      answer: (request) => {
        if (broken) throw new ColophonError('model.missing', 'not pulled yet')
        return synthesise(request.schema, LETTER)
      },
    },
  })
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  const first = await rig.ended(id)
  assert.equal(first.agents['content-agent']?.status, 'degraded')
  broken = false
  await rig.store.documents.requeue('default', { documentId: id, statuses: ['completed'] })
  await rig.tell([id])
  for (let look = 0; look < 500; look++) {
    const again = await rig.store.documents.get('default', id)
    if (again?.revision === first.revision + 1) {
      assert.equal(again.agents['content-agent']?.status, 'ok')
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail('the document was not enriched again')
})

test('equal texts under two ids are asked once when the first is done before the second begins', async (t) => {
  const bill: string[] = []
  const rig = await startRig(t, { models: { bill: (line) => bill.push(line.call_id) } })
  const [first = '', second = ''] = await rig.submit([LETTER, LETTER])
  await rig.tell([first])
  await rig.ended(first)
  const calls = bill.length
  await rig.tell([second])
  const reused = await rig.ended(second)
  assert.ok(calls > 0)
  assert.equal(bill.length, calls)
  assert.ok(Object.values(reused.agents).every((agent) => agent.reused === true))
  const { items } = await rig.store.ledger.list('default', { documentId: second }, { limit: 50 })
  assert.equal(items.length, 0, 'an answer that was there already costs nothing')
})

test('a value of a person is kept when the document is enriched again', async (t) => {
  const rig = await startRig(t)
  const [id = ''] = await rig.submit([LETTER])
  await rig.tell([id])
  await rig.ended(id)
  const claimed = await correct(
    rig.store,
    id,
    'document.correspondence.sender.name',
    'W. Robertson the elder',
  )
  assert.ok(claimed)
  await rig.store.documents.requeue('default', { documentId: id, statuses: ['completed'] })
  await rig.tell([id])
  const document = await rig.ended(id)
  assert.equal(
    getPath(document.enriched_data, 'document.correspondence.sender.name'),
    'W. Robertson the elder',
  )
  assert.equal(document.provenance['document.correspondence.sender.name']?.source, 'human:anna')
  assert.ok(document.rivals.some((rival) => rival.path === 'document.correspondence.sender.name'))
})

/** Writes a person's value as a review would: through a claim and a commit. */
async function correct(store: Store, id: string, path: string, value: string): Promise<boolean> {
  await store.documents.requeue('default', { documentId: id, statuses: ['completed'] })
  const claim = await store.work.claim('default', id, 'review', 60_000)
  if (claim === null) return false
  const { document } = claim
  const data = structuredClone(document.enriched_data ?? {})
  const [section = '', group = '', party = '', leaf = ''] = path.split('.')
  const parties = (data[section] as Record<string, Record<string, Record<string, unknown>>>)[group]
  if (parties?.[party] !== undefined) parties[party][leaf] = value
  const was = document.provenance[path]
  if (was === undefined || document.quality_metrics === null) return false
  await store.work.commit(claim.ref, {
    schema_version: document.schema_version,
    enriched_data: data,
    provenance: { ...document.provenance, [path]: { ...was, source: 'human:anna', confidence: 1 } },
    rivals: document.rivals,
    quality_metrics: document.quality_metrics,
    agents: document.agents,
    review_status: 'not_required',
    review_reasons: [],
    review: null,
    audit: [],
  })
  return true
}
