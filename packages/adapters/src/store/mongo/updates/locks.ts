import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Records } from '../connection/collections.ts'
import { isDuplicateKey } from '../connection/failures.ts'

/** Far longer than the three short commands that are done under a lock. */
const ABANDONED_MS = 5_000
const MIN_WAIT_MS = 2
const MAX_WAIT_MS = 20

interface Holding {
  token: string
  since: number
}

/**
 * Locks by name over all processes, made of the two things every server does atomically: to insert under a unique key,
 * and to delete by id. One that a dead process left is taken away after a while, by a clock of the waiting process alone.
 */
export class Locks {
  readonly #records: Records
  readonly #abandonedMs: number
  /** The last one in line for each name within this process. */
  readonly #lines = new Map<string, Promise<unknown>>()

  constructor(records: Records, abandonedMs = ABANDONED_MS) {
    this.#records = records
    this.#abandonedMs = abandonedMs
  }

  /** `work` asks `isSure` before it writes: after a while without an answer others may take the lock for abandoned. */
  hold<T>(name: string, work: (isSure: () => boolean) => Promise<T>): Promise<T> {
    const before = this.#lines.get(name) ?? Promise.resolve()
    const held = before.catch(() => undefined).then(() => this.#hold(name, work))
    const line = held
      .catch(() => undefined)
      .finally(() => {
        if (this.#lines.get(name) === line) this.#lines.delete(name)
      })
    this.#lines.set(name, line)
    return held
  }

  async #hold<T>(name: string, work: (isSure: () => boolean) => Promise<T>): Promise<T> {
    const { token, since } = await this.#take(name)
    try {
      return await work(() => performance.now() - since < this.#abandonedMs / 2)
    } finally {
      // Not reached by the server: then the lock counts as abandoned, as after a crash.
      await this.#records.deleteOne({ _id: token }).catch(() => undefined)
    }
  }

  async #take(name: string): Promise<Holding> {
    let seen: Holding | null = null
    for (;;) {
      const own = { token: randomUUID(), since: performance.now() }
      if (await this.#insert(own.token, name)) return own
      const holder = await this.#records.findOne({ key: name })
      if (holder !== null && holder._id === seen?.token) {
        if (performance.now() - seen.since > this.#abandonedMs) {
          await this.#records.deleteOne({ _id: holder._id })
        }
      } else if (holder !== null) {
        seen = { token: holder._id, since: performance.now() }
      }
      await delay(MIN_WAIT_MS + Math.random() * (MAX_WAIT_MS - MIN_WAIT_MS))
    }
  }

  async #insert(token: string, name: string): Promise<boolean> {
    try {
      await this.#records.insertOne({ _id: token, key: name })
      return true
    } catch (thrown) {
      if (isDuplicateKey(thrown)) return false
      throw thrown
    }
  }
}
