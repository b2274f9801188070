import type { Agent } from '../agent.ts'
import type { Found } from '../run-rules.ts'
import type { RulesInput } from '../rules-input.ts'

/** What a thread is started with. */
export interface ThreadInput {
  /** URL of a module that exports the agents as `agents`. */
  agents: string
  /** Holds the number of the part that runs, from 1; 0 between parts. Read when the thread can answer no more. */
  running: Int32Array
  /** Where compiled code is kept; null when the process keeps none. */
  compileCache: string | null
}

export interface AgentsModule {
  agents: readonly Agent[]
}

/** Sent once, when the thread can work: the names of all parts, in the order of their numbers. */
export interface Ready {
  parts: string[]
}

/** One call; the thread answers in the order they come. */
export interface Call {
  agent: string
  request: RulesInput
  wanted: readonly string[]
  leftOut: readonly string[]
}

export interface Answer extends Found {
  ms: number
}

/** What a rule threw. */
export interface Failure {
  message: string
  stack: string | undefined
}

export type FromThread = { ready: Ready } | { answer: Answer } | { failure: Failure }
