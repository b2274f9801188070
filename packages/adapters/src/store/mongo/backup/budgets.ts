import { Long } from 'mongodb'
import type { Stored } from '../connection/collections.ts'

const amountOf = (value: unknown): Long => Long.fromString(String(value))

/**
 * A budget without the reservations of runs that began after their documents were copied: nobody would ever end those.
 * Money that was spent stays spent.
 */
export function withoutUnknown(budget: Stored, known: ReadonlySet<string>): Stored {
  const all = Object.entries(budget['reservations'] as Record<string, unknown>)
  const unknown = all.filter(([name]) => !known.has(name))
  if (unknown.length === 0) return budget
  const freed = unknown.reduce((sum, [, amount]) => sum.add(amountOf(amount)), Long.ZERO)
  const { committed_pico_usd, reserved_pico_usd } = budget
  return {
    ...budget,
    committed_pico_usd: amountOf(committed_pico_usd).subtract(freed),
    reserved_pico_usd: amountOf(reserved_pico_usd).subtract(freed),
    reservations: Object.fromEntries(all.filter(([name]) => known.has(name))),
  }
}
