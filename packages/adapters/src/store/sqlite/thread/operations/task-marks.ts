import { prepareAll, type Database, type Row } from '../database.ts'

/**
 * A mark is something that tasks are asked for by: a reason, a flagged field, a collection. Each task has a place under
 * each of its marks in each order, so that any filter is walked in any order without a look at other tasks.
 */
export type MarkKind =
  | 'all'
  | 'reason'
  | 'field'
  | 'collection'
  | 'job'
  | 'profile'
  | 'person'
  | 'comments'
  /** Percents, rounded down. */
  | 'completeness'
  /** Weeks since the epoch. */
  | 'week'

export interface Mark {
  /** A `MarkKind`, or that of a sum: `reasonsIn`. */
  kind: string
  value: string
}

/** Reasons of one collection or job: counted, never walked. */
export const reasonsIn = (kind: 'collection' | 'job', id: string): string =>
  JSON.stringify([kind, id])

const WEEK_MS = 7 * 86_400_000
export const weekOf = (ms: number): number => Math.floor(ms / WEEK_MS)
export const percentOf = (share: number): number => Math.floor(share * 100)

/** Open tasks are one group, whoever holds them. */
const STATUS_GROUPS = ['pending in_progress', 'approved', 'rejected', 'superseded']
const statusGroup = (status: string): number =>
  STATUS_GROUPS.findIndex((group) => group.includes(status))
const PRIORITIES = ['high', 'normal', 'low']

/** Tasks are grouped by status, by whether somebody is to do them, and by priority: what is asked for most often. */
export interface Grouping {
  statuses?: readonly string[] | undefined
  assigned?: boolean | undefined
  priority?: string | undefined
}

const numberOf = (status: number, assigned: boolean, priority: number): number =>
  (status * 2 + Number(assigned)) * PRIORITIES.length + priority

/** The groups of the tasks that are like this; of all where nothing is said. */
export function groupsOf({ statuses, assigned, priority }: Grouping): number[] {
  const wanted = new Set(statuses?.map(statusGroup) ?? STATUS_GROUPS.keys())
  const either = assigned === undefined ? [false, true] : [assigned]
  const ranks = priority === undefined ? [...PRIORITIES.keys()] : [PRIORITIES.indexOf(priority)]
  return [...wanted].flatMap((status) =>
    either.flatMap((one) => ranks.map((rank) => numberOf(status, one, rank))),
  )
}

/** Places of the orders, each by what is smallest first. */
export const ORDERS = ['mixed', 'oldest', 'riskiest', 'gain'] as const
export type Order = (typeof ORDERS)[number]

const keysOf = (task: Row): number[] => [
  Number(task['turn']),
  Number(task['created_ms']),
  -Number(task['risk']),
  -Number(task['gain']),
]
const groupOf = (task: Row): number =>
  numberOf(
    statusGroup(String(task['status'])),
    task['assigned_to'] !== null,
    PRIORITIES.indexOf(String(task['priority'])),
  )

const SLOTS_OF_A_MARK = 128
/** Mark, group and order as one number. */
export const slotOf = (mark: number, group: number, order: number): number =>
  mark * SLOTS_OF_A_MARK + group * ORDERS.length + order

const textsOf = (json: unknown): string[] => JSON.parse(String(json)) as string[]
const pathsOf = (json: unknown): string[] =>
  (JSON.parse(String(json)) as { path: string }[]).map(({ path }) => path)

/** Whom it is assigned to, and who holds it or did. */
function personsOf(task: Row): Set<string> {
  const persons = new Set<string>()
  if (task['assigned_to'] !== null) persons.add(String(task['assigned_to']))
  if (task['status'] === 'in_progress' && task['lease_owner'] !== null) {
    persons.add(String(task['lease_owner']))
  }
  return persons
}

const markOf = (kind: string, value: string): Mark => ({ kind, value: JSON.stringify(value) })

const profileMark = (task: Row): Mark => markOf('profile', String(task['profile']))

/** Under which a task stands in the orders. */
function walkedMarks(task: Row): Mark[] {
  return [
    markOf('all', ''),
    markOf('collection', String(task['collection_id'])),
    markOf('job', String(task['enrichment_job_id'])),
    profileMark(task),
    { kind: 'week', value: String(weekOf(Number(task['created_ms']))) },
    { kind: 'completeness', value: String(percentOf(Number(task['completeness']))) },
    ...[...new Set(textsOf(task['reasons']))].map((reason) => markOf('reason', reason)),
    ...[...new Set(pathsOf(task['flagged_fields']))].map((path) => markOf('field', path)),
    ...[...personsOf(task)].map((person) => markOf('person', person)),
    ...(Number(task['open_comments']) > 0 ? [markOf('comments', '')] : []),
  ]
}

/** Under which it is only counted. */
const countedMarks = (task: Row): Mark[] =>
  [...new Set(textsOf(task['reasons']))].flatMap((reason) => [
    markOf(reasonsIn('collection', String(task['collection_id'])), reason),
    markOf(reasonsIn('job', String(task['enrichment_job_id'])), reason),
  ])

