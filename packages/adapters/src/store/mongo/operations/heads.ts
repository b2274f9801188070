import type { Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { headFrom, NEW_HEAD, type Head } from '../records/desk-head.ts'
import type { Effects } from './effects.ts'

/** Reads the heads of documents, also of those that were made before there were heads. */
export class Heads {
  readonly #connection: Connection
  readonly #effects: Effects

  constructor(connection: Connection, effects: Effects) {
    this.#connection = connection
    this.#effects = effects
  }

  /** Of a document that was read with its `desk` and, where it has none, its effects. */
  async of(stored: Stored): Promise<Head> {
    const head = headFrom(stored)
    if (head !== null) return head
    // Events from before there was a chain: all that there are, also those that are only announced.
    await this.#effects.applyOf(stored._id)
    const { tenant_id, document_id } = stored
    const events = this.#connection.collections.audit
    return { ...NEW_HEAD, n: await events.countDocuments({ tenant_id, document_id }) }
  }
}
