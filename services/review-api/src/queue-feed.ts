import { setTimeout as delay } from 'node:timers/promises'
import type { Clock, QueueEvent, ReviewRecord, Store } from '@colophon/domain'
import type { Logger } from '@colophon/runtime'

const ROWS = 500
/** What is written at one time may be seen a little later: clocks differ, and a commit takes its time. */
const OVERLAP_MS = 3_000
/** Beyond this a page learns of leases that run out when it next asks. */
const MOST_HELD = 10_000

type Listener = (events: readonly QueueEvent[]) => void

export interface FeedDeps {
  store: Pick<Store, 'reports' | 'reviews'>
  clock: Clock
  log: Logger
  pollMs: number
}

const iso = (ms: number): string => new Date(ms).toISOString()

const eventOf = (task: ReviewRecord): QueueEvent => ({
  review_id: task.review_id,
  document_id: task.document_id,
  status: task.status,
  lease_owner: task.lease_owner,
  revision: task.document_revision,
})

/** Looks for changes of one tenant's tasks while somebody listens: once for all who do. */
class TenantFeed {
  readonly #deps: FeedDeps
  readonly #tenant: string
  readonly #listeners = new Set<Listener>()
  /** Versions that were told of, by task, as long as they may come up again. */
  #told = new Map<string, { version: number; at: string }>()
  readonly #held = new Map<string, string>()
  #latest: string
  #stop: AbortController | undefined

  constructor(deps: FeedDeps, tenant: string) {
    this.#deps = deps
    this.#tenant = tenant
    this.#latest = iso(deps.clock.now())
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    if (this.#stop === undefined) {
      this.#latest = iso(this.#deps.clock.now())
      this.#stop = new AbortController()
      void this.#run(this.#stop.signal)
    }
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0) return
      this.#stop?.abort()
      this.#stop = undefined
    }
  }

  async #run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const events = [...(await this.#changes()), ...(await this.#runOut())]
        if (events.length > 0) for (const listener of this.#listeners) listener(events)
      } catch (thrown) {
        // The store may be away for a while: pages stay connected, and hear of it all when it is back.
        this.#deps.log.warn({ err: thrown, tenant: this.#tenant }, 'queue cannot be followed')
      }
      await delay(this.#deps.pollMs, undefined, { signal, ref: false }).catch(() => undefined)
    }
  }

  async #changes(): Promise<QueueEvent[]> {
    const { store } = this.#deps
    const events: QueueEvent[] = []
    let mark = { at: iso(Date.parse(this.#latest) - OVERLAP_MS), reviewId: '' }
    for (let rows = ROWS; rows === ROWS;) {
      const tasks = await store.reports.changed(this.#tenant, mark, ROWS)
      rows = tasks.length
      for (const task of tasks) {
        mark = { at: task.updated_at, reviewId: task.review_id }
        if (task.updated_at > this.#latest) this.#latest = task.updated_at
        if (this.#isNews(task)) events.push(eventOf(task))
      }
    }
    const oldest = iso(Date.parse(this.#latest) - 2 * OVERLAP_MS)
    this.#told = new Map([...this.#told].filter(([, { at }]) => at >= oldest))
    return events
  }

  #isNews({ review_id, version, updated_at: at, lease_until: until }: ReviewRecord): boolean {
    if (this.#told.get(review_id)?.version === version) return false
    this.#told.set(review_id, { version, at })
    if (until === null) this.#held.delete(review_id)
    else if (this.#held.size < MOST_HELD) this.#held.set(review_id, until)
    return true
  }

  /** Leases end without anybody writing that: those that were not renewed meanwhile. */
  async #runOut(): Promise<QueueEvent[]> {
    const now = iso(this.#deps.clock.now())
    const events: QueueEvent[] = []
    for (const [id, until] of this.#held) {
      if (until > now) continue
      this.#held.delete(id)
      const task = await this.#deps.store.reviews.get(this.#tenant, id)
      if (task === null) continue
      if (task.lease_until === null) events.push(eventOf(task))
      else this.#held.set(id, task.lease_until)
    }
    return events
  }
}

export interface QueueFeed {
  /** Answers with what ends the listening. */
  listen: (tenant: string, listener: Listener) => () => void
}

export function createQueueFeed(deps: FeedDeps): QueueFeed {
  const feeds = new Map<string, TenantFeed>()
  return {
    listen(tenant, listener) {
      let feed = feeds.get(tenant)
      if (feed === undefined) feeds.set(tenant, (feed = new TenantFeed(deps, tenant)))
      return feed.listen(listener)
    },
  }
}
