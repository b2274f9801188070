/**
 * Calls `listener` once the signal aborts, at once where it has. Disposed of, it listens no more: a signal may outlive
 * many calls, and would keep what each of them holds.
 */
export function onAbort(signal: AbortSignal, listener: () => void): Disposable {
  if (signal.aborted) listener()
  else signal.addEventListener('abort', listener, { once: true })
  return {
    [Symbol.dispose]() {
      signal.removeEventListener('abort', listener)
    },
  }
}

/** Resolves once the signal aborts. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    onAbort(signal, resolve)
  })

/** Waits for `work`. Rejects with the signal's reason as soon as that aborts; the work is then left to itself. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  using _listening = onAbort(signal, () => {
    reject(signal.reason as Error)
  })
  return await Promise.race([work, aborted])
}
