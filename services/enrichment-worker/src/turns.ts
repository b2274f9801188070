import type { Course } from '@colophon/domain'

/** Follows whether an agent has come to its first turn at a model. */
export class Turns {
  readonly #course: Course
  #waits = false
  #hadOne = false
  #waitsForFirst = false

  constructor(course: Course) {
    this.#course = course
  }

  /** Passes on what changes. A wait that ends with the run has come to no turn. */
  readonly onWait = (waits: boolean): void => {
    if (!this.#course.signal.aborted) {
      this.#hadOne ||= !waits
      this.#waitsForFirst = waits && !this.#hadOne
    }
    if (waits === this.#waits) return
    this.#waits = waits
    this.#course.onWait?.(waits)
  }

  /** Whether a run that was ended still waited for its first turn, so that no model was asked. False: nobody knows. */
  get endedBeforeFirst(): boolean {
    return this.#waitsForFirst
  }
}
