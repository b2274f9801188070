import { METRICS, type MetricSpec } from './metric-table.ts'

export type Labels<L extends string = string> = Readonly<Record<L, string>>

/** Most series of ours that one process exports: what a scrape may cost its event loop. */
export const MAX_SERIES = 2_000

/** Series that children may still take, over all metrics of a process. */
export interface Room {
  left: number
}

/** Series of one child: a histogram has its buckets, +Inf, sum and count. */
const seriesOf = ({ type, buckets = [] }: MetricSpec): number =>
  type === 'histogram' ? buckets.length + 3 : 1

/** What is always kept free: the child that takes the overflow, or the only one of a metric without labels. */
export const roomForChildren = (): Room => ({
  left: MAX_SERIES - Object.values(METRICS).reduce((sum, spec) => sum + seriesOf(spec), 0),
})

/** Children by the value of the first label, then by that of the second: found without putting a key together. */
interface Branch<T> {
  branches: Map<string | undefined, Branch<T>>
  child?: T | undefined
}

/**
 * One child for each combination of label values. They are kept until they are taken away, so a value that varies without
 * end must not become one: combinations beyond the cap of their metric, or of the process, share a child.
 */
export class Children<T> {
  readonly #spec: MetricSpec
  readonly #room: Room
  readonly #series: number
  readonly #create: (labels: Labels) => T
  readonly #root: Branch<T> = { branches: new Map() }
  #size = 0
  #overflow: T | undefined

  constructor(spec: MetricSpec, room: Room, create: (labels: Labels) => T) {
    this.#spec = spec
    this.#room = room
    this.#series = seriesOf(spec)
    this.#create = create
  }

  of(labels: Labels): T {
    return this.#known(labels) ?? this.#added(labels) ?? (this.#overflow ??= this.#other())
  }

  /** Undefined where there is no room for one of its own: several that share a child have no value. */
  own(labels: Labels): T | undefined {
    // The first takes the place that is kept free.
    return this.#known(labels) ?? this.#added(labels, this.#size === 0)
  }

  /** Its place is free again. */
  take(labels: Labels): T | undefined {
    const branch = this.#branch(labels)
    const child = branch?.child
    if (branch === undefined || child === undefined) return undefined
    branch.child = undefined
    this.#size -= 1
    if (this.#spec.labels.length > 0) this.#room.left += this.#series
    return child
  }

  #branch(labels: Labels): Branch<T> | undefined {
    let at: Branch<T> | undefined = this.#root
    for (const name of this.#spec.labels) at = at?.branches.get(labels[name])
    return at
  }

  #known = (labels: Labels): T | undefined => this.#branch(labels)?.child

  #added(labels: Labels, always = false): T | undefined {
    const { labels: names, maxChildren } = this.#spec
    if (names.length > 0) {
      const isFull = this.#size >= maxChildren || this.#room.left < this.#series
      if (isFull && !always) return undefined
      this.#room.left -= this.#series
    }
    this.#size += 1
    let at = this.#root
    for (const name of names) {
      const next: Branch<T> = at.branches.get(labels[name]) ?? { branches: new Map() }
      at.branches.set(labels[name], next)
      at = next
    }
    return (at.child = this.#create(this.#withValues((name) => labels[name] ?? '')))
  }

  #other = (): T => this.#create(this.#withValues(() => 'other'))

  #withValues = (value: (name: string) => string): Labels =>
    Object.fromEntries(this.#spec.labels.map((name) => [name, value(name)]))
}
