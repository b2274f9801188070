import type { Database, SqlValue } from '../database.ts'
import type { Conditions } from './queue-conditions.ts'
import type { QueuePlan } from './queue-plan.ts'
import { ORDERS, slotOf, type TaskMarks } from './task-marks.ts'

/** A task's place in an order. */
export interface Place {
  key: number
  review: number
}

const BEFORE_ALL: Place = { key: -Number.MAX_VALUE, review: -1 }

const PROBE = `EXISTS (SELECT 1 FROM review_places p
  WHERE p.slot = ? AND p.key = m.key AND p.review = m.review)`

const fromPlaces = ({ where }: Conditions): string =>
  where.length === 0
    ? 'review_places m'
    : 'review_places m CROSS JOIN review_queue q ON q.review = m.review'

type Probed = Pick<QueuePlan, 'probed'>

/** The WHERE clause for one mark and group. */
const clauseOf = ({ probed }: Probed, { where }: Conditions): string =>
  ['m.slot = ?', ...probed.map(() => PROBE), ...where].join(' AND ')

/** One mark in one group, and what a task there has to be besides. */
interface Slot {
  mark: number
  group: number
  conditions: Conditions
}

/** The values of its clause. */
const valuesOf = ({ probed, order }: QueuePlan, { mark, group, conditions }: Slot): SqlValue[] => [
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

/** The order in which a time is a place. */
const BY_TIME = ORDERS.indexOf('oldest')

/** Most streams of a page give a few places: what one is read for at first, and the least of it. */
const FIRST_READ = 2

export interface PageAsk {
  after: Place | null
  /** Tasks that are left out. */
  without: ReadonlySet<number>
  limit: number
}

/** Finds tasks by the places of their marks. */
export class QueueWalk {
  readonly #db: Database
  readonly #marks: TaskMarks

  constructor(db: Database, marks: TaskMarks) {
    this.#db = db
    this.#marks = marks
  }

  /** The first places after this one, of all that fit one of these plans. */
  first(plans: readonly QueuePlan[], { after, without, limit }: PageAsk): Place[] {
    const slots = plans.map((plan) => ({ plan, slots: this.#slots(plan) }))
    const count = slots.reduce((sum, each) => sum + each.slots.length, 0)
    const batch = Math.min(limit, Math.ceil(limit / Math.max(1, count)) + FIRST_READ)
    const streams = slots
      .flatMap((each) =>
        this.#streams(each.plan, each.slots, { start: after ?? BEFORE_ALL, batch }),
      )
      .filter((stream) => stream.peek() !== undefined)
      .sort(byFirst)
    const places: Place[] = []
    while (places.length < limit) {
      const place = streams[0]?.peek()
      if (place === undefined) break
      if (!without.has(place.review)) places.push(place)
      advance(streams)
    }
    return places
  }

  count(plan: QueuePlan): number {
    let sum = 0
    for (const slot of this.#slots(plan)) {
      const isEdge = plan.edges !== null && !plan.within.has(slot.mark)
      const conditions = isEdge ? plan.inner : slot.conditions
      const counted = isEdge ? { ...plan, ...plan.edges, order: BY_TIME } : plan
      const statement = this.#db.prepare(
        `SELECT count(*) AS n FROM ${fromPlaces(conditions)}
          WHERE ${clauseOf(plan, conditions)} AND m.key >= ? AND m.key < ?`,
      )
      const values = valuesOf(counted, { ...slot, conditions })
      sum += Number(statement.get(...values, counted.from, counted.to)?.['n'])
    }
    return sum
  }

  /** Those of a plan under which anything stands. */
  #slots({ walked, groups, within, inner, conditions }: QueuePlan): Slot[] {
    return walked.flatMap((mark) =>
      this.#marks
        .standing(mark, groups)
        .map((group) => ({ mark, group, conditions: within.has(mark) ? inner : conditions })),
    )
  }

  #streams(
    plan: QueuePlan,
    slots: readonly Slot[],
    { start, batch }: { start: Place; batch: number },
  ): PlaceStream[] {
    const from = start.key < plan.from ? { key: plan.from, review: -1 } : start
    return slots.map((slot) => {
      const { conditions } = slot
      const statement = this.#db.prepare(
        `SELECT m.key, m.review FROM ${fromPlaces(conditions)}
          WHERE ${clauseOf(plan, conditions)} AND (m.key, m.review) > (?, ?) AND m.key < ?
          ORDER BY m.key, m.review LIMIT ?`,
      )
      const fixed = valuesOf(plan, slot)
      const read = (after: Place, limit: number): Place[] =>
        statement.all(...fixed, after.key, after.review, plan.to, limit) as unknown as Place[]
      return new PlaceStream(read, from, batch)
    })
  }
}

const byFirst = (a: PlaceStream, b: PlaceStream): number => {
  const [one, two] = [a.peek(), b.peek()]
  if (one === undefined || two === undefined)
    return Number(one === undefined) - Number(two === undefined)
  return one.key - two.key || one.review - two.review
}

/** Goes on in the first of the streams, and puts it where it comes next: they stay in order. */
function advance(streams: PlaceStream[]): void {
  const stream = streams.shift()
  stream?.skip()
  if (stream?.peek() === undefined) return
  let [low, high] = [0, streams.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const other = streams[middle]
    if (other !== undefined && byFirst(other, stream) < 0) low = middle + 1
    else high = middle
  }
  streams.splice(low, 0, stream)
}
