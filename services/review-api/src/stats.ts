import {
  catchRates,
  OPEN_TASKS,
  QueueAge,
  ReviewFigures,
  reviewFigures,
  TaskStatus,
  type Clock,
  type Store,
} from '@colophon/domain'
import type { Principal } from '@colophon/runtime/auth'
import { localPrincipal, operation, RequestError } from '@colophon/runtime/http'
import { z } from 'zod'
import { isLead } from './shown-task.ts'

const Count = z.int().min(0)
const DAY_MS = 86_400_000
const PERIOD_DAYS = 30
const LONGEST_DAYS = 366
/** Tasks that figures are made of, the latest of the period. */
const COUNTED = 20_000

const time = z.union([z.iso.datetime(), z.iso.date()]).optional()
const StatsQuery = z.object({
  job_id: z.string().optional().describe('Only tasks of this job, and no figures of work'),
  collection_id: z.string().optional().describe('Only figures of the work on this collection'),
  from: time.describe(`Beginning of the period (${PERIOD_DAYS} days before its end)`),
  to: time.describe('End of the period, which does not belong to it (now)'),
})
type StatsQuery = z.infer<typeof StatsQuery>

const Stats = z.object({
  ...Object.fromEntries(TaskStatus.options.map((status) => [status, Count])),
  total: Count,
  reasons: z.record(z.string(), Count).describe('Open tasks, once under each of their reasons'),
  age: QueueAge.optional(),
  figures: ReviewFigures.optional(),
})

type Stores = Pick<Store, 'reviews' | 'desk' | 'reports'>

function periodOf({ from, to }: StatsQuery, nowMs: number): { from: string; to: string } {
  const end = to === undefined ? nowMs : Date.parse(to)
  const begin = from === undefined ? end - PERIOD_DAYS * DAY_MS : Date.parse(from)
  if (begin < end && end - begin <= LONGEST_DAYS * DAY_MS)
    return { from: new Date(begin).toISOString(), to: new Date(end).toISOString() }
  throw new RequestError(400, 'The request is not valid.', [
    {
      in: 'query',
      name: 'from',
      message: `has to be before \`to\`, by ${LONGEST_DAYS} days at most`,
    },
  ])
}

async function ageOf({ desk }: Stores, tenant: string, nowMs: number): Promise<QueueAge> {
  const olderThan = (days: number): Promise<number> =>
    desk.count(tenant, {
      statuses: OPEN_TASKS,
      createdBefore: new Date(nowMs - days * DAY_MS).toISOString(),
    })
  const [{ oldest }, day, week, month] = await Promise.all([
    desk.counts(tenant, {}),
    olderThan(1),
    olderThan(7),
    olderThan(30),
  ])
  return { oldest, day, week, month }
}

/** Known answers are told of by leads alone: what they caught is no figure for others. */
async function figuresOf(
  { reports }: Stores,
  { tenant, query, principal }: { tenant: string; query: StatsQuery; principal: Principal },
  nowMs: number,
): Promise<ReviewFigures> {
  const period = periodOf(query, nowMs)
  const ask = { collectionId: query.collection_id, limit: COUNTED }
  const [decided, decisions] = await Promise.all([
    reports.decided(tenant, period, ask),
    reports.decisions(tenant, period),
  ])
  const figures = reviewFigures(period, decided, decisions)
  return isLead(principal) ? { ...figures, reviewers: catchRates(decided.tasks) } : figures
}

export function statsOperation(store: Stores, clock: Clock) {
  return operation({
    summary: 'Review tasks by status and reason, their age, and how the work went in a period',
    description:
      `The figures of the work are of the latest ${COUNTED} tasks of the period: \`counted\` of \`decided\`. ` +
      'Figures of fields are of all collections.',
    query: StatsQuery,
    response: Stats,
    async handle({ tenant, query, principal = localPrincipal() }) {
      const { job_id: jobId } = query
      if (jobId !== undefined) {
        const [counts, reasons] = await Promise.all([
          store.reviews.counts(tenant, { jobId }),
          store.reviews.reasons(tenant, jobId),
        ])
        return { ...counts, total: sum(counts), reasons }
      }
      const nowMs = clock.now()
      const [{ statuses, reasons }, age, figures] = await Promise.all([
        store.desk.counts(tenant, { collectionId: query.collection_id }),
        ageOf(store, tenant, nowMs),
        figuresOf(store, { tenant, query, principal }, nowMs),
      ])
      return { ...statuses, total: sum(statuses), reasons, age, figures }
    },
  })
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0)
