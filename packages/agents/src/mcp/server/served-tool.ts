import type { CallToolResult, Tool as Listed } from '@modelcontextprotocol/sdk/types.js'
import {
  AgentCallError,
  ColophonError,
  EnrichRequest,
  EnrichResponse,
  isEnrichRequest,
  isEnrichResponse,
  ModelTier,
  TIERS,
  type Course,
  type ModelClient,
  type Tier,
} from '@colophon/domain'
import { z } from 'zod'
import type { Agent, Tool } from '../../agent.ts'
import { callTool } from '../../call-tool.ts'
import { definitionHash } from '../../definition.ts'
import { largestCallOf } from '../../largest-call.ts'
import { rivals } from '../../tool-input.ts'
import { runAgent, type RunOptions } from '../../run-agent.ts'
import {
  DEFINITION_META,
  LARGEST_CALL_META,
  MODELS_META,
  OUTSIDE_META,
} from '../wire/description.ts'

type Output = Record<string, unknown>

/** A tool as clients see it: what is listed, what is checked before and after, what runs. */
export interface ServedTool {
  name: string
  title: string
  description: string
  input: z.ZodObject
  output: z.ZodObject
  meta?: Record<string, unknown>
  /** Cheap forms of the two schemas: what they take needs no further check, what they refuse the schemas decide on. */
  takes?: (args: unknown) => boolean
  gives?: (answer: unknown) => boolean
  run(args: Output, course: Course): Promise<Output>
  /** The text form repeats the answer for clients that cannot read structured content. */
  text(answer: Output): string
}

const READ_ONLY = {
  readOnlyHint: true,
  idempotentHint: true,
  openWorldHint: false,
  destructiveHint: false,
}

/** The means to answer: models, and where the rules run. */
export type Answering = Pick<RunOptions, 'models' | 'rules'>

function toolOf(agent: Agent, tool: Tool, answering: Answering): ServedTool {
  const { name, title, description, input } = tool
  const output = tool.output.extend({ rivals })
  return {
    name,
    title,
    description,
    input,
    output,
    run: (args, course) => callTool(agent, tool, args, { ...answering, ...course }),
    text: (answer) => JSON.stringify(answer),
  }
}

/** Everything that may answer, cheapest first: the agent's tiers that have a model, and their stand-ins. */
function modelsOf({ name, tiers, standIn }: Agent, models: ModelClient): string[] {
  const own = new Set<Tier>([...tiers, ...Object.values(standIn)])
  return TIERS.filter((tier) => own.has(tier)).flatMap((tier) => {
    if (tier === 'rules') return ['rules']
    const model = models.modelFor(tier, name)
    return model === undefined ? [] : [`${tier}:${model}`]
  })
}

/** The tiers whose models leave the house; nothing where none does. */
function outsideOf({ name }: Agent, models: ModelClient): Record<string, ModelTier[]> {
  const outside = ModelTier.options.filter(
    (tier) => models.modelFor(tier, name) !== undefined && models.isOutside(tier, name),
  )
  return outside.length === 0 ? {} : { [OUTSIDE_META]: outside }
}

function enrichOf(agent: Agent, answering: Answering): ServedTool {
  return {
    name: 'enrich',
    title: `${agent.title}: all fields`,
    description: `${agent.description} Answers all wanted fields of one document at once, with provenance and usage.`,
    input: EnrichRequest,
    output: EnrichResponse,
    takes: isEnrichRequest,
    gives: isEnrichResponse,
    meta: {
      [DEFINITION_META]: definitionHash(agent),
      [MODELS_META]: modelsOf(agent, answering.models),
      ...outsideOf(agent, answering.models),
      [LARGEST_CALL_META]: largestCallOf(agent),
    },
    run: (args, course) => runAgent(agent, args as EnrichRequest, { ...answering, ...course }),
    text: () => 'enriched',
  }
}

/** The offer of this agent's server: every tool of it for any client, and `enrich` for the pipeline. */
export const servedTools = (agent: Agent, answering: Answering): ServedTool[] => [
  ...agent.tools.map((tool) => toolOf(agent, tool, answering)),
  enrichOf(agent, answering),
]

/**
 * Without a word on its dialect, which clients of the newer protocol read as draft 2020-12 and those before them as draft
 * 7: ours use nothing that the two read differently.
 */
function schemaOf(schema: z.ZodObject, io: 'input' | 'output'): Listed['inputSchema'] {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io })
  return rest as Listed['inputSchema']
}

export function listed({ name, title, description, input, output, meta }: ServedTool): Listed {
  return {
    name,
    title,
    description,
    inputSchema: schemaOf(input, 'input'),
    outputSchema: schemaOf(output, 'output'),
    annotations: READ_ONLY,
    ...(meta !== undefined && { _meta: meta }),
  }
}

const MAX_PROBLEMS = 10

/** Where and how the arguments do not fit; never what they are. */
const problemsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message }) => `${path.join('.') || 'arguments'}: ${message}`)
    .join('; ')

/** Checks the arguments, runs the tool, checks its answer. Rejects with a `ColophonError` or with what the tool threw. */
export async function callServed(
  served: ServedTool,
  args: unknown,
  course: Course,
): Promise<CallToolResult> {
  const answer = await served.run(checkedArguments(served, args), course)
  const output = checkedAnswer(served, answer)
  return {
    content: [{ type: 'text', text: served.text(output) }],
    structuredContent: output,
  }
}

function checkedArguments({ takes, input }: ServedTool, args: unknown): Output {
  if (takes?.(args) === true) return args as Output
  const checked = input.safeParse(args)
  if (checked.success) return checked.data
  throw new ColophonError('agent.invalid_arguments', problemsOf(checked.error), {
    cause: checked.error,
  })
}

function checkedAnswer({ name, gives, output }: ServedTool, answer: Output): Output {
  if (gives?.(answer) === true) return answer
  const checked = output.safeParse(answer)
  if (checked.success) return checked.data
  // The answer is paid for all the same.
  const usage = EnrichResponse.shape.usage.safeParse(answer['usage']).data ?? []
  throw new AgentCallError('agent.invalid_answer', name, usage, { cause: checked.error })
}
