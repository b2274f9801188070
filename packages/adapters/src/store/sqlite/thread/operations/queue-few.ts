import type { QueueFilter } from '@colophon/domain'
import { prepareAll, type Database, type SqlValue } from '../database.ts'
import { conditionsOf, type Conditions, type Moment } from './queue-conditions.ts'
import type { QueueAsk } from './queue-plan.ts'
import type { Place } from './queue-walk.ts'

/** Keys of the orders, smallest first, as places have them. */
const KEYS: Readonly<Record<QueueAsk['order'], string>> = {
  mixed: 'q.turn',
  oldest: 'q.created_ms',
  riskiest: '-q.risk',
  gain: '-q.gain',
}

const BEGUN = `review_queue q INDEXED BY review_queue_begun WHERE q.status = 'in_progress' AND q.tenant_id = ?1`

const LEASED = `${BEGUN} AND q.lease_until > ?2 AND q.lease_until <= ?3`
const UNENDING = `${BEGUN} AND q.lease_until IS NULL`

const SQL = {
  held: `SELECT (SELECT json_group_array(q.review) FROM ${LEASED}) AS leased,
    (SELECT json_group_array(q.review) FROM ${UNENDING}) AS unending`,
  countHeld: `SELECT (SELECT count(*) FROM ${LEASED}) + (SELECT count(*) FROM ${UNENDING}) AS n`,
} as const

/** Where tasks are that are looked at one by one. */
export interface Few {
  from: string
  values: readonly SqlValue[]
  filter: QueueFilter
}

const everBegun = (filter: QueueFilter): Few => ({
  from: `INDEXED BY review_queue_begun WHERE q.status = 'in_progress' AND`,
  values: [],
  filter,
})

export const isPendingAlone = ({ statuses }: QueueFilter): boolean =>
  statuses?.includes('pending') === true && !statuses.includes('in_progress')

/** Whether any task in progress fits. */
const asksNothing = ({ statuses: _, ...others }: QueueFilter): boolean =>
  Object.values(others).every((value) => value === undefined)

/** Tasks of one document, and tasks that somebody holds: they are few, and sorted as they are found. */
export class QueueFew {
  readonly #db: Database
  readonly #sql

  constructor(db: Database) {
    this.#db = db
    this.#sql = prepareAll(db, SQL)
  }

  /** Tasks that are in progress at this moment: those whose lease has run out are looked at by nobody. */
  held(tenantId: string, { now, latest }: Moment): number[] {
    const row = this.#sql.held.get(tenantId, now, latest)
    const [leased, unending] = [row?.['leased'], row?.['unending']].map(
      (reviews) => JSON.parse(String(reviews)) as number[],
    )
    return [...(leased ?? []), ...(unending ?? [])]
  }

  /** What is looked at one by one, and what is left to be found by its marks. */
  split(
    tenantId: string,
    filter: QueueFilter,
    moment: Moment | null,
  ): [Few | null, QueueFilter | null] {
    const { documentId, statuses } = filter
    if (documentId !== undefined) {
      return [{ from: 'INDEXED BY review_queue_document WHERE', values: [], filter }, null]
    }
    const isBegun = statuses?.includes('in_progress') === true && !statuses.includes('pending')
    if (!isBegun) return [null, filter]
    const others = statuses.filter((status) => status !== 'in_progress')
    const begun = { ...filter, statuses: ['in_progress'] as const }
    const few = moment === null ? everBegun(begun) : this.#among(this.held(tenantId, moment), begun)
    return [few, others.length === 0 ? null : { ...filter, statuses: others }]
  }

  list(
    few: Pick<Few, 'from' | 'values'>,
    { tenantId, order }: QueueAsk,
    page: { after: Place | null; conditions: Conditions; limit: number },
  ): Place[] {
    const { conditions, after, limit } = page
    const key = KEYS[order]
    const where = [`q.tenant_id = ?`, `(${key}, q.review) > (?, ?)`, ...conditions.where]
    const statement = this.#db.prepare(
      `SELECT ${key} AS key, q.review FROM review_queue q ${few.from} ${where.join(' AND ')}
        ORDER BY ${key}, q.review LIMIT ?`,
    )
    const start: SqlValue[] = after === null ? [-Number.MAX_VALUE, -1] : [after.key, after.review]
    const values = [...few.values, tenantId, ...start, ...conditions.values, limit]
    return statement.all(...values) as unknown as Place[]
  }

  count(
    { from, values }: Pick<Few, 'from' | 'values'>,
    tenantId: string,
    conditions: Conditions,
  ): number {
    const where = ['q.tenant_id = ?', ...conditions.where].join(' AND ')
    const statement = this.#db.prepare(`SELECT count(*) AS n FROM review_queue q ${from} ${where}`)
    return Number(statement.get(...values, tenantId, ...conditions.values)?.['n'])
  }

  /** Of those that somebody holds, or all of them. */
  countHeld(tenantId: string, moment: Moment, filter: QueueFilter): number {
    if (asksNothing(filter)) {
      const { now, latest } = moment
      return Number(this.#sql.countHeld.get(tenantId, now, latest)?.['n'])
    }
    const conditions = conditionsOf(filter, null)
    const held = this.held(tenantId, moment)
    return held.length === 0 ? 0 : this.count(this.#among(held, {}), tenantId, conditions)
  }

  /** Of all that anybody began, whether they have it still or not. */
  countBegun(tenantId: string, conditions: Conditions): number {
    return this.count(everBegun({}), tenantId, conditions)
  }

  #among(reviews: readonly number[], filter: QueueFilter): Few {
    const from = 'WHERE q.review IN (SELECT held.value FROM json_each(?) held) AND'
    return { from, values: [JSON.stringify(reviews)], filter }
  }
}
