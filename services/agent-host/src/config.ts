import { MAX_BODY_BYTES } from '@colophon/agents/endpoint'
import { AGENT_PORTS } from '@colophon/profiles/ports'
import { LOG_SETTINGS, SERVICE_AUTH_SETTINGS } from '@colophon/runtime/settings'
import { z } from 'zod'
import { agentSettings } from './compose.ts'

const portsInWords = Object.entries(AGENT_PORTS)
  .map(([agent, port]) => `${port} ${agent.replace(/-agent$/, '')}`)
  .join(', ')

/** Settings of one agent that runs as a service; every default is visible here. */
export const Config = z.object({
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address the agent listens on; only loopback without configured auth'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(`Port it listens on; 0 takes any free one. Unset: ${portsInWords}`),
  ALLOWED_HOSTS: z
    .string()
    .optional()
    .describe(
      'Host names it answers to, separated by commas; `*` for any. Unset: those of this machine on loopback, any elsewhere',
    ),
  ...SERVICE_AUTH_SETTINGS,
  ...agentSettings('1'),
  MAX_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(128)
    .describe('Calls worked on at once; one more is told that the agent is busy'),
  MAX_BODY_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .default(MAX_BODY_BYTES)
    .describe(
      'Largest request, in bytes: about three times the largest text; four of that size are held at once',
    ),
  DRAIN_GRACE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(30_000)
    .describe('How long calls in progress may take after SIGTERM, in milliseconds'),
  ...LOG_SETTINGS,
})
export type Config = z.infer<typeof Config>
