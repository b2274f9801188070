import type {
  ClaimRef,
  Clock,
  NewAuditEvent,
  Provenance,
  ReviewRecord,
  ReviewStatus,
} from '@colophon/domain'
import { documentRecordId, type Claims } from './claims.ts'
import type { Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { sameHead } from '../records/desk-head.ts'
import { iso } from '../records/records.ts'
import { completionEffect, newEffectId } from './effect-kinds.ts'
import type { Effects } from './effects.ts'
import type { Heads } from './heads.ts'
import type { Revisions } from './revisions.ts'

/** A document has a review status of these from the first decision on. */
const DECIDED: readonly unknown[] = ['in_progress', 'approved', 'rejected'] satisfies ReviewStatus[]

const LOOKED_AT = ['tenant_id', 'document_id', 'review_status', 'provenance', 'desk'] as const

/** Nothing was decided of a text that has just come: it has no review status yet. */
function isDecided({ review_status, provenance }: Stored): boolean {
  if (review_status === null) return false
  const sources = (provenance as Pick<Provenance, 'source'>[]).map(({ source }) => source)
  return DECIDED.includes(review_status) || sources.some((source) => source.startsWith('human:'))
}

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

/** What decides how a claim ends. */
interface Seen {
  document: Stored
  isDecided: boolean
}

/** Ends of claims that people hear of: one write of the document, which carries its task and its events. */
export class Endings {
  readonly #deps: EndingDeps
  /** Documents as they were when they were claimed, which most of them still are at the end. */
  readonly #claimed = new WeakMap<ClaimRef, Seen>()

  constructor(deps: EndingDeps) {
    this.#deps = deps
  }

  /** Of a claim of this process: spares the look at the document when it ends. */
  remember(ref: ClaimRef, claimed: Stored): void {
    const { _id, tenant_id, document_id, desk } = claimed
    const document = { _id, tenant_id, document_id, desk }
    this.#claimed.set(ref, { document, isDecided: isDecided(claimed) })
  }

  async end(ref: ClaimRef, ending: Ending): Promise<void> {
    let seen = this.#claimed.get(ref) ?? (await this.#look(ref))
    while (!(await this.#write(ref, seen, ending))) {
      // A person has done something meanwhile, such as to comment on it.
      seen = await this.#look(ref)
    }
  }

  async #look(ref: ClaimRef): Promise<Seen> {
    const document = await this.#deps.claims.read(ref, LOOKED_AT)
    return { document, isDecided: isDecided(document) }
  }

  async #write(ref: ClaimRef, seen: Seen, ending: Ending): Promise<boolean> {
    const { clock, effects, heads, claims } = this.#deps
    const { set, revisions, review, audit } = ending
    const { document } = seen
    const at = iso(clock.now())
    const before = await heads.of(document)
    if (revisions > 0 && seen.isDecided) await this.#keep(ref, at)
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

  /** A record that a person has decided on is never replaced in silence: it stays as they left it, before it was claimed. */
  async #keep(ref: ClaimRef, now: string): Promise<void> {
    const { connection, revisions } = this.#deps
    const { documents } = connection.collections
    const before = await documents.findOne({ _id: documentRecordId(ref) })
    const lease = before?.['lease'] as { token: string } | null | undefined
    if (before === null || lease?.token !== ref.token) return
    await revisions.keep({ ...before, status: 'completed' }, now)
  }
}
