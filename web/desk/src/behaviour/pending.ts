import type { FieldDecision, ReviewConflict } from '@colophon/domain'

/** Decisions of one task that the server has not confirmed, kept in the browser until it has. */
export interface Pending {
  /** Of the document that they were made on. */
  revision: number
  decisions: readonly FieldDecision[]
}

/** A later decision on a path takes the place of an earlier one, but those of lists, which build on each other. */
export function withPending(pending: Pending, decision: FieldDecision, revision: number): Pending {
  const builds =
    decision.action === 'add' || decision.action === 'remove' || decision.action === 'move'
  const kept = builds
    ? pending.decisions
    : pending.decisions.filter(({ path, action }) => path !== decision.path || action === 'add')
  const first = pending.decisions.length === 0
  return {
    revision: first ? revision : pending.revision,
    decisions: [...kept, decision],
  }
}

/** What is left when these have been confirmed. */
export const withoutSent = (pending: Pending, sent: readonly FieldDecision[]): Pending => ({
  ...pending,
  decisions: pending.decisions.filter((decision) => !sent.includes(decision)),
})

export interface Difference {
  path: string
  yours: FieldDecision
  /** What somebody else did to the same path since; empty where they did something else. */
  theirs: ReviewConflict['theirs']['changes']
}

const within = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`)

/** Each of your decisions beside what was done to the same since. */
export const differences = ({ theirs, yours }: ReviewConflict): Difference[] =>
  yours.map((decision) => ({
    path: decision.path,
    yours: decision,
    theirs: theirs.changes.filter(({ path }) => path !== null && within(path, decision.path)),
  }))

/** Your decisions that nobody else's stand against: they can be sent again without asking. */
export const undisputed = (conflict: ReviewConflict): FieldDecision[] =>
  differences(conflict)
    .filter(({ theirs }) => theirs.length === 0)
    .map(({ yours }) => yours)

interface Change {
  actor: string
  path: string | null
  to?: unknown
}

const valueOf = (to: unknown): unknown =>
  typeof to === 'object' && to !== null && 'value' in to ? to.value : undefined

/** Whether this very decision is among the changes: it was kept, and only the answer did not arrive. */
export function isSameDecision(
  changes: readonly Change[],
  decision: FieldDecision,
  actor: string,
): boolean {
  const last = changes.findLast((change) => change.path === decision.path)
  if (last?.actor !== actor) return false
  if (decision.action !== 'correct') return true
  return JSON.stringify(valueOf(last.to)) === JSON.stringify(decision.value)
}
