const nothing = (): void => undefined

/** What `work` gives, or undefined as soon as `stop` aborts: it is then left to itself, however it ends. */
export async function unlessStopped<T>(
  work: Promise<T>,
  stop: AbortSignal,
): Promise<T | undefined> {
  if (stop.aborted) {
    work.catch(nothing)
    return undefined
  }
  let onStop = nothing
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      onStop = () => {
        resolve(undefined)
      }
      stop.addEventListener('abort', onStop, { once: true })
      work.then(resolve, reject)
    })
  } finally {
    stop.removeEventListener('abort', onStop)
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
    iterator.return?.().catch(nothing)
  }
}
