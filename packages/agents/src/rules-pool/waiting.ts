import type { Job, RulesThread } from './rules-thread.ts'

/**
 * Takes out the call that a thread with room should do next: of a document it has read; else of one that nobody has. A
 * thread that would be idle takes any other: its reader is busy, and perhaps for long.
 */
export function takeFor(
  thread: RulesThread,
  waiting: Job[],
  threads: ReadonlySet<RulesThread>,
): Job | undefined {
  let at = waiting.findIndex(({ document }) => document.home === thread)
  if (at < 0) {
    at = waiting.findIndex(({ document: { home } }) => home === null || !threads.has(home))
  }
  if (at < 0 && thread.ready && thread.load === 0) at = 0
  return waiting.splice(at, at < 0 ? 0 : 1)[0]
}

/** Calls of documents that no thread has read: what another thread would be good for. */
export const isUnread = ({ document: { home } }: Job, threads: ReadonlySet<RulesThread>): boolean =>
  home === null || !threads.has(home)
