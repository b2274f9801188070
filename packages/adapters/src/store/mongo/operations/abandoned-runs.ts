import type { CostRecord, StepRun } from '@colophon/domain'
import type { Filter } from 'mongodb'
import { recordId, type Stored } from '../connection/collections.ts'
import type { Connection } from '../connection/connection.ts'
import { runsFrom } from '../records/records.ts'
import { fieldName } from '../records/values.ts'
import { newEffectId, runEffect } from './effect-kinds.ts'
import type { Effects } from './effects.ts'

const ENDED = { status: { $in: ['cancelled', 'completed', 'failed'] } }
const FIELDS = { tenant_id: 1, document_id: 1, runs: 1 } as const

/** Marks that no claim will end, since their documents are not claimed any more. */
export class AbandonedRuns {
  readonly #connection: Connection
  readonly #effects: Effects

  constructor(connection: Connection, effects: Effects) {
    this.#connection = connection
    this.#effects = effects
  }

  async list(before: Date, limit: number): Promise<StepRun[]> {
    const { documents } = this.#connection.collections
    const where = { ...ENDED, runs: { $ne: {} } } as Filter<Stored>
    const found = await documents.find(where, { projection: FIELDS }).limit(limit).toArray()
    const runs = found.flatMap((stored) => {
      const of = {
        tenant_id: String(stored['tenant_id']),
        document_id: String(stored['document_id']),
      }
      return runsFrom(stored['runs'] ?? {}, of)
    })
    return runs.filter(({ started_at }) => started_at < before.toISOString()).slice(0, limit)
  }

  async writeOff(run: StepRun, row: CostRecord): Promise<boolean> {
    const { collections, updates } = this.#connection
    const { tenant_id, document_id } = run
    const _id = recordId(tenant_id, document_id)
    const mark = `runs.${fieldName(run.run_id)}`
    const id = newEffectId()
    const effect = runEffect(id, run, [row], null)
    const expected = { ...ENDED, [mark]: { $exists: true } }
    const changed = await updates.one(collections.documents, _id, expected, {
      $unset: { [mark]: '' },
      $set: { [`effects.${id}`]: effect },
      $inc: { open_effects: 1 },
    })
    if (changed === null) return false
    await this.#effects.applyOne({ _id, tenant_id, document_id }, id, effect)
    return true
  }
}
