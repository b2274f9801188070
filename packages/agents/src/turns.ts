/** Work of ours that may hold the event loop at a time, in milliseconds. */
const LONGEST_TURN_MS = 10

/**
 * For work that can be long: waited for after each piece, it lets the event loop turn when the pieces so far have held it
 * long enough.
 */
export function createTurns(longestMs = LONGEST_TURN_MS): () => Promise<void> {
  let startedAt = performance.now()
  return async () => {
    if (performance.now() - startedAt < longestMs) return
    await new Promise((resolve) => setImmediate(resolve))
    startedAt = performance.now()
  }
}
