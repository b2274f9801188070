import { agentSettings } from '@colophon/agent-host'
import { agentsOf, isPrivateHost } from '@colophon/domain'
import { agentUrls } from '@colophon/profiles/ports'
import { RECORDS } from '@colophon/profiles/records'
import {
  BUS_SETTINGS,
  LOG_SETTINGS,
  opsSettings,
  SIGNING_SETTINGS,
  STORE_SETTINGS,
} from '@colophon/runtime/settings'
import { z } from 'zod'
import { WORKER_SETTINGS } from './compose.ts'

/** In this process, or the address of each. */
export type AgentPlaces = 'memory' | Readonly<Record<string, string>>

const agentNames = agentsOf(RECORDS)

function readAgentPlaces(text: string): AgentPlaces {
  if (text === 'memory:') return 'memory'
  const pairs = text.split(',').map((pair) => pair.trim().split('=', 2))
  return Object.fromEntries(pairs.map(([name = '', url = '']) => [name, url]))
}

const isComplete = (places: AgentPlaces): boolean =>
  places === 'memory' || agentNames.every((name) => URL.canParse(places[name] ?? ''))

/** Texts and tokens travel there: unencrypted only inside one's own network. */
const isConfidential = (places: AgentPlaces): boolean =>
  places === 'memory' ||
  Object.values(places).every((place) => {
    const { protocol, hostname } = new URL(place)
    return protocol === 'https:' || isPrivateHost(hostname)
  })

/** The default of the agents' caller. */
const AGENT_SILENCE_MS = 30_000
const milliseconds = (least: number) => z.coerce.number().int().min(least)

export const Config = z.object({
  ...STORE_SETTINGS,
  ...BUS_SETTINGS,
  ...opsSettings(8_010),
  AGENT_URLS: z
    .string()
    .default(agentUrls(() => '127.0.0.1'))
    .transform(readAgentPlaces)
    .refine(isComplete, {
      error: `expected ${agentNames.map((name) => `${name}=URL`).join(',')}, or memory:`,
    })
    .refine((places) => !isComplete(places) || isConfidential(places), {
      error: 'http only to hosts of your own network, https to any other',
    })
    .describe('Where the agents are; `memory:` runs them inside the worker'),
  // For agents in the worker.
  ...agentSettings('1'),
  ...WORKER_SETTINGS,
  AGENT_SILENCE_MS: milliseconds(1_000)
    .default(AGENT_SILENCE_MS)
    .describe('Silence of an agent after which a call is given up, in milliseconds'),
  ...SIGNING_SETTINGS,
  ...LOG_SETTINGS,
})
export type Config = z.infer<typeof Config>
