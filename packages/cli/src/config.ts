import { agentSettings } from '@colophon/agent-host'
import { COORDINATOR_SETTINGS } from '@colophon/coordinator'
import { WORKER_SETTINGS } from '@colophon/enrichment-worker'
import {
  AUDIENCE_SETTINGS,
  IMAGE_SETTINGS,
  logLevel,
  SIGNING_SETTINGS,
} from '@colophon/runtime/settings'
import { TRACING_SETTINGS } from '@colophon/runtime/tracing'
import { z } from 'zod'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)

/** Settings of the one-process form; every default is visible here. */
export const Config = z.object({
  STORE_URL: z
    .string()
    .default('sqlite:./data/colophon.db')
    .describe('Where work, records and costs are kept'),
  ...IMAGE_SETTINGS,
  BUS_URL: z.string().default('local:').describe('How workers hear of work'),
  TENANT_ID: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
    .default('default')
    .describe('Whose records these are'),
  ...agentSettings('2 for `enrich`, 1 for all else'),
  ...COORDINATOR_SETTINGS,
  ...WORKER_SETTINGS,
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address the APIs listen on; only loopback without configured auth'),
  JOB_PORT: port(5_000).describe('Port of the job API; 0 takes any free one'),
  REVIEW_PORT: port(5_001).describe('Port of the review API'),
  COST_PORT: port(5_002).describe('Port of the cost API'),
  BACKUP_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(30)
    .describe('How long archives are kept that newer ones have followed, in days'),
  BACKUP_HOOK: z
    .string()
    .optional()
    .describe('Command line that takes each new archive elsewhere: its path is `$1`'),
  LOG_LEVEL: logLevel('warn'),
  ...TRACING_SETTINGS,
})
export type Config = z.infer<typeof Config>

/** Settings of `colophon submit`. */
export const SubmitConfig = z.object({
  COLOPHON_URL: z
    .string()
    .default('http://127.0.0.1:5000')
    .describe('Where the job API is that `submit` sends to'),
  COLOPHON_TOKEN: z.string().optional().describe('Token that `submit` shows to it'),
})
export type SubmitConfig = z.infer<typeof SubmitConfig>

/** Settings of `colophon token`. */
export const TokenConfig = z.object({ ...SIGNING_SETTINGS, ...AUDIENCE_SETTINGS })
