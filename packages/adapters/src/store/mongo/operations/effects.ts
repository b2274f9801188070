import { randomUUID } from 'node:crypto'
import type {
  CostRecord,
  NewAuditEvent,
  ReviewRecord,
  StoredAnswer,
  StepRun,
} from '@colophon/domain'
import type { Budgets } from './budgets.ts'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { isStoreAway } from '../connection/failures.ts'
import { orderKey } from '../records/order-key.ts'
import { bsonFields, costToBson, iso, answerToBson } from '../records/records.ts'
import { insertAllNew, insertNew, type Change } from '../updates/updates.ts'

/**
 * A consequence of a write to a document, in other collections. It travels inside the document, in the same atomic
 * write, and is taken out when it is done. Doing it twice changes nothing: a crash in between leaves it to the next
 * claim or sweep.
 */
export type Effect = { order: string } & (
  | { kind: 'run'; run: EndedRun | null; costs: Stored[]; step: Stored | null }
  | { kind: 'completion'; at: string; review: Stored | null; audit: Stored[] }
  | { kind: 'supersede'; at: string }
  /** The reservation of a run that has not begun yet: done by its own claim, undone by anybody else. */
  | { kind: 'reservation'; run: EndedRun; token: string }
)

interface EndedRun {
  run_id: string
  amount: bigint
  keys: string[]
}

const OPEN_REVIEWS = { status: { $in: ['pending', 'in_progress'] } }
const INDEX_DIGITS = 4
/** So long after a write its own process is still expected to do what it entails. */
const OWN_MS = 10_000
const nth = (order: string, index: number): string =>
  `${order}.${String(index).padStart(INDEX_DIGITS, '0')}`

export const newEffectId = (): string => randomUUID()

export const settling = (run: StepRun): EndedRun => ({
  run_id: run.run_id,
  amount: run.bound_pico_usd,
  keys: run.limits.map(({ key }) => key),
})

export function runEffect(
  id: string,
  run: StepRun | null,
  costs: readonly CostRecord[],
  step: StoredAnswer | null,
): Effect {
  const order = orderKey()
  return {
    kind: 'run',
    order,
    run: run && settling(run),
    costs: costs.map((cost, n) => costToBson(cost, { order: nth(order, n), effect: id })),
    step: step && answerToBson(step),
  }
}

export function completionEffect(
  id: string,
  at: string,
  review: ReviewRecord | null,
  audit: readonly NewAuditEvent[],
): Effect {
  const order = orderKey()
  return {
    kind: 'completion',
    order,
    at,
    review: review && {
      _id: recordId(review.tenant_id, review.review_id),
      ...bsonFields(review),
      effect: id,
    },
    audit: audit.map((event, n) => ({
      _id: `${id}.${n}`,
      ...bsonFields(event),
      created_at: event.at,
      order: nth(order, n),
    })),
  }
}

type Owner = Stored & {
  tenant_id: string
  document_id: string
  status: string
  lease: { token: string } | null
  effects: Record<string, Effect>
  open_effects: number
}
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

  constructor(connection: Connection, budgets: Budgets) {
    this.#connection = connection
    this.#budgets = budgets
  }

  /** After the write itself: when the store goes away now, what was written stands and the rest is done later. */
  async applyOne(document: DocumentKey, id: string, effect: Effect): Promise<void> {
    try {
      await this.#apply(document, id, effect)
    } catch (thrown) {
      if (!isStoreAway(thrown)) throw thrown
    }
  }

  /** All that a document still carries, in order; but not what its present claim is about to do. */
  async applyAll(stored: Stored): Promise<void> {
    const owner = stored as Owner
    const effects = Object.entries(owner.effects)
    effects.sort(([, a], [, b]) => (a.order < b.order ? -1 : 1))
    for (const [id, effect] of effects) {
      const isOwn = effect.kind === 'reservation' && effect.token === owner.lease?.token
      if (!isOwn) await this.#apply(owner, id, effect)
    }
  }

  async applyOf(documentRecordId: string): Promise<void> {
    const { documents } = this.#connection.collections
    const owner = await documents.findOne({ _id: documentRecordId }, { projection: OWNER_FIELDS })
    if (owner !== null && Number(owner['open_effects']) > 0) await this.applyAll(owner)
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
  async putAnswer(step: StoredAnswer): Promise<void> {
    await insertNew(this.#connection.collections.answers, answerToBson(step))
  }

  async #apply(document: DocumentKey, id: string, effect: Effect): Promise<void> {
    switch (effect.kind) {
      case 'run':
        await this.#endRun(document, id, effect)
        break
      case 'completion':
        await this.#supersede(document, effect.at, effect.review)
        await this.#putReview(effect.review)
        await insertAllNew(this.#connection.collections.audit, effect.audit)
        break
      case 'supersede':
        await this.#supersede(document, effect.at, null)
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
  }

  async #endRun(
    { tenant_id }: DocumentKey,
    id: string,
    { run, costs, step }: Effect & { kind: 'run' },
  ): Promise<void> {
    const { collections } = this.#connection
    const amounts = await Promise.all(costs.map((cost) => this.#charge(cost, id)))
    if (step !== null) await insertNew(collections.answers, step)
    if (run === null) return
    const spent = amounts.reduce((sum, amount) => sum + amount, 0n)
    const { run_id: runId, amount, keys } = run
    await this.#budgets.settle(keys, { tenantId: tenant_id, runId, amount }, spent)
  }

  /** The amount that this row adds to the ledger: nothing when another effect has written it already. */
  async #charge(cost: Stored, effectId: string): Promise<bigint> {
    const { costs } = this.#connection.collections
    const amount = cost['amount_pico_usd'] as bigint
    if (await insertNew(costs, cost)) return amount
    const there = await costs.findOne({ _id: cost._id })
    return there?.['effect'] === effectId ? amount : 0n
  }

  async #supersede(document: DocumentKey, at: string, by: Stored | null): Promise<void> {
    const { collections, updates } = this.#connection
    const { tenant_id, document_id } = document
    const review_id = { $ne: by?.['review_id'] ?? '' }
    const others = { tenant_id, document_id, review_id, ...OPEN_REVIEWS }
    const change = { $set: { status: 'superseded', updated_at: at } }
    await updates.many(collections.reviews, others, change)
  }

  async #putReview(review: Stored | null): Promise<void> {
    const { collections, updates } = this.#connection
    if (review === null || (await insertNew(collections.reviews, review))) return
    const { _id, created_at: _, ...fields } = review
    // Not when this very effect has put it already: a person may be at work on it by now.
    const expected = { effect: { $ne: review['effect'] } }
    await updates.one(collections.reviews, _id, expected, { $set: fields })
  }
}
