import { OPEN_TASKS } from '@colophon/domain'
import type { Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import type { Condition } from '../updates/matches.ts'
import { insertNew } from '../updates/updates.ts'

interface DocumentKey {
  tenant_id: string
  document_id: string
}

/** Tasks that no later step of their document has written, and not this one either. */
const before = (step: number): Condition => ({ $or: [{ step: null }, { step: { $lt: step } }] })

/** Steps of documents as they are done in their tasks: each once, and none after a later one. */
export class TaskEffects {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Nobody need do these any more; `by` is the task that is there instead. */
  async supersede(
    { tenant_id, document_id }: DocumentKey,
    { at, step }: { at: string; step: number },
    by: Stored | null,
  ): Promise<void> {
    const { collections, updates } = this.#connection
    const review_id = { $ne: by?.['review_id'] ?? '' }
    const status = { $in: [...OPEN_TASKS] }
    const others = { tenant_id, document_id, review_id, status, ...before(step) }
    const unleased = { lease_id: null, lease_owner: null, lease_until: null }
    const $set = { status: 'superseded', ...unleased, updated_at: at, step }
    await updates.many(collections.reviews, others, { $set, $inc: { version: 1 } })
  }

  /** A task of a run. Whoever is asked again for the same revision is asked anew; when was said the first time. */
  async begin(task: Stored, step: number): Promise<void> {
    if (await insertNew(this.#connection.collections.reviews, task)) return
    await this.#write(task, step, ({ version, created_at }) => ({
      version: Number(version ?? 1) + 1,
      created_at,
    }))
  }

  /**
   * The task as a person left it. It may have been handed to somebody in the moment between the look at it and the
   * write of the document: then it is theirs no more, which its version tells them.
   */
  async put(task: Stored, step: number): Promise<void> {
    await this.#write(task, step, (there) => overtaken(task, there))
  }

  /** Unless a later step has written it, or this one. `kept` is what of a task that is there stays. */
  async #write(
    task: Stored,
    step: number,
    kept: (there: Stored) => Record<string, unknown>,
  ): Promise<void> {
    const { collections, updates } = this.#connection
    const { _id, ...fields } = task
    for (;;) {
      const there = await collections.reviews.findOne({ _id })
      if (there === null) {
        if (await insertNew(collections.reviews, task)) return
        continue
      }
      if (Number(there['step'] ?? 0) >= step) return
      const { version = null, lease_id = null, lease_until = null } = there
      const same = { version, lease_id, lease_until, ...before(step) }
      const change = { $set: { ...fields, ...kept(there) } }
      if ((await updates.one(collections.reviews, _id, same, change)) !== null) return
    }
  }

  async comment(comment: Stored, step: number): Promise<void> {
    const { collections, updates } = this.#connection
    if (await insertNew(collections.comments, comment)) return
    const { _id, made: _, ...fields } = comment
    await updates.one(collections.comments, _id, before(step), { $set: fields })
  }

  /** All tasks of a document say how many comments wait for an answer. */
  async count(
    { tenant_id, document_id }: DocumentKey,
    step: number,
    open_comments: number,
  ): Promise<void> {
    const { collections, updates } = this.#connection
    const own = { tenant_id, document_id, open_comments: { $ne: open_comments }, ...before(step) }
    await updates.many(collections.reviews, own, { $set: { open_comments, step } })
  }
}

/** What of a task has changed beside the step that is put over it. */
function overtaken(task: Stored, there: Stored): Record<string, unknown> {
  const version = Number(there['version'] ?? 1)
  const isProlonged =
    there['lease_id'] !== null &&
    there['lease_id'] === task['lease_id'] &&
    String(there['lease_until']) > String(task['lease_until'])
  return {
    ...(version >= Number(task['version']) && { version: version + 1 }),
    ...(isProlonged && { lease_until: there['lease_until'] }),
  }
}
