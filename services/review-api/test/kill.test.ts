import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { openStore } from '@colophon/adapters/store'
import { getPath, type AuditEvent, type Store } from '@colophon/domain'
import { aDocument, aJob, aReview, serviceProgram, temporaryFolder } from '@colophon/testkit'
import { aRun, SENDER, type Json } from './rig.ts'

/** Short where nobody asks for more: `DESK_KILLS=20 DESK_TASKS=300` is the long form. */
const KILLS = Number(process.env['DESK_KILLS'] ?? 4)
const TASKS = Number(process.env['DESK_TASKS'] ?? 60)
const REVIEWERS = ['eva', 'tom', 'ada'] as const
const service = serviceProgram(new URL('../src/main.ts', import.meta.url), {})

async function fill(url: string): Promise<void> {
  await using store = await openStore(url)
  const job = aJob()
  await store.jobs.create(job)
  for (let n = 0; n < TASKS; n++) {
    const document = aDocument()
    const { document_id } = document
    await store.jobs.submit(job, [document])
    const claim = await store.work.claim('default', document_id, 'test', 60_000)
    assert.ok(claim)
    const { enrichment_job_id } = job
    const review = aReview({ document_id, enrichment_job_id })
    const outcome = { review_status: 'pending', review_reasons: review.reasons, review } as const
    await store.work.commit(claim.ref, { ...aRun(), ...outcome })
  }
}

/** The address of the server that runs now, and what was acknowledged by any. */
interface Desk {
  url: string
  isOver: boolean
  corrected: Map<string, string>
  approved: Set<string>
}

type Reply = { status: number; body: Json } | null

/** Null where no answer came: whether it was done is not known. */
async function ask(
  desk: Desk,
  sub: string,
  call: { method: string; path: string; body: unknown; revision?: number },
): Promise<Reply> {
  const { method, path, body, revision } = call
  try {
    const response = await fetch(desk.url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        cookie: `colophon_session=name.${Buffer.from(sub).toString('base64url')}`,
        origin: desk.url,
        ...(revision !== undefined && { 'if-match': `"${revision}"` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    })
    return { status: response.status, body: (await response.json()) as Json }
  } catch {
    await delay(20)
    return null
  }
}

/** Takes tasks until there is none: corrects the sender, approves. What got no answer is looked at again. */
async function review(desk: Desk, sub: string): Promise<void> {
  let idle = 0
  while (!desk.isOver && idle < 3) {
    const next = await ask(desk, sub, { method: 'POST', path: '/api/review/next', body: {} })
    if (next === null) continue
    if (next.body['task'] === null) {
      idle++
      await delay(50)
      continue
    }
    idle = 0
    const { review_id, document_id } = next.body['task'] as {
      review_id: string
      document_id: string
    }
    const { lease_id } = next.body['lease'] as { lease_id: string }
    await decide(desk, sub, { review_id, document_id, lease_id })
  }
}

async function decide(
  desk: Desk,
  sub: string,
  task: { review_id: string; document_id: string; lease_id: string },
): Promise<void> {
  const { review_id, document_id, lease_id } = task
  const path = `/api/review/${review_id}`
  const value = `${sub} of ${document_id}`
  let revision = 2
  for (;;) {
    const decisions = [{ action: 'correct', path: SENDER, value }]
    const sent = await ask(desk, sub, {
      method: 'PATCH',
      path: `${path}/fields`,
      body: { lease_id, decisions },
      revision,
    })
    if (sent === null) continue
    if (sent.status === 409) {
      // It was done, and the answer got lost: the conflict shows our own change.
      assert.equal(sent.body['code'], 'review.revision_conflict', JSON.stringify(sent.body))
      const { changes } = sent.body['theirs'] as { changes: { actor: string }[] }
      assert.deepEqual(
        changes.map(({ actor }) => actor),
        [`human:${sub}`],
      )
    } else assert.equal(sent.status, 200, JSON.stringify(sent.body))
    desk.corrected.set(document_id, value)
    revision = 3
    break
  }
  for (;;) {
    const sent = await ask(desk, sub, {
      method: 'POST',
      path: `${path}/approve`,
      body: { lease_id },
      revision,
    })
    if (sent === null) continue
    // Approved by the call whose answer got lost: the task is not open any more.
    assert.ok([200, 409].includes(sent.status), JSON.stringify(sent.body))
    desk.approved.add(document_id)
    return
  }
}

async function eventsOf(store: Store, documentId: string): Promise<AuditEvent[]> {
  return (await store.audit.list('default', documentId, { limit: 100 })).items
}

test('a server that is killed while three people decide loses nothing that it acknowledged, and does nothing twice', async (t) => {
  const url = `sqlite:${join(temporaryFolder(t), 'desk.db')}`
  await fill(url)
  const env = { STORE_URL: url, PORT: '0', NODE_ENV: 'development', LOG_LEVEL: 'info' }
  const desk: Desk = { url: '', isOver: false, corrected: new Map(), approved: new Set() }
  let server = await service.start(t, env)
  desk.url = server.url
  const people = Promise.all(REVIEWERS.map((sub) => review(desk, sub)))
  for (let kill = 1; kill <= KILLS; kill++) {
    const enough = Math.floor((TASKS * kill) / (KILLS + 1))
    while (desk.approved.size < enough) await delay(5)
    await delay(Math.random() * 30)
    process.kill(server.pid, 'SIGKILL')
    server = await service.start(t, env)
    desk.url = server.url
  }
  await people
  await server.stop()

  await using store = await openStore(url)
  const { items } = await store.desk.list('default', {}, 'oldest', { limit: 500 })
  assert.equal(items.length, TASKS)
  assert.deepEqual(
    items.filter(({ status }) => status !== 'approved').map(({ status }) => status),
    // Handed out by an answer that got lost: they come again when their lease has ended.
    items.filter(({ status }) => status !== 'approved').map(() => 'in_progress'),
  )
  const lost = items.filter(({ status }) => status !== 'approved')
  assert.ok(lost.length <= KILLS * REVIEWERS.length)
  assert.equal(desk.approved.size, TASKS - lost.length)
  for (const [documentId, value] of desk.corrected) {
    const document = await store.documents.get('default', documentId)
    assert.equal(getPath(document?.enriched_data, SENDER), value)
    const actions = (await eventsOf(store, documentId)).map(({ action }) => action)
    assert.deepEqual(actions, ['field.correct', 'task.approved'], documentId)
  }
  t.diagnostic(`${desk.approved.size} approved, ${lost.length} wait for their lease to end`)
})
