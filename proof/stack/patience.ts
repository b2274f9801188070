import { availableParallelism, loadavg } from 'node:os'

/** Beyond this a machine is not busy but stuck. */
const MOST = 10

/**
 * How much longer things may take than on an idle machine: the processes that want a core, for each core (Linux and
 * macOS; 1 where nobody counts them). The one place where waiting is measured by the machine's load.
 */
export const loadFactor = (
  load: number = loadavg()[0] ?? 0,
  cores: number = availableParallelism(),
): number => Math.min(MOST, Math.max(1, load / cores))

/** A time limit for something that begins now. */
export const patient = (ms: number): number => Math.ceil(ms * loadFactor())

export interface Deadline {
  /** The time that was given, times the highest load that was seen. */
  readonly ms: number
  passed(): boolean
}

/** For loops that wait: load that comes while they do counts too, and what was granted is not taken back. */
export function deadlineIn(idleMs: number, factor: () => number = loadFactor): Deadline {
  const startedAt = performance.now()
  let highest = factor()
  return {
    get ms() {
      return idleMs * highest
    },
    passed() {
      highest = Math.max(highest, factor())
      return performance.now() - startedAt > this.ms
    },
  }
}
