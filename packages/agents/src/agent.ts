import type { ModelTier, Tier } from '@colophon/domain'
import type { z } from 'zod'
import type { AgentCalibration } from './counts.ts'
import type { PartWatch } from './parts.ts'
import type { Proposal } from './proposal.ts'
import type { RulesInput } from './rules-input.ts'
import type { Support } from './support/index.ts'

/** How a model is asked for a field: the key in its answer, what it should look for, the form of the value. */
export interface Ask {
  key: string
  describe: string
  value: z.ZodType
  /** How a quote leads to the value, of a list to an item of it: without, a model's value is only a proposal. */
  support: Support
  /** Characters of a text a model is held to where it can be held to anything; 300 when left out. */
  longest?: number
}

/** A path of the profile a tool answers for. Without `ask` only rules and the input can fill it. */
export interface ToolField {
  path: string
  ask?: Ask
}

/** Values a tool call ended with, by path. */
export type Answer = (path: string) => unknown

/**
 * A tool is data plus pure functions: what it takes and gives, what a model is asked, and the rules that answer without
 * one. Methods, so that one list can hold tools of all shapes.
 */
export interface Tool<R = unknown> {
  name: string
  title: string
  description: string
  input: z.ZodObject
  output: z.ZodObject
  fields: readonly ToolField[]
  /** Paths of sibling tools that the output shows too. */
  shows?: readonly string[]
  rules?(reading: R): Proposal[] | Promise<Proposal[]>
  /** Puts the resolved values into the tool's own output form. */
  present(answer: Answer, confidence: (path: string) => number): Record<string, unknown>
}

/** The common part of all agents of a profile: what they read of a document, how, and what they call it. */
export interface Reads<R = unknown> {
  /** Name of the kind of record that they read: they refuse all others. */
  profile: string
  /** The word for one such document, to models and to callers. */
  unit: string
  /** Fingerprints of the sources that make answers, and of those that decide what a model is asked and how it is judged. */
  version: { answers: string; questions: string }
  /** Parts of reading that tools share, by the names that a watch is told. */
  readings: readonly string[]
  /** The document as the rules of all tools read it; what is told of its parts is told to the watch. */
  read(request: RulesInput, watch: PartWatch): R
}

export interface Agent<R = unknown> extends Reads<R> {
  name: string
  title: string
  description: string
  /** Static part of every prompt of this agent. */
  instructions: string
  /** Tiers that may answer, cheapest first. */
  tiers: readonly Tier[]
  /** Which tier stands in when a model tier has no model configured. */
  standIn: Readonly<Partial<Record<ModelTier, ModelTier>>>
  tools: readonly Tool<R>[]
  /** Paths of the profile that decide whether a person has to look: a model that was not measured never fills them. */
  decisive: readonly string[]
  /** How often its models were right, where that was measured. */
  calibration?: AgentCalibration
  /**
   * Longest answer a model is asked for, thinking included: as long as answers need, since one that is cut at it is lost,
   * and not longer, since all of it is reserved before every paid call.
   */
  maxAnswerTokens: number
}

/** Tokens that a model may think before it answers, at the low effort that is asked for by default. */
export const THINKING_TOKENS = 2_048

/** Makes what defines the tools and agents of a profile, which read its documents in one and the same way. */
export const agentsThatRead = <R>(reads: Reads<R>) => ({
  defineTool: (tool: Tool<R>): Tool<R> => tool,
  defineAgent: (agent: Omit<Agent<R>, keyof Reads>): Agent<R> => ({ ...reads, ...agent }),
})

export const fieldsOf = (agent: Agent): ToolField[] =>
  agent.tools.flatMap((tool) => [...tool.fields])

export type AskedField = ToolField & { ask: Ask }
const askedFields = new WeakMap<Agent, AskedField[]>()

/** The fields a model can be asked for, in the order of the tools. */
export function askedFieldsOf(agent: Agent): readonly AskedField[] {
  let fields = askedFields.get(agent)
  if (fields === undefined) {
    fields = fieldsOf(agent).filter((field): field is AskedField => field.ask !== undefined)
    askedFields.set(agent, fields)
  }
  return fields
}

interface Producer {
  tool: Tool
  field: ToolField
}
const producers = new WeakMap<Agent, Map<string, Producer>>()

/** The tool that answers for a path, and how. */
export function producerOf(agent: Agent, path: string): Producer | undefined {
  let byPath = producers.get(agent)
  if (byPath === undefined) {
    const entries = agent.tools.flatMap((tool) =>
      tool.fields.map((field): [string, Producer] => [field.path, { tool, field }]),
    )
    producers.set(agent, (byPath = new Map(entries)))
  }
  return byPath.get(path)
}
