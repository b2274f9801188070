/** A part of the rules that is not run for this document: it has not come to its end before. */
export class PartLeftOut extends Error {}

/**
 * Told of each part of the rules (a tool, a reading that tools share) while it runs, so that one that never ends can be
 * named, and left out the next time.
 */
export interface PartWatch {
  /** Runs one part; of work that gives a promise, until that is settled. Throws `PartLeftOut` for one that is left out. */
  run<T>(part: string, work: () => T): T
}

export const UNWATCHED: PartWatch = { run: (_part, work) => work() }
