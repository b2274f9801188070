import type { Evidence } from '../evidence.ts'
import type { Check } from './check.ts'
import { checkBill, checkBudgets, checkPaidOnce, checkUnsettled } from './money.ts'
import { checkSecrets } from './secrets.ts'
import { checkFencing, checkTerminal, checkTroubles } from './work.ts'

export { checkOf, seconds, type Check } from './check.ts'

/** Everything that has to hold of work, whatever was done to it. */
export function checksOfWork(evidence: Evidence): Check[] {
  const { stored } = evidence
  return [
    checkTerminal(evidence),
    checkBill(evidence),
    checkUnsettled(evidence),
    ...(stored === undefined
      ? []
      : [
          checkFencing(evidence, stored),
          checkPaidOnce(evidence, stored),
          checkBudgets(evidence, stored),
        ]),
    checkSecrets(evidence),
    checkTroubles(evidence),
  ]
}
