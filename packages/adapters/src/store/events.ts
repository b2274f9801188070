import type { ColophonError } from '@colophon/domain'

export interface StoreOperation {
  /** The part of the port, or some of its methods: few names, for labels. */
  op: string
  method: string
  seconds: number
  /** Null where it was answered. */
  failure: ColophonError | null
}

export interface StoreLook {
  up: boolean
  /** Null where the store has no files of its own, or nothing can be said of them. */
  files: { bytes: number; freeRatio: number } | null
}

/** What is told of a store, for metrics. All of it may be left out; nothing here carries text of documents. */
export interface StoreEvents {
  /** An operation has ended. */
  operation?(event: StoreOperation): void
  /** How things are, every few seconds. */
  look?(event: StoreLook): void
}
