import { z } from 'zod'
import type { Agent, Tool, ToolField } from '../src/agent.ts'
import type { Proposal } from '../src/proposal.ts'
import { words, type Support } from '../src/support/index.ts'

export interface SmallField {
  path: string
  key?: string
  value?: z.ZodType
  support?: Support
}

const toField = ({ path, key, value = z.string(), support = words() }: SmallField): ToolField =>
  key === undefined ? { path } : { path, ask: { key, describe: `The ${key}`, value, support } }

/** A tool of a few fields whose rules are given by the test. */
export const aTool = (fields: readonly SmallField[], proposals: Proposal[] = []): Tool => ({
  name: 'read_it',
  title: 'Read it',
  description: 'Reads it.',
  input: z.object({ text: z.string() }),
  output: z.object({ read: z.boolean() }).loose(),
  fields: fields.map(toField),
  rules: () => proposals,
  present: () => ({ read: true }),
})

/** An agent of one tool that may use rules, then local, then fast. */
export const anAgent = (tool: Tool, overrides: Partial<Agent> = {}): Agent => ({
  unit: 'letter',
  version: { answers: 'a1', questions: 'q1' },
  readings: [],
  read: () => null,
  name: 'small-agent',
  profile: 'letters',
  title: 'Small',
  description: 'A small agent.',
  instructions: 'Read the letter.',
  tiers: ['rules', 'local', 'fast'],
  standIn: {},
  maxAnswerTokens: 1_000,
  decisive: [],
  tools: [tool],
  ...overrides,
})

/** A proposal of the rules: a value as it stands at the given offsets of the text. */
export const proposed = (
  path: string,
  value: unknown,
  confidence: number,
  span: [number, number] | null = [0, 4],
): Proposal => ({
  path,
  value,
  finding: {
    status: 'stated',
    confidence,
    evidence: span && { start: span[0], end: span[1] },
  },
})
