import { chainedHash } from '../../chained-hash.ts'
import type { SqlValue } from './database.ts'

/** A change of a record that carries all of its changes; all but `n` and `at` is JSON already. */
export interface EncodedChange {
  /** What the first words of its hash are made over, beside `n` and `at`. */
  of: readonly string[]
  n: number
  at: string
  actor: string
  from: string
  to: string
}

/** What the domain writes out for the hash of a change, from values that are JSON already. */
function contentOf({ of, n, at, actor, from, to }: EncodedChange): string {
  const head = JSON.stringify([...of, n, at])
  return `${head.slice(0, -1)},${actor},${from},${to}]`
}

/** The changes of a record as they are kept, with one more. */
export function withChange(kept: SqlValue | undefined, change: EncodedChange): string {
  const { n, at, actor, from, to } = change
  const changes = JSON.parse(String(kept ?? '[]')) as { hash: string }[]
  const hash = chainedHash(changes, contentOf(change))
  const entry = `{"n":${n},"at":${JSON.stringify(at)},"actor":${actor},"from":${from},"to":${to},"hash":"${hash}"}`
  return `[${[...changes.map((one) => JSON.stringify(one)), entry].join(',')}]`
}
