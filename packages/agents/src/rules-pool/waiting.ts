import type { Job, RulesThread } from './rules-thread.ts'

/** The thread that has read a call's document, where it still runs. */
export type HomeOf = (job: Job) => RulesThread | undefined

/**
 * Takes out the call that a thread with room should do next: of a document it has read; else of one that nobody has. A
 * thread that would be idle takes any other: its reader is busy, and perhaps for long.
 */
export function takeFor(thread: RulesThread, waiting: Job[], homeOf: HomeOf): Job | undefined {
  let at = waiting.findIndex((job) => homeOf(job) === thread)
  if (at < 0) at = waiting.findIndex((job) => homeOf(job) === undefined)
  if (at < 0 && thread.ready && thread.load === 0) at = 0
  return waiting.splice(at, at < 0 ? 0 : 1)[0]
}
