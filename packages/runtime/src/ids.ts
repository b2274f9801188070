import { randomFillSync } from 'node:crypto'
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
