import type { ModelTier, Tier } from '@colophon/domain'
import type { z } from 'zod'
import type { Proposal } from './proposal.ts'
import type { Reading } from './reading.ts'

/** How a model is asked for a field: the key in its answer, what it should look for, the form of the value. */
export interface Ask {
  key: string
  describe: string
  value: z.ZodType
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
export interface Tool {
  name: string
  title: string
  description: string
  input: z.ZodObject
  output: z.ZodObject
  fields: readonly ToolField[]
  /** Paths of sibling tools that the output shows too. */
  shows?: readonly string[]
  rules?(reading: Reading): Proposal[]
  /** Puts the resolved values into the tool's own output form. */
  present(answer: Answer, confidence: (path: string) => number): Record<string, unknown>
}

export interface Agent {
  name: string
  title: string
  description: string
  /** Static part of every prompt of this agent. */
  instructions: string
  /** Tiers that may answer, cheapest first. */
  tiers: readonly Tier[]
  /** Which tier stands in when a model tier has no model configured. */
  standIn: Readonly<Partial<Record<ModelTier, ModelTier>>>
  tools: readonly Tool[]
}

export const defineTool = (tool: Tool): Tool => tool
export const defineAgent = (agent: Agent): Agent => agent

export const fieldsOf = (agent: Agent): ToolField[] =>
  agent.tools.flatMap((tool) => [...tool.fields])

/** The tool that answers for a path. */
export const toolFor = (agent: Agent, path: string): Tool | undefined =>
  agent.tools.find((tool) => tool.fields.some((field) => field.path === path))
