import type { StoredAnswer } from '@colophon/domain'
import type { Budgets } from './budgets.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { isStoreAway } from '../connection/failures.ts'
import { answerToBson, iso } from '../records/records.ts'
import type { Effect } from './effect-kinds.ts'
import { TaskEffects } from './task-effects.ts'
import { ToldJobs } from './told-jobs.ts'
import { insertAllNew, insertNew, type Change } from '../updates/updates.ts'

/** So long after a write its own process is still expected to do what it entails. */
const OWN_MS = 10_000

type Owner = Stored & {
  tenant_id: string
  document_id: string
  status: string
  lease: { token: string } | null
  effects: Record<string, Effect>
  open_effects: number
}
/** Those that change no task, and those of earlier versions, come first. */
const stepOf = (effect: Effect): number =>
  effect.kind === 'run' || effect.kind === 'reservation' ? 0 : (effect.step ?? 0)

type DocumentKey = Pick<Owner, '_id' | 'tenant_id' | 'document_id'>

const OWNER_FIELDS = {
  tenant_id: 1,
  document_id: 1,
  status: 1,
  lease: 1,
  effects: 1,
  open_effects: 1,
} as const

export class Effects {
  readonly #connection: Connection
  readonly #budgets: Budgets
  readonly #tasks: TaskEffects
  readonly #toldJobs: ToldJobs

  constructor(connection: Connection, budgets: Budgets) {
    this.#connection = connection
    this.#budgets = budgets
    this.#tasks = new TaskEffects(connection)
    this.#toldJobs = new ToldJobs(connection)
  }

  /**
   * After the write itself: when the store goes away now, what was written stands and the rest is done later. False where
   * the answer in it was there already.
   */
  async applyOne(document: DocumentKey, id: string, effect: Effect): Promise<boolean> {
    try {
      return await this.#apply(document, id, effect)
    } catch (thrown) {
      if (!isStoreAway(thrown)) throw thrown
      return true
    }
  }

  /** All that a document still carries, in order; but not what its present claim is about to do. */
  async applyAll(stored: Stored): Promise<void> {
    const owner = stored as Owner
    const effects = Object.entries(owner.effects)
    effects.sort(([, a], [, b]) => stepOf(a) - stepOf(b) || (a.order < b.order ? -1 : 1))
    for (const [id, effect] of effects) {
      const isOwn = effect.kind === 'reservation' && effect.token === owner.lease?.token
      if (!isOwn) await this.#apply(owner, id, effect)
    }
  }

  /** As `applyOne`, with what others have left in it. */
  async applyWritten(stored: Stored): Promise<void> {
    try {
      await this.applyAll(stored)
    } catch (thrown) {
      if (!isStoreAway(thrown)) throw thrown
    }
  }

  async applyOf(documentRecordId: string): Promise<void> {
    const { documents } = this.#connection.collections
    const owner = await documents.findOne({ _id: documentRecordId }, { projection: OWNER_FIELDS })
    if (owner !== null && Number(owner['open_effects']) > 0) await this.applyAll(owner)
  }

  /** A task when all is done that its document announced; null when it is not there. */
  async settled(task: Stored): Promise<Stored | null> {
    const { documents, reviews } = this.#connection.collections
    const _id = recordId(String(task['tenant_id']), String(task['document_id']))
    const document = await documents.findOne({ _id }, { projection: OWNER_FIELDS })
    if (document === null || Number(document['open_effects']) === 0) return task
    await this.applyAll(document)
    return reviews.findOne({ _id: task._id })
  }

  /** All that documents of a tenant still carry: for answers that are made of many of them. */
  async applyLeft(tenant_id: string): Promise<void> {
    const { documents } = this.#connection.collections
    const left = documents.find(
      { tenant_id, open_effects: { $gt: 0 } },
      { projection: OWNER_FIELDS },
    )
    for (const owner of await left.toArray()) await this.applyAll(owner)
  }

