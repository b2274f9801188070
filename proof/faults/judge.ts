import type { AlertName } from '@colophon/monitoring/thresholds'
import type { Fault } from './faults.ts'
import { untilSeen, type Monitoring } from './monitoring.ts'
import type { Stage } from './stage.ts'

/** What faults that struck together have raised. */
export interface Judged {
  faults: readonly Fault[]
  /** Every alert that was raised from the first of them to the last one's end, in the order they were. */
  raised: string[]
  /** Raised and not to be, or to be and not raised. */
  wrong: string[]
  /** From the strike until all that should were raised, and from the end of the faults until none was. */
  raisedAfterMs: number
  resolvedAfterMs: number
}

const RAISED_WITHIN_MS = 90_000
const RESOLVED_WITHIN_MS = 90_000
/** Rounds of all rules, once everything that should be is raised, in which nothing else may come up. */
const QUIET_ROUNDS = 5

/** Notes all that is raised while it looks. */
class Witness {
  readonly seen = new Set<string>()
  readonly #monitoring: Monitoring

  constructor(monitoring: Monitoring) {
    this.#monitoring = monitoring
  }

  async look(): Promise<string[]> {
    const names = (await this.#monitoring.raised()).map(({ labels }) => labels['alertname'] ?? '')
    for (const name of names) this.seen.add(name)
    return [...new Set(names)].toSorted()
  }
}

const rounds = async ({ prometheus }: Monitoring): Promise<number> =>
  (await prometheus.query('min(prometheus_rule_group_iterations_total)'))[0]?.value ?? 0

/** Throws when something is raised before anything was done. */
export const untilQuiet = (monitoring: Monitoring): Promise<string[]> =>
  untilSeen('nothing is raised', RESOLVED_WITHIN_MS, async () => {
    const is = await new Witness(monitoring).look()
    return { seen: is.length === 0, is }
  })

/** Waits for all of them; what is missing at the end is for the verdict. */
async function untilRaised(witness: Witness, expected: readonly AlertName[]): Promise<void> {
  await untilSeen('all are raised', RAISED_WITHIN_MS, async () => {
    await witness.look()
    const missing = expected.filter((name) => !witness.seen.has(name))
    return { seen: missing.length === 0, is: missing }
  }).catch(() => undefined)
}

async function stayQuiet(monitoring: Monitoring, witness: Witness): Promise<void> {
  const from = await rounds(monitoring)
  await untilSeen(`${QUIET_ROUNDS} more rounds`, RAISED_WITHIN_MS, async () => {
    await witness.look()
    const is = (await rounds(monitoring)) - from
    return { seen: is >= QUIET_ROUNDS, is }
  })
}

/** Has these faults strike at once, and ends them. */
export async function judge(stage: Stage, faults: readonly Fault[]): Promise<Judged> {
  const { monitoring } = stage
  await untilQuiet(monitoring)
  const witness = new Witness(monitoring)
  const expected = faults.flatMap(({ raises }) => raises)
  const struckAt = performance.now()
  const ends = await Promise.all(faults.map((fault) => fault.strike(stage)))
  await untilRaised(witness, expected)
  const raisedAfterMs = performance.now() - struckAt
  await stayQuiet(monitoring, witness)
  const endedAt = performance.now()
  await Promise.all(ends.map((end) => end()))
  await untilSeen('all are resolved', RESOLVED_WITHIN_MS, async () => {
    const is = await witness.look()
    return { seen: is.length === 0, is }
  })
  const raised = [...witness.seen]
  return {
    faults,
    raised,
    wrong: [...new Set<string>(expected).symmetricDifference(witness.seen)],
    raisedAfterMs,
    resolvedAfterMs: performance.now() - endedAt,
  }
}
