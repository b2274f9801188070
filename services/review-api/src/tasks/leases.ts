import {
  assignTask,
  AssignBody,
  claimTask,
  ColophonError,
  isoOf,
  LeaseBody,
  onAbort,
  releaseTask,
  ReviewLease,
  ReviewTask,
  skipTask,
  TakenTask,
  type ReviewRecord,
} from '@colophon/domain'
import { newId } from '@colophon/runtime'
import { localPrincipal, operation } from '@colophon/runtime/http'
import { z } from 'zod'
import { FilterBody, queueFilter } from '../queue-filter.ts'
import { requireTask } from '../require-task.ts'
import { countLease } from '../figures.ts'
import { handedOut } from '../seeded/hand-out.ts'
import { shownTask } from '../shown-task.ts'
import { putOn, reviewerOf, type Asked, type TaskDeps } from './subject.ts'

/** How long a task is somebody's without a sign of life. */
export const LEASE_MS = 15 * 60_000

const params = z.object({ id: z.string() })
const OneTask = z.object({ task: ReviewTask })
const errors = { 404: 'review.not_found', 409: 'review.held' }
const orders = z.enum(['mixed', 'oldest', 'riskiest', 'gain']).default('mixed')

const leaseOf = ({ lease_id, lease_until }: ReviewRecord): ReviewLease | null =>
  lease_id === null || lease_until === null ? null : { lease_id, until: lease_until }

/** The caller's own hold on a task. */
export const ownLease = (task: ReviewRecord, sub: string): ReviewLease | null =>
  task.lease_owner === sub ? leaseOf(task) : null

/** Gives back what was handed out to somebody who has gone before they heard of it. */
const giveBack = (deps: TaskDeps, asked: Asked, leaseId: string): Promise<unknown> =>
  putOn(deps, asked, ({ task, who, nowMs }) => releaseTask(task, who, { leaseId, nowMs })).catch(
    (thrown: unknown) => {
      // It runs out by itself.
      if (!(thrown instanceof ColophonError)) throw thrown
    },
  )

const nextOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Hands out one task under a lease of 15 minutes; none to two',
    description:
      'A page that may be closed before it has the answer asks for a short lease with `lease_s`, and prolongs it by its first heartbeat. ' +
      'What cannot be told to who asked is given back.',
    body: FilterBody.omit({ status: true }).extend({
      order: orders,
      max_completeness: z.number().min(0).max(1).optional(),
      lease_s: z
        .int()
        .min(30)
        .max(LEASE_MS / 1_000)
        .default(LEASE_MS / 1_000)
        .describe('How long it is to be the caller’s, in seconds'),
    }),
    response: TakenTask,
    async handle({ tenant, principal = localPrincipal(), signal, body }) {
      const { order, lease_s: seconds, ...filter } = body
      const { sub } = principal
      const asked = queueFilter({ ...filter, status: 'open' }, sub, deps.clock.now())
      const lease = { leaseId: newId('lease'), leaseMs: seconds * 1_000 }
      const taken = await deps.store.desk.take({
        ...{ tenantId: tenant, reviewer: sub, filter: asked, order },
        ...lease,
      })
      if (taken === null) return { task: null, lease: null }
      countLease(deps.metrics, 'take')
      const task = await handedOut(deps, { taken, asked, who: reviewerOf(principal), lease })
      const back = { tenant, principal, params: { id: task.review_id } }
      onAbort(signal, () => void giveBack(deps, back, lease.leaseId))
      return { task: shownTask(task, principal), lease: leaseOf(task) }
    },
  })

const assignOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Takes a task for oneself under a lease, or says whose it is to be',
    description:
      'Without `to` the caller has the task then, under the lease that they may have already. Handing it to somebody ' +
      'else, and `take_over` of what somebody works on, needs the role `lead`. What cannot be told to who asked is given back.',
    params,
    body: AssignBody,
    response: TakenTask,
    errors,
    async handle({ body, ...asked }) {
      const { principal = localPrincipal(), signal } = asked
      const { to, take_over: takeOver } = body
      const leaseId = newId('lease')
      const task = await putOn(deps, asked, ({ task: at, who, nowMs }) =>
        to === undefined
          ? claimTask(at, who, { id: leaseId, nowMs, ms: LEASE_MS, takeOver })
          : assignTask(at, who, { to, nowMs, takeOver }),
      )
      countLease(deps.metrics, to === undefined ? 'take' : 'assign')
      // One that they had before is known to another page of theirs.
      if (task.lease_id === leaseId) onAbort(signal, () => void giveBack(deps, asked, leaseId))
      return { task: shownTask(task, principal), lease: ownLease(task, principal.sub) }
    },
  })

const heartbeatOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Prolongs the lease of a task, each minute while somebody works on it',
    params,
    body: LeaseBody,
    response: ReviewLease,
    errors: { 404: 'review.not_found', 409: 'review.lease_lost' },
    async handle({ tenant, params: { id }, body: { lease_id }, principal }) {
      const untilMs = deps.clock.now() + LEASE_MS
      const lease = { id: lease_id, untilMs }
      if (await deps.store.desk.heartbeat(tenant, id, lease))
        return { lease_id, until: isoOf(untilMs) }
      const task = await requireTask(deps.store, tenant, id)
      // Says who has it now.
      releaseTask(task, reviewerOf(principal), { leaseId: lease_id, nowMs: deps.clock.now() })
      throw new ColophonError('review.lease_lost', `The lease on the task ${id} has ended`)
    },
  })

const releaseOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Gives a task back',
    params,
    body: LeaseBody,
    response: OneTask,
    errors: { 404: 'review.not_found', 409: 'review.lease_lost' },
    async handle({ body, ...asked }) {
      const task = await putOn(deps, asked, ({ task: at, who, nowMs }) =>
        releaseTask(at, who, { leaseId: body.lease_id, nowMs }),
      )
      countLease(deps.metrics, 'release')
      return { task: shownTask(task, asked.principal ?? localPrincipal()) }
    },
  })

const skipOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Not to the caller today: others may have the task',
    params,
    body: LeaseBody.partial(),
    response: OneTask,
    errors,
    async handle(asked) {
      const task = await putOn(deps, asked, ({ task: at, who, nowMs }) => skipTask(at, who, nowMs))
      countLease(deps.metrics, 'skip')
      return { task: shownTask(task, asked.principal ?? localPrincipal()) }
    },
  })

/** Who works on what: hands tasks out, and takes them back. */
export const leaseRoutes = (deps: TaskDeps) => ({
  next: nextOperation(deps),
  assign: assignOperation(deps),
  heartbeat: heartbeatOperation(deps),
  release: releaseOperation(deps),
  skip: skipOperation(deps),
})
