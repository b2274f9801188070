import { unlessAborted } from './abort.ts'

/** What `work` gives, or undefined as soon as `stop` aborts: it is then left to itself, however it ends. */
export async function unlessStopped<T>(
  work: Promise<T>,
  stop: AbortSignal,
): Promise<T | undefined> {
  try {
    return await unlessAborted(work, stop)
  } catch (thrown) {
    if (stop.aborted) return undefined
    throw thrown
  }
}

/** The items until `stop` aborts, also while the next one is waited for: standard input may never give another. */
export async function* untilStopped<T>(
  items: AsyncIterable<T>,
  stop: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const iterator = items[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await unlessStopped(iterator.next(), stop)
      if (next === undefined || next.done === true) return
      yield next.value
    }
  } finally {
    // Not awaited: a reader that waits for its next item comes to this only when it has it.
    iterator.return?.().catch(() => undefined)
  }
}
