/** Agents of another profile, whose rules wait: a module for threads. */
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { agentsThatRead, type Tool } from '../src/define.ts'

interface Slip {
  text: string
  /** How many documents are in work while this one is read. */
  together: () => Promise<number>
}

let inWork = 0

const { defineAgent, defineTool } = agentsThatRead<Slip>({
  profile: 'slips',
  unit: 'slip',
  version: { answers: 's1', questions: 's1' },
  readings: ['together'],
  read: ({ text }, watch) => ({
    text,
    together: () =>
      watch.run('together', async () => {
        inWork += 1
        await delay(20)
        const together = inWork
        inWork -= 1
        return together
      }),
  }),
})

const tool = (name: string, rules: NonNullable<Tool<Slip>['rules']>): Tool<Slip> =>
  defineTool({
    name,
    title: name,
    description: name,
    input: z.object({ text: z.string() }),
    output: z.object({}).loose(),
    fields: [{ path: `slip.${name}` }],
    rules,
    present: () => ({}),
  })

const found = (path: string, value: unknown) => ({
  path,
  value,
  finding: { status: 'inferred' as const, confidence: 0.9, evidence: null, reason: 'counted' },
})

export const waitingAgent = defineAgent({
  name: 'slip-agent',
  title: 'Slips',
  description: 'Reads slips.',
  instructions: 'Read the slip.',
  tiers: ['rules'],
  standIn: {},
  decisive: [],
  maxAnswerTokens: 100,
  tools: [
    tool('count', async (slip) => [found('slip.count', await slip.together())]),
    tool('wait', async ({ text }) => {
      if (text.includes('for ever')) await new Promise(() => undefined)
      return [found('slip.wait', text.length)]
    }),
  ],
})

export const agents = [waitingAgent]