  /** Applies what crashed processes left: a worker that lives does its own, and would only be disturbed. */
  async sweep(nowMs: number, limit: number): Promise<void> {
    const { documents } = this.#connection.collections
    const ended = { status: { $ne: 'processing' } }
    const left = await documents
      .find(
        {
          open_effects: { $gt: 0 },
          $or: [
            { ...ended, updated_at: { $lte: iso(nowMs - OWN_MS) } },
            // A clock has gone back since.
            { ...ended, updated_at: { $gt: iso(nowMs + OWN_MS) } },
            { status: 'processing', 'lease.until': { $lte: iso(nowMs) } },
          ],
        },
        { projection: OWNER_FIELDS },
      )
      .limit(limit)
      .toArray()
    for (const owner of left) await this.applyAll(owner)
  }

  /** By itself, before the write that ends its run. */
  putAnswer(step: StoredAnswer): Promise<boolean> {
    return insertNew(this.#connection.collections.answers, answerToBson(step))
  }

  async #apply(document: DocumentKey, id: string, effect: Effect): Promise<boolean> {
    let isKept = true
    switch (effect.kind) {
      case 'run':
        isKept = await this.#endRun(document, id, effect)
        break
      case 'completion':
        await this.#complete(document, effect)
        break
      case 'supersede':
        await this.#tasks.supersede(document, { at: effect.at, step: stepOf(effect) }, null)
        break
      case 'desk':
        await this.#decide(document, effect)
        break
      case 'reservation': {
        const { run_id: runId, amount, keys } = effect.run
        await this.#budgets.settle(keys, { tenantId: document.tenant_id, runId, amount }, 0n)
      }
    }
    const { collections, updates } = this.#connection
    const field = `effects.${id}`
    const done: Change = { $unset: { [field]: '' }, $inc: { open_effects: -1 } }
    await updates.one(collections.documents, document._id, { [field]: { $exists: true } }, done)
    return isKept
  }

  async #endRun(
    { tenant_id }: DocumentKey,
    id: string,
    { run, costs, step }: Effect & { kind: 'run' },
  ): Promise<boolean> {
    const { collections } = this.#connection
    const amounts = await Promise.all(costs.map((cost) => this.#charge(cost, id)))
    const isKept = step === null || (await insertNew(collections.answers, step))
    if (run === null) return isKept
    const spent = amounts.reduce((sum, amount) => sum + amount, 0n)
    const { run_id: runId, amount, keys } = run
    await this.#budgets.settle(keys, { tenantId: tenant_id, runId, amount }, spent)
    return isKept
  }

  /** The amount that this row adds to the ledger: nothing when another effect has written it already. */
  async #charge(cost: Stored, effectId: string): Promise<bigint> {
    const { costs } = this.#connection.collections
    const amount = cost['amount_pico_usd'] as bigint
    if (await insertNew(costs, cost)) return amount
    const there = await costs.findOne({ _id: cost._id })
    return there?.['effect'] === effectId ? amount : 0n
  }

  async #complete(document: DocumentKey, effect: Effect & { kind: 'completion' }): Promise<void> {
    const { at, review, audit } = effect
    const step = stepOf(effect)
    await this.#tasks.supersede(document, { at, step }, review)
    if (review !== null) await this.#tasks.begin(review, step)
    await insertAllNew(this.#connection.collections.audit, audit)
  }

  async #decide(
    document: DocumentKey,
    { step, task, audit, outbox, reopened = [], comment, comments }: Effect & { kind: 'desk' },
  ): Promise<void> {
    const { collections } = this.#connection
    if (task !== null) await this.#tasks.put(task, step)
    await insertAllNew(collections.audit, audit)
    await insertAllNew(collections.outbox, outbox)
    await this.#toldJobs.openAgain(document.tenant_id, reopened)
    if (comment === null) return
    await this.#tasks.comment(comment, step)
    await this.#tasks.count(document, step, comments)
  }
}
