import type { Agent } from '../agent.ts'
import type { Found } from '../run-rules.ts'
import type { RulesInput } from '../rules-input.ts'

/** The data a thread is started with. */
export interface ThreadInput {
  /** URLs of modules, each with the agents of a profile, that are loaded before the thread is ready. */
  modules: readonly string[]
  /** Holds the number of the part that runs, from 1; 0 between parts. Read when the thread can answer no more. */
  running: Int32Array
  /** Where compiled code is kept; null when the process keeps none. */
  compileCache: string | null
}

/** The exports of a module for threads. */
export interface AgentsModule {
  agents: readonly Agent[]
}

/**
 * The names of all parts, in the order of their numbers. Sent when the thread can work, and anew when it has loaded another
 * profile, before a rule of that runs.
 */
export interface Ready {
  parts: string[]
}

/** One call; the thread answers in the order they come. */
export interface Call {
  /** URL of the module that has the agent. */
  module: string
  agent: string
  request: RulesInput
  wanted: readonly string[]
  leftOut: readonly string[]
}

export interface Answer extends Found {
  ms: number
}

/** An error that a rule threw. */
export interface Failure {
  message: string
  stack: string | undefined
}

export type FromThread = { ready: Ready } | { answer: Answer } | { failure: Failure }
