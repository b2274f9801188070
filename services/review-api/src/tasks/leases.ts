import {
  assignTask,
  AssignBody,
  claimTask,
  ColophonError,
  isoOf,
  LeaseBody,
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
import { handedOut } from '../seeded/hand-out.ts'
import { shownTask } from '../shown-task.ts'
import { putOn, reviewerOf, type TaskDeps } from './subject.ts'

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

const nextOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Hands out one task under a lease of 15 minutes; none to two',
    body: FilterBody.omit({ status: true }).extend({
      order: orders,
      max_completeness: z.number().min(0).max(1).optional(),
    }),
    response: TakenTask,
    async handle({ tenant, principal = localPrincipal(), body: { order, ...filter } }) {
      const { sub } = principal
      const asked = queueFilter({ ...filter, status: 'open' }, sub, deps.clock.now())
      const lease = { leaseId: newId('lease'), leaseMs: LEASE_MS }
      const taken = await deps.store.desk.take({
        ...{ tenantId: tenant, reviewer: sub, filter: asked, order },
        ...lease,
      })
      if (taken === null) return { task: null, lease: null }
      const task = await handedOut(deps, { taken, asked, who: reviewerOf(principal), lease })
      return { task: shownTask(task, principal), lease: leaseOf(task) }
    },
  })

const assignOperation = (deps: TaskDeps) =>
  operation({
    summary: 'Takes a task for oneself under a lease, or says whose it is to be',
    description:
      'Without `to` the caller has the task then, under the lease that they may have already. Handing it to somebody ' +
      'else, and `take_over` of what somebody works on, needs the role `lead`.',
    params,
    body: AssignBody,
    response: TakenTask,
    errors,
    async handle({ body, ...asked }) {
      const { principal = localPrincipal() } = asked
      const { to, take_over: takeOver } = body
      const task = await putOn(deps, asked, ({ task: at, who, nowMs }) =>
        to === undefined
          ? claimTask(at, who, { id: newId('lease'), nowMs, ms: LEASE_MS, takeOver })
          : assignTask(at, who, { to, nowMs, takeOver }),
      )
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
