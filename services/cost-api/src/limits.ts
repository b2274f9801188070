import type { PicoUsd } from '@colophon/domain'

/** What may be spent. Days and months are UTC. */
export interface CostLimits {
  perDocument: PicoUsd
  perDay: PicoUsd
  perMonth: PicoUsd
  /** From this share of a day or month on, work that only adds to a record is skipped. */
  alertShare: number
}
