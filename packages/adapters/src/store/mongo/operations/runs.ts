import type { ClaimRef, CostRecord, StoredAnswer, StepRun } from '@colophon/domain'
import { BSON } from 'mongodb'
import type { Budgets, Reservation } from './budgets.ts'
import { documentRecordId, type Claims } from './claims.ts'
import { newEffectId, runEffect, settling, type Effect } from './effect-kinds.ts'
import type { Effects } from './effects.ts'
import { orderKey } from '../records/order-key.ts'
import { runToBson, runsFrom } from '../records/records.ts'
import { fieldName } from '../records/values.ts'

/** Size from which an answer is kept apart: a document may have 16 MiB. */
const LARGE_BYTES = 1024 * 1024

const markOf = (runId: string): string => `runs.${fieldName(runId)}`

interface Beginning {
  run: StepRun
  effectId: string
  isNew: boolean
}

/** Marks of runs that may cost money, with what they reserve and what they have cost in the end. */
export class Runs {
  readonly #claims: Claims
  readonly #budgets: Budgets
  readonly #effects: Effects

  constructor(claims: Claims, budgets: Budgets, effects: Effects) {
    this.#claims = claims
    this.#budgets = budgets
    this.#effects = effects
  }

  /**
   * A reservation is announced in the document before it is made, and turned into a mark when it is: whatever a crash
   * interrupts is undone by the next claim. Answers with the ids of the runs the budget does not allow.
   */
  async begin(ref: ClaimRef, runs: readonly StepRun[]): Promise<string[]> {
    for (const run of runs) this.#budgets.assertAmounts(run.limits, run.bound_pico_usd)
    const stored = await this.#claims.read(ref, ['runs', 'effects'])
    const marked = stored['runs'] as Record<string, unknown>
    const fresh = runs.filter((run) => !Object.hasOwn(marked, fieldName(run.run_id)))
    const free = fresh.filter((run) => run.limits.length === 0)
    const limited = fresh
      .filter((run) => run.limits.length > 0)
      .map((run): Beginning => {
        // One name for each run: announcing it again, after an attempt that failed half-way, is the same announcement.
        const effectId = `reservation:${fieldName(run.run_id)}`
        const isNew = !Object.hasOwn(stored['effects'] as object, effectId)
        return { run, effectId, isNew }
      })
    if (fresh.length === 0) return []
    await this.#announce(ref, free, limited)
    if (limited.length === 0) return []
    const refused = await this.#reserve(ref, limited)
    await this.#confirm(ref, limited, new Set(refused))
    return refused
  }

  /** With `answer` null the run ended without an answer. False where the key of the answer has one already. */
  async end(
    ref: ClaimRef,
    runId: string,
    costs: readonly CostRecord[],
    answer: StoredAnswer | null,
  ): Promise<boolean> {
    const mark = markOf(runId)
    const stored = await this.#claims.read(ref, [mark])
    const [run = null] = runsFrom(stored['runs'] ?? {}, ref)
    if (run === null && costs.length === 0 && answer === null) return true
    const isLarge = answer !== null && BSON.calculateObjectSize(answer) > LARGE_BYTES
    // A large answer would not fit beside its text. Without its charge it is one of a lost run, until that is settled.
    const isKept = !isLarge || (await this.#effects.putAnswer(answer))
    const id = newEffectId()
    const effect = runEffect(id, run, costs, isLarge ? null : answer)
    await this.#claims.write(ref, {
      $unset: { [mark]: '' },
      $set: { [`effects.${id}`]: effect },
      $inc: { open_effects: 1 },
    })
    const isApplied = await this.#effects.applyOne(
      { _id: documentRecordId(ref), ...ref },
      id,
      effect,
    )
    return isKept && isApplied
  }

  async #announce(
    ref: ClaimRef,
    free: readonly StepRun[],
    limited: readonly Beginning[],
  ): Promise<void> {
    const set: Record<string, unknown> = {}
    for (const run of free) set[markOf(run.run_id)] = runToBson(run, orderKey())
    for (const { run, effectId } of limited) {
      const { token } = ref
      const effect: Effect = { kind: 'reservation', order: orderKey(), run: settling(run), token }
      set[`effects.${effectId}`] = effect
    }
    const added = limited.filter(({ isNew }) => isNew).length
    await this.#claims.write(ref, { $set: set, $inc: { open_effects: added } })
  }

  /** The ids of the runs that are refused. */
  async #reserve(ref: ClaimRef, limited: readonly Beginning[]): Promise<string[]> {
    const attempts = limited.map(({ run }) =>
      this.#budgets.reserve(run.limits, reservationOf(ref, run)),
    )
    // Whatever ends the claim waits for this: a reservation made after its end would never be undone.
    await Promise.allSettled(attempts)
    const isReserved = await Promise.all(attempts)
    return limited.filter((_, n) => isReserved[n] !== true).map(({ run }) => run.run_id)
  }

  async #confirm(
    ref: ClaimRef,
    limited: readonly Beginning[],
    refused: ReadonlySet<string>,
  ): Promise<void> {
    const granted = limited.map(({ run }) => run).filter((run) => !refused.has(run.run_id))
    const announced = limited.map(({ effectId }) => [`effects.${effectId}`, '' as const])
    const marks = granted.map((run) => [markOf(run.run_id), runToBson(run, orderKey())])
    try {
      await this.#claims.write(ref, {
        $unset: Object.fromEntries(announced) as Record<string, ''>,
        $inc: { open_effects: -limited.length },
        ...(marks.length > 0 && { $set: Object.fromEntries(marks) as Record<string, unknown> }),
      })
    } catch (thrown) {
      // Whoever has the document now may have looked before the last reservation was made.
      for (const run of granted) {
        const keys = run.limits.map(({ key }) => key)
        await this.#budgets.settle(keys, reservationOf(ref, run), 0n).catch(() => undefined)
      }
      throw thrown
    }
  }
}

const reservationOf = (ref: ClaimRef, run: StepRun): Reservation => ({
  tenantId: ref.tenant_id,
  runId: run.run_id,
  amount: run.bound_pico_usd,
})
