import { monotonicFactory } from 'ulid'

const nextUlid = monotonicFactory()

/** `newId('job')` is `job_01J…`: ids of one process sort in the order they were made. */
export function newId(prefix: string): string {
  return `${prefix}_${nextUlid()}`
}
