import type { ClaimRef, Clock, NewAuditEvent, ReviewRecord, ReviewStatus } from '@colophon/domain'
import type { Claims } from './claims.ts'
import type { Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { sameHead } from '../records/desk-head.ts'
import { iso } from '../records/records.ts'
import { completionEffect, newEffectId } from './effect-kinds.ts'
import type { Effects } from './effects.ts'
import type { Heads } from './heads.ts'
import type { Revisions } from './revisions.ts'

/** A document has a review status of these from the first decision on. */
const DECIDED: readonly (ReviewStatus | null)[] = ['in_progress', 'approved', 'rejected']

const LOOKED_AT = ['tenant_id', 'document_id', 'review_status', 'desk'] as const

export interface EndingDeps {
  connection: Connection
  clock: Clock
  effects: Effects
  heads: Heads
  revisions: Revisions
  claims: Claims
}

/** What a run leaves behind. */
export interface Ending {
  /** Fields of the document; it is the store's own what becomes of its claim. */
  set: Readonly<Record<string, unknown>>
  revisions: 0 | 1
  review: ReviewRecord | null
  audit: readonly NewAuditEvent[]
}

/** Ends of claims that people hear of: one write of the document, which carries its task and its events. */
export class Endings {
  readonly #deps: EndingDeps
  /** Documents as they were when they were claimed, which most of them still are at the end. */
  readonly #claimed = new WeakMap<ClaimRef, Stored>()

  constructor(deps: EndingDeps) {
    this.#deps = deps
  }

  /** Of a claim of this process: spares the look at the document when it ends. */
  remember(ref: ClaimRef, claimed: Stored): void {
    const fields = ['_id', ...LOOKED_AT].map((field) => [field, claimed[field]])
    this.#claimed.set(ref, Object.fromEntries(fields) as Stored)
  }

  async end(ref: ClaimRef, ending: Ending): Promise<void> {
    const { claims } = this.#deps
    let document = this.#claimed.get(ref) ?? (await claims.read(ref, LOOKED_AT))
    while (!(await this.#write(ref, document, ending))) {
      // A person has done something meanwhile, such as to comment on it.
      document = await claims.read(ref, LOOKED_AT)
    }
  }

  async #write(ref: ClaimRef, document: Stored, ending: Ending): Promise<boolean> {
    const { clock, effects, heads, claims } = this.#deps
    const { set, revisions, review, audit } = ending
    const at = iso(clock.now())
    const before = await heads.of(document)
    if (revisions > 0) await this.#keepDecided(document, at)
    const { head, effect } = completionEffect(before, { at, review, audit })
    const change = {
      $set: {
        ...set,
        lease: null,
        updated_at: at,
        desk: head,
        [`effects.${newEffectId()}`]: effect,
      },
      $inc: { revision: revisions, open_effects: 1 },
    }
    const written = await claims.tryEnd(ref, sameHead(document), change)
    if (written === null) return false
    await effects.applyWritten(written)
    return true
  }

  /** A record that a person has decided on is never replaced in silence. */
  async #keepDecided(document: Stored, now: string): Promise<void> {
    if (!DECIDED.includes(document['review_status'] as ReviewStatus | null)) return
    const { connection, revisions } = this.#deps
    const before = await connection.collections.documents.findOne({ _id: document._id })
    if (before !== null) await revisions.keep({ ...before, status: 'completed' }, now)
  }
}
