import assert from 'node:assert/strict'
import { isHeld, isOpenTask, type FieldDecision } from '@colophon/domain'
import type { Actor, Json, Rig } from './rig.ts'

export interface Letter {
  documentId: string
  reviewId: string
}

/** What people keep in mind of what the API told them. */
export interface Memory {
  /** By person and task. */
  leases: Map<string, string>
  changes: { token: string; letter: string; by: string; before: string; after: string }[]
}

export const stateOf = async ({ store }: Rig, { documentId, reviewId }: Letter) => {
  const document = await store.documents.get('default', documentId)
  const task = await store.reviews.get('default', reviewId)
  assert.ok(document && task)
  return { document, task, bytes: JSON.stringify([document.enriched_data, document.provenance]) }
}

/** A person in front of a letter. */
export interface Scene {
  rig: Rig
  actor: Actor
  isLead: boolean
  letter: Letter
  memory: Memory
  decision: FieldDecision
  before: Awaited<ReturnType<typeof stateOf>>
}

/** Each is done over HTTP; the rules that a person would name say what it has to come to. */
type Act = (scene: Scene) => Promise<void>

const at = ({ letter }: Scene, rest = ''): string => `/api/review/${letter.reviewId}${rest}`
const keyOf = (sub: string, reviewId: string): string => `${sub} ${reviewId}`
const leaseOf = ({ memory, actor, letter }: Scene): string =>
  memory.leases.get(keyOf(actor.sub, letter.reviewId)) ?? 'none'

const holds = (scene: Scene): boolean =>
  scene.before.task.lease_id === leaseOf(scene) && isHeld(scene.before.task, scene.rig.clock.now())
const isOthers = ({ before: { task }, actor }: Scene): boolean =>
  task.lease_owner !== null && task.lease_owner !== actor.sub

function remember({ memory, actor }: Scene, body: Json): void {
  const { lease, task } = body as {
    lease: { lease_id: string } | null
    task: { review_id: string } | null
  }
  if (lease !== null && task !== null)
    memory.leases.set(keyOf(actor.sub, task.review_id), lease.lease_id)
}

const take: Act = async (scene) => {
  const { status, body } = await scene.actor.ask('POST', '/api/review/next', {})
  assert.equal(status, 200)
  remember(scene, body)
}

const claiming =
  (takeOver: boolean): Act =>
  async (scene) => {
    const body = { take_over: takeOver }
    const answer = await scene.actor.ask('POST', at(scene, '/assign'), body)
    const may = isOpenTask(scene.before.task) && (!isOthers(scene) || (takeOver && scene.isLead))
    assert.equal(answer.status, may ? 200 : 409, JSON.stringify(answer.body))
    if (may) remember(scene, answer.body)
  }

/** What only who has the task may do. */
const holding =
  (rest: string): Act =>
  async (scene) => {
    const body = { lease_id: leaseOf(scene) }
    const { status } = await scene.actor.ask('POST', at(scene, rest), body)
    assert.equal(status, holds(scene) ? 200 : 409)
  }

/** A lease that ran out and that nobody took lives on with a sign of life, as after a night's sleep of the machine. */
const heartbeat: Act = async (scene) => {
  const lease = leaseOf(scene)
  const { status } = await scene.actor.ask('POST', at(scene, '/heartbeat'), { lease_id: lease })
  if (holds(scene)) assert.equal(status, 200)
  else if (isHeld(scene.before.task, scene.rig.clock.now())) assert.equal(status, 409)
  if (status !== 200) return
  const { task } = await stateOf(scene.rig, scene.letter)
  assert.deepEqual([task.lease_id, task.lease_owner], [lease, scene.actor.sub])
  assert.ok(isOpenTask(task) && isHeld(task, scene.rig.clock.now()))
}

const skip: Act = async (scene) => {
  const { status } = await scene.actor.ask('POST', at(scene, '/skip'), {})
  assert.equal(status, isOpenTask(scene.before.task) && !isOthers(scene) ? 200 : 409)
}

const ending =
  (rest: string, body: object, becomes: string): Act =>
  async (scene) => {
    const { document } = scene.before
    const all = { lease_id: leaseOf(scene), ...body }
    const { status } = await scene.actor.ask('POST', at(scene, rest), all, document.revision)
    assert.equal(status, holds(scene) ? 200 : 409)
    const after = await stateOf(scene.rig, scene.letter)
    const stands = [after.document.review_status, after.task.status]
    const was = [document.review_status, scene.before.task.status]
    assert.deepEqual(stands, status === 200 ? [becomes, becomes] : was)
  }

const reopen: Act = async (scene) => {
  const { status } = await scene.actor.ask('POST', at(scene, '/reopen'), { why: 'again' })
  const { task } = scene.before
  const isDecided = task.status === 'approved' || task.status === 'rejected'
  const may = task.decided_by === scene.actor.sub || scene.isLead
  assert.equal(status, !isDecided ? 409 : may ? 200 : 403)
}

const decide: Act = async (scene) => {
  const { before, decision, letter, memory, actor } = scene
  const body = { lease_id: leaseOf(scene), decisions: [decision] }
  const answer = await actor.ask('PATCH', at(scene, '/fields'), body, before.document.revision)
  const said = JSON.stringify(answer.body)
  assert.ok(holds(scene) ? [200, 422].includes(answer.status) : answer.status === 409, said)
  const after = await stateOf(scene.rig, letter)
  const isDone = answer.status === 200
  assert.equal(after.document.revision, before.document.revision + (isDone ? 1 : 0))
  if (!isDone) assert.equal(after.bytes, before.bytes)
  else
    memory.changes.push({
      ...{ token: String(answer.body['undo']), letter: letter.documentId, by: actor.sub },
      ...{ before: before.bytes, after: after.bytes },
    })
}

const undo: Act = async (scene) => {
  const { memory, letter, actor, isLead, before } = scene
  const change = memory.changes.findLast((each) => each.letter === letter.documentId)
  if (change === undefined) return
  const { status, body } = await actor.ask('POST', `/api/review/undo/${change.token}`, {})
  assert.equal(status, change.by === actor.sub || isLead ? 200 : 403, JSON.stringify(body))
  const { bytes } = await stateOf(scene.rig, letter)
  if (status !== 200 || body['done'] === 0) assert.equal(bytes, before.bytes)
  // Nothing came in between: it is as if nothing had been.
  else if (before.bytes === change.after) assert.equal(bytes, change.before)
}

/** What people mostly do: take what is free, and decide. */
const work: Act = async (scene) => {
  await claiming(false)(scene)
  await decide({ ...scene, before: await stateOf(scene.rig, scene.letter) })
}

export const ACTS = {
  ...{ take, claim: claiming(false), take_over: claiming(true), skip, reopen, decide, work, undo },
  ...{ heartbeat, release: holding('/release') },
  approve: ending('/approve', {}, 'approved'),
  reject: ending('/reject', { reason: 'blurred' }, 'rejected'),
} as const satisfies Record<string, Act>

/** Acts that may change the record itself. */
export const CHANGING: readonly string[] = ['decide', 'work', 'undo']
