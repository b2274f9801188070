import type { BudgetStanding } from '@colophon/domain'
import { lengthOf } from '../../../behaviour/money.ts'

interface GaugeProps {
  /** Of what it is, as it is read out. */
  of: string
  standing: Pick<BudgetStanding, 'limit_usd' | 'spent_usd' | 'reserved_usd'>
  projected?: string | undefined
}

/** Spent and held back, as parts of the limit. */
export function Gauge({ of, standing, projected }: GaugeProps) {
  const { limit_usd, spent_usd, reserved_usd } = standing
  const limit = lengthOf(limit_usd)
  const part = (usd: string): number => (limit === 0 ? 100 : (100 * lengthOf(usd)) / limit)
  const width = (usd: string): string => `${String(Math.min(100, part(usd)))}%`
  return (
    <div
      className="gauge"
      role="meter"
      aria-label={`Budget of ${of}: ${spent_usd} dollars of ${limit_usd} spent`}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(limit, lengthOf(spent_usd))}
    >
      <i className="spent" style={{ width: width(spent_usd) }} />
      <i className="held" style={{ width: width(reserved_usd) }} />
      {projected === undefined ? null : (
        <b style={{ left: width(projected) }} title={`Projected: $${projected}`} />
      )}
    </div>
  )
}
