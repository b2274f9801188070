import { picoUsd, type PicoUsd } from '@colophon/domain'

/** What may be spent. Days and months are UTC. */
export interface CostLimits {
  perDocument: PicoUsd
  perDay: PicoUsd
  perMonth: PicoUsd
  /** From this share of a day or month on, work that only adds to a record is skipped. */
  alertShare: number
}

export const DEFAULT_LIMITS: CostLimits = {
  perDocument: picoUsd('0.50'),
  perDay: picoUsd('100'),
  perMonth: picoUsd('2000'),
  alertShare: 0.8,
}
