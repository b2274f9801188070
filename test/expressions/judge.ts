/**
 * `npm run expressions`: judges the regular expressions of the product and keeps the verdicts that took long to find, so
 * that the test need not find them again. Run it after an expression was added that the test takes long for.
 */
import { writeFileSync } from 'node:fs'
import { productExpressions } from './product.ts'
import { judge, JUDGED_WITH, keyOf, KEPT_FILE, readKept, type Verdict } from './verdict.ts'

const TIMEOUT_MS = 600_000
const LONG_MS = 250

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const known = readKept().verdicts
const verdicts: Record<string, Verdict> = {}
const keep = (): void => {
  const sorted = Object.fromEntries(Object.entries(verdicts).sort())
  writeFileSync(
    KEPT_FILE,
    `${JSON.stringify({ judgedWith: JUDGED_WITH, verdicts: sorted }, null, 2)}\n`,
  )
}

const { expressions } = await productExpressions()
for (const expression of expressions) {
  const key = keyOf(expression)
  const before = cpuMs()
  const verdict = known[key] ?? judge(expression, TIMEOUT_MS)
  const spent = Math.round(cpuMs() - before)
  if (known[key] !== undefined || spent > LONG_MS) verdicts[key] = verdict
  if (verdict === 'worse' || verdict === 'unknown')
    process.stdout.write(
      `${verdict} (${spent} ms) ${expression.where}: /${expression.source}/${expression.flags}\n`,
    )
  keep()
}
