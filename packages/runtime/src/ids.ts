import { hash, randomFillSync } from 'node:crypto'
import type { DocumentRecord } from '@colophon/domain'
import { monotonicFactory } from 'ulid'

// The library asks the system for one random byte at a time, sixteen for an id: here it is asked for many at once.
const pool = new Uint8Array(4_096)
let next = pool.length

function random(): number {
  if (next === pool.length) {
    randomFillSync(pool)
    next = 0
  }
  return (pool[next++] ?? 0) / 256
}

const nextUlid = monotonicFactory(random)

/** `newId('job')` is `job_01J…`: ids of one process sort in the order they were made. */
export function newId(prefix: string): string {
  return `${prefix}_${nextUlid()}`
}

const digest = (parts: readonly (string | number)[]): string =>
  hash('sha256', JSON.stringify(parts), 'hex')

/** `idOf('rev', …)` is `rev_` and the first half of a hash: the same parts always make the same id. */
export const idOf = (prefix: string, ...parts: (string | number)[]): string =>
  `${prefix}_${digest(parts).slice(0, 24)}`

/** Uniform in [0, 1) and the same whenever this revision of a text is routed. */
export const drawOf = ({
  tenant_id,
  document_id,
  source_hash,
}: Pick<DocumentRecord, 'tenant_id' | 'document_id' | 'source_hash'>): number =>
  parseInt(digest(['audit', tenant_id, document_id, source_hash]).slice(0, 12), 16) / 2 ** 48
