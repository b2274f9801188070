import {
  changedTask,
  claimTask,
  FAILED_REASON,
  isNeutral,
  isOpenTask,
  NEUTRAL,
  neutralShare,
  releaseTask,
  requireProfile,
  type DocumentRecord,
  type QueueFilter,
  type Reviewer,
  type ReviewRecord,
} from '@colophon/domain'
import { drawOf } from '../draw.ts'
import type { TaskDeps } from '../tasks/subject.ts'
import { knownAnswer, type Approved } from './known-answer.ts'
import { isSeeded, type SeededTask } from './shadow.ts'

/** Approved tasks of a collection among which one is chosen. */
const LOOKED_AT = 50
/** How many of them are tried; records that lend a value. */
const TRIED = 5
const LENDERS = 4
const EVENTS = 500
const TASKS = 50

export interface HandOut {
  /** What would be handed out otherwise. */
  taken: ReviewRecord
  /** What was asked for. */
  asked: QueueFilter
  who: Reviewer
  lease: { leaseId: string; leaseMs: number }
}

type Deps = Pick<TaskDeps, 'store' | 'profiles' | 'clock' | 'settingsOf' | 'random'>

/** Only who takes what comes gets one: it could not be what a narrower filter asks for. */
const isOpenToAll = ({ statuses: _s, collectionId: _c, ...narrow }: QueueFilter): boolean =>
  Object.values(narrow).every((value) => value === undefined)

/**
 * What a reviewer gets: the task that was taken or now and then, as the collection says, a known answer in its place.
 * Ordinary tasks of a share tell no more from now on than known answers do, were they made before those came up.
 */
export async function handedOut(deps: Deps, handOut: HandOut): Promise<ReviewRecord> {
  const { taken, asked } = handOut
  const { seeded } = await deps.settingsOf(taken.tenant_id, taken.collection_id)
  if (seeded === 0 || isSeeded(taken) || !isOpenToAll(asked)) return taken
  if (deps.random() < seeded) return (await knownAnswerFor(deps, handOut)) ?? taken
  const mayTell = drawOf('neutral', taken) >= neutralShare(0, seeded)
  if (mayTell || !isFresh(taken)) return taken
  const task = changedTask(taken, deps.clock.now(), structuredClone(NEUTRAL))
  return (await deps.store.desk.putTask(task, [])) ? task : taken
}

/** Nobody has decided anything in it, and its reason is one of routing. */
const isFresh = (task: ReviewRecord): boolean =>
  !isNeutral(task) &&
  !task.reasons.includes(FAILED_REASON) &&
  task.approvals.length === 0 &&
  Object.keys(task.corrections).length === 0

/** Adds a known answer, takes it and gives back what was taken; null where none can be made. */
async function knownAnswerFor(deps: Deps, handOut: HandOut): Promise<ReviewRecord | null> {
  const { taken, who, lease } = handOut
  const made = await madeFor(deps, handOut)
  if (made === null) return null
  const { desk } = deps.store
  const nowMs = deps.clock.now()
  if (!(await desk.addTask(made, []))) return null
  const task = claimTask(made, who, { id: lease.leaseId, nowMs, ms: lease.leaseMs })
  if (!(await desk.putTask(task, []))) return null
  await desk.putTask(releaseTask(taken, who, { leaseId: lease.leaseId, nowMs }), [])
  return task
}

/** Some tasks that were approved in the collection, in any order: all of them, or those from some time on. */
async function approvedTasks(
  { store, clock, random }: Deps,
  { tenant_id, collection_id, profile }: ReviewRecord,
): Promise<ReviewRecord[]> {
  const filter = { statuses: ['approved'], collectionId: collection_id } as const
  const listed = async (createdAfter?: string): Promise<ReviewRecord[]> => {
    const page = { limit: LOOKED_AT }
    return (await store.desk.list(tenant_id, { ...filter, createdAfter }, 'oldest', page)).items
  }
  let tasks = await listed()
  const first = tasks[0]
  if (first !== undefined && tasks.length === LOOKED_AT) {
    const from = Date.parse(first.created_at)
    const later = await listed(new Date(from + random() * (clock.now() - from)).toISOString())
    if (later.length > LENDERS) tasks = later
  }
  const places = new Map(tasks.map((task) => [task, random()]))
  return tasks
    .filter((task) => task.profile === profile && !isSeeded(task))
    .toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
}

async function madeFor(deps: Deps, { taken, who }: HandOut): Promise<SeededTask | null> {
  const { store, profiles, clock, random } = deps
  const { tenant_id } = taken
  const tasks = await approvedTasks(deps, taken)
  const isFor = ({ decided_by, open_comments }: ReviewRecord): boolean =>
    decided_by !== who.sub && open_comments === 0
  const candidates = tasks.filter(isFor).slice(0, TRIED)
  if (candidates.length === 0) return null
  const lenders = await Promise.all(
    tasks.slice(-LENDERS).map(({ document_id }) => store.documents.get(tenant_id, document_id)),
  )
  for (const { document_id } of candidates) {
    const found = await untouchedBy(deps, { tenant_id, document_id }, who)
    if (found === null) continue
    const others = lenders.filter((each) => each !== null && each.document_id !== document_id)
    const profile = requireProfile(taken.profile, profiles)
    const approved = { ...found, profile, others: others.filter((each) => each !== null) }
    const made = knownAnswer(approved, random, clock.now())
    if (made !== null) return made
  }
  return null
}

/** The record of a document, unless it is not approved any more, somebody has to look at it, or this person has done something to it. */
async function untouchedBy(
  { store }: Deps,
  { tenant_id, document_id }: Pick<DocumentRecord, 'tenant_id' | 'document_id'>,
  { sub }: Reviewer,
): Promise<Pick<Approved, 'document' | 'events'> | null> {
  const page = { limit: TASKS }
  const [document, tasks, events] = await Promise.all([
    store.documents.get(tenant_id, document_id),
    store.desk.list(tenant_id, { documentId: document_id }, 'oldest', page),
    store.audit.list(tenant_id, document_id, { limit: EVENTS }),
  ])
  const isFree = tasks.items.every((task) => !isOpenTask(task) && task.decided_by !== sub)
  const isStrange = events.items.every(({ actor }) => actor !== `human:${sub}`)
  const isWhole = tasks.cursor === null && events.cursor === null
  if (document?.status !== 'completed' || document.review_status !== 'approved') return null
  return isFree && isStrange && isWhole ? { document, events: events.items } : null
}
