import type { Database, SqlValue } from '../database.ts'
import type { Conditions } from './queue-conditions.ts'
import type { QueuePlan } from './queue-plan.ts'
import { slotOf } from './task-marks.ts'

/** A task's place in an order. */
export interface Place {
  key: number
  review: number
}

const BEFORE_ALL: Place = { key: -Number.MAX_VALUE, review: -1 }

const comesBefore = (a: Place, b: Place): boolean =>
  a.key < b.key || (a.key === b.key && a.review < b.review)

const PROBE = `EXISTS (SELECT 1 FROM review_places p
  WHERE p.slot = ? AND p.key = m.key AND p.review = m.review)`

const fromPlaces = ({ where }: Conditions): string =>
  where.length === 0
    ? 'review_places m'
    : 'review_places m CROSS JOIN review_queue q ON q.review = m.review'

/** The WHERE clause for one mark and group. */
const clauseOf = ({ probed, conditions }: QueuePlan): string =>
  ['m.slot = ?', ...probed.map(() => PROBE), ...conditions.where].join(' AND ')

/** Its values. */
const valuesOf = (
  { probed, conditions, order }: QueuePlan,
  mark: number,
  group: number,
): SqlValue[] => [
  ...[mark, ...probed].map((one) => slotOf(one, group, order)),
  ...conditions.values,
]

/** The places under one mark in one group, a few at a time, and more each time. */
class PlaceStream {
  readonly #read: (after: Place, limit: number) => Place[]
  #buffer: Place[] = []
  #at = 0
  #next: number
  #after: Place
  #ended = false

  constructor(read: (after: Place, limit: number) => Place[], after: Place, first: number) {
    this.#read = read
    this.#after = after
    this.#next = first
  }

  peek(): Place | undefined {
    if (this.#at === this.#buffer.length && !this.#ended) {
      this.#buffer = this.#read(this.#after, this.#next)
      this.#ended = this.#buffer.length < this.#next
      this.#after = this.#buffer.at(-1) ?? this.#after
      this.#next *= 8
      this.#at = 0
    }
    return this.#buffer[this.#at]
  }

  skip(): void {
    this.#at += 1
  }
}

/** With more marks than this, most of them give nothing to a page. */
const MANY_STREAMS = 16

/** Finds tasks by the places of their marks. */
export class QueueWalk {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  /** The first places after this one, of all that fit one of these plans. */
  first(plans: readonly QueuePlan[], after: Place | null, limit: number): Place[] {
    const count = plans.reduce((sum, { walked, groups }) => sum + walked.length * groups.length, 0)
    const batch = count > MANY_STREAMS ? 1 : limit
    const streams = plans.flatMap((plan) => this.#streams(plan, after ?? BEFORE_ALL, batch))
    const places: Place[] = []
    while (places.length < limit) {
      let least: PlaceStream | undefined
      for (const stream of streams) {
        const place = stream.peek()
        const best = least?.peek()
        if (place !== undefined && (best === undefined || comesBefore(place, best))) least = stream
      }
      const place = least?.peek()
      if (least === undefined || place === undefined) break
      places.push(place)
      least.skip()
    }
    return places
  }

  count(plan: QueuePlan): number {
    const statement = this.#db.prepare(
      `SELECT count(*) AS n FROM ${fromPlaces(plan.conditions)}
        WHERE ${clauseOf(plan)} AND m.key >= ? AND m.key < ?`,
    )
    let sum = 0
    for (const mark of plan.walked) {
      for (const group of plan.groups) {
        const row = statement.get(...valuesOf(plan, mark, group), plan.from, plan.to)
        sum += Number(row?.['n'])
      }
    }
    return sum
  }

  #streams(plan: QueuePlan, after: Place, batch: number): PlaceStream[] {
    const statement = this.#db.prepare(
      `SELECT m.key, m.review FROM ${fromPlaces(plan.conditions)}
        WHERE ${clauseOf(plan)} AND (m.key, m.review) > (?, ?) AND m.key < ?
        ORDER BY m.key, m.review LIMIT ?`,
    )
    const start = after.key < plan.from ? { key: plan.from, review: -1 } : after
    return plan.walked.flatMap((mark) =>
      plan.groups.map((group) => {
        const fixed = valuesOf(plan, mark, group)
        const read = (from: Place, limit: number): Place[] =>
          statement.all(...fixed, from.key, from.review, plan.to, limit) as unknown as Place[]
        return new PlaceStream(read, start, batch)
      }),
    )
  }
}
