import { ColophonError, type BulkAnswer } from '@colophon/domain'

/** How many documents one call changes at most. */
export const CAP = 1_000
const AT_ONCE = 4
const SHOWN = 10

type Skipped = BulkAnswer['skipped'][number]
/** What became of one document, or would. */
export type Outcome = { changed: BulkAnswer['sample'][number] } | { skipped: Skipped }

export interface Run {
  dryRun: boolean
  /** Takes it all back. */
  undo: string | null
}

/** What is wrong with one document keeps none of the others from being changed. */
async function judged(documentId: string, change: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await change()
  } catch (thrown) {
    if (!(thrown instanceof ColophonError) || thrown.class !== 'permanent') throw thrown
    const { code, message: detail } = thrown
    return { skipped: { document_id: documentId, code, detail } }
  }
}

/** Changes a few at a time, each by itself, and says what became of them. */
export async function runBulk<T extends { id: string }>(
  targets: readonly T[],
  change: (target: T) => Promise<Outcome>,
  { dryRun, undo }: Run,
): Promise<BulkAnswer> {
  const outcomes: Outcome[] = []
  for (let at = 0; at < targets.length; at += AT_ONCE) {
    const some = targets.slice(at, at + AT_ONCE)
    outcomes.push(...(await Promise.all(some.map((one) => judged(one.id, () => change(one))))))
  }
  const changed = outcomes.flatMap((one) => ('changed' in one ? [one.changed] : []))
  const isDone = !dryRun && changed.length > 0
  return {
    dry_run: dryRun,
    count: changed.length,
    cap: CAP,
    sample: changed.slice(0, SHOWN),
    done: isDone ? changed.length : 0,
    skipped: outcomes.flatMap((one) => ('skipped' in one ? [one.skipped] : [])),
    undo: isDone ? undo : null,
  }
}

export function assertWithinCap(count: number, what: string): void {
  if (count <= CAP) return
  throw new ColophonError(
    'review.bulk_too_large',
    `${what} ${count} documents; at most ${CAP} are changed at once`,
  )
}