const SQL = {
  find: 'SELECT mark FROM review_marks WHERE tenant_id = ? AND kind = ? AND value = ?',
  add: 'INSERT INTO review_marks (tenant_id, kind, value) VALUES (?, ?, ?)',
  ofKind: 'SELECT mark, value FROM review_marks WHERE tenant_id = ? AND kind = ?',
  place: `INSERT INTO review_places (slot, review, key) VALUES (?1, ?2, ?3), (?1 + 1, ?2, ?4), (?1 + 2, ?2, ?5),
    (?1 + 3, ?2, ?6)`,
  take: 'DELETE FROM review_places WHERE slot = ? AND key = ? AND review = ?',
  count: `INSERT INTO review_counts (mark, grp, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
  counted: 'SELECT grp, n FROM review_counts WHERE mark = ?',
} as const

/** Marks that are known by heart: the same few hundred are asked for again and again. */
const MAX_KNOWN = 20_000

const nameOf = (tenantId: string, { kind, value }: Mark): string => `${tenantId}\0${kind}\0${value}`

/** Keeps places and counts of tasks. Counts are written at the end of a transaction, one row each for all its tasks. */
export class TaskMarks {
  readonly #sql
  readonly #known = new Map<string, number>()
  readonly #counts = new Map<number, Map<number, number>>()

  constructor(db: Database) {
    this.#sql = prepareAll(db, SQL)
  }

  add(task: Row): void {
    this.#change(task, walkedMarks(task), 1)
  }

  /** For a store from before there was this mark. */
  addProfile(task: Row): void {
    this.#changePlaces(task, [profileMark(task)], 1)
  }

  /** What of the row has changed moves to its new places. */
  move(before: Row, after: Row): void {
    const [from, to] = [walkedMarks(before), walkedMarks(after)]
    const stays =
      groupOf(before) === groupOf(after) && String(keysOf(before)) === String(keysOf(after))
    if (!stays || before['reasons'] !== after['reasons']) {
      this.#change(before, from, -1)
      this.#change(after, to, 1)
      return
    }
    const without = (marks: readonly Mark[], others: readonly Mark[]): Mark[] => {
      const names = new Set(others.map((mark) => nameOf('', mark)))
      return marks.filter((mark) => !names.has(nameOf('', mark)))
    }
    this.#changePlaces(before, without(from, to), -1)
    this.#changePlaces(after, without(to, from), 1)
  }

  find(tenantId: string, kind: MarkKind, value: string): number | null {
    return this.#find(tenantId, markOf(kind, value))
  }

  /** Marks whose values are numbers, from and to these. */
  between(tenantId: string, kind: MarkKind, from: number, to: number): NumberMark[] {
    return this.#sql.ofKind
      .all(tenantId, kind)
      .map((row) => ({ mark: Number(row['mark']), value: Number(row['value']) }))
      .filter(({ value }) => value >= from && value <= to)
  }

  /** Of each reason, under a kind that reasons are counted by. */
  reasons(tenantId: string, kind: string): Map<string, number> {
    const open = groupsOf({ statuses: ['pending'] })
    const counts = new Map<string, number>()
    for (const row of this.#sql.ofKind.all(tenantId, kind)) {
      const n = this.count(Number(row['mark']), open)
      if (n > 0) counts.set(JSON.parse(String(row['value'])) as string, n)
    }
    return counts
  }

  count(mark: number, groups: readonly number[]): number {
    const standing = this.#countsOf(mark)
    return groups.reduce((sum, group) => sum + (standing.get(group) ?? 0), 0)
  }

  /** Those of the groups in which anything stands under the mark. */
  standing(mark: number, groups: readonly number[]): number[] {
    const standing = this.#countsOf(mark)
    return groups.filter((group) => (standing.get(group) ?? 0) > 0)
  }

  /** With what this transaction has changed so far. */
  #countsOf(mark: number): Map<number, number> {
    const counts = new Map<number, number>()
    for (const { grp, n } of this.#sql.counted.all(mark)) counts.set(Number(grp), Number(n))
    for (const [group, n] of this.#counts.get(mark) ?? [])
      counts.set(group, (counts.get(group) ?? 0) + n)
    return counts
  }

  /** Writes the counts of this transaction. Before its commit. */
  writeCounts(): void {
    for (const [mark, groups] of this.#counts) {
      for (const [group, n] of groups) if (n !== 0) this.#sql.count.run(mark, group, n)
    }
    this.#counts.clear()
  }

  /** For a transaction that was rolled back. */
  forget(): void {
    this.#counts.clear()
    this.#known.clear()
  }

  #change(task: Row, walked: readonly Mark[], by: 1 | -1): void {
    this.#changePlaces(task, walked, by)
    const group = groupOf(task)
    for (const mark of countedMarks(task)) {
      this.#addCount(this.#idOf(String(task['tenant_id']), mark), group, by)
    }
  }

  #changePlaces(task: Row, marks: readonly Mark[], by: 1 | -1): void {
    const [group, keys, review] = [groupOf(task), keysOf(task), Number(task['review'])]
    for (const mark of marks) {
      const id = this.#idOf(String(task['tenant_id']), mark)
      if (by === 1) this.#sql.place.run(slotOf(id, group, 0), review, ...keys)
      else keys.forEach((key, order) => this.#sql.take.run(slotOf(id, group, order), key, review))
      this.#addCount(id, group, by)
    }
  }

  #addCount(mark: number, group: number, by: number): void {
    let groups = this.#counts.get(mark)
    if (groups === undefined) this.#counts.set(mark, (groups = new Map<number, number>()))
    groups.set(group, (groups.get(group) ?? 0) + by)
  }

  #find(tenantId: string, mark: Mark): number | null {
    const name = nameOf(tenantId, mark)
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const row = this.#sql.find.get(tenantId, mark.kind, mark.value)
    return row === undefined ? null : this.#know(name, Number(row['mark']))
  }

  #idOf(tenantId: string, mark: Mark): number {
    const found = this.#find(tenantId, mark)
    if (found !== null) return found
    const { lastInsertRowid } = this.#sql.add.run(tenantId, mark.kind, mark.value)
    return this.#know(nameOf(tenantId, mark), Number(lastInsertRowid))
  }

  #know(name: string, mark: number): number {
    if (this.#known.size >= MAX_KNOWN) this.#known.clear()
    this.#known.set(name, mark)
    return mark
  }
}

export interface NumberMark {
  mark: number
  value: number
}
