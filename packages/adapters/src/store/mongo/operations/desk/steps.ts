import { ColophonError } from '@colophon/domain'
import { recordId, type Stored } from '../../connection/collections.ts'
import type { Connection } from '../../connection/connection.ts'
import { sameHead } from '../../records/desk-head.ts'
import type { Condition } from '../../updates/matches.ts'
import { deskEffect, newEffectId, type DeskStep } from '../effect-kinds.ts'
import type { Effects } from '../effects.ts'
import type { Heads } from '../heads.ts'

const LOOKED_AT = {
  tenant_id: 1,
  document_id: 1,
  status: 1,
  lease: 1,
  revision: 1,
  desk: 1,
  jobs: 1,
  effects: 1,
  open_effects: 1,
} as const

/** What is to become of a document that was looked at, and of what belongs to it. */
export interface Planned {
  /** Beside its being the same step: what must still be so when it is written. */
  expected?: Condition
  set?: Readonly<Record<string, unknown>>
  /** How many revisions it goes on. */
  revisions?: 0 | 1
  entails: DeskStep
}

type Refused<No> = { no: No }
export type Outcome<No> = { written: Stored } | Refused<No>

/** There is nothing that could carry a task, an event or a comment. */
export const notFound = (documentId: string): ColophonError =>
  new ColophonError('document.not_found', `No document ${documentId}`)

export interface StepsDeps {
  connection: Connection
  effects: Effects
  heads: Heads
}

/**
 * Writes of people's work: each is one write of its document, which carries all the rest. What an earlier one entails is
 * done before, so that whoever plans the next sees all there is.
 */
export class Steps {
  readonly #connection: Connection
  readonly #effects: Effects
  readonly #heads: Heads

  constructor({ connection, effects, heads }: StepsDeps) {
    this.#connection = connection
    this.#effects = effects
    this.#heads = heads
  }

  /** `plan` is asked again when somebody else was faster. */
  async write<No>(
    tenantId: string,
    documentId: string,
    plan: (document: Stored) => Promise<Planned | Refused<No>>,
  ): Promise<Outcome<No | 'gone'>> {
    const { documents } = this.#connection.collections
    const _id = recordId(tenantId, documentId)
    for (;;) {
      const document = await documents.findOne({ _id }, { projection: LOOKED_AT })
      if (document === null) return { no: 'gone' }
      if (Number(document['open_effects']) > 0) await this.#effects.applyAll(document)
      const planned = await plan(document)
      if ('no' in planned) return planned
      const written = await this.#step(document, planned)
      if (written !== null) return { written }
    }
  }

  async #step(document: Stored, planned: Planned): Promise<Stored | null> {
    const { collections, updates } = this.#connection
    const { expected = {}, set = {}, revisions = 0, entails } = planned
    const { head, effect } = deskEffect(await this.#heads.of(document), entails)
    const written = await updates.one(
      collections.documents,
      document._id,
      { ...expected, ...sameHead(document) },
      {
        $set: { ...set, desk: head, [`effects.${newEffectId()}`]: effect },
        $inc: { revision: revisions, open_effects: 1 },
      },
    )
    if (written === null) return null
    await this.#effects.applyWritten(written)
    return written
  }
}
