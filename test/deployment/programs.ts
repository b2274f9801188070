import { AGENT_PORTS } from '@colophon/profiles/ports'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Config as AgentConfig } from '@colophon/agent-host/config'
import { Config as CoordinatorConfig } from '@colophon/coordinator/config'
import { Config as CostConfig } from '@colophon/cost-api/config'
import { Config as WorkerConfig } from '@colophon/enrichment-worker/config'
import { Config as ReviewConfig } from '@colophon/review-api/config'
import { configTable } from '@colophon/runtime'
import type { z } from 'zod'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Settings of each program of the deployment, by the name of its service. */
export const CONFIGS: Readonly<Record<string, z.ZodObject>> = {
  coordinator: CoordinatorConfig,
  'enrichment-worker': WorkerConfig,
  'review-api': ReviewConfig,
  'cost-api': CostConfig,
  ...Object.fromEntries(Object.keys(AGENT_PORTS).map((name) => [name, AgentConfig])),
}
export const AGENTS = Object.keys(AGENT_PORTS)
const portOf = (schema: z.ZodObject, setting: string): number =>
  Number(configTable(schema).find(({ name }) => name === setting)?.default)

/** Where each listens, inside of the deployment too. */
export const PORTS: Readonly<Record<string, number>> = {
  coordinator: portOf(CoordinatorConfig, 'PORT'),
  'review-api': portOf(ReviewConfig, 'PORT'),
  'cost-api': portOf(CostConfig, 'PORT'),
  'enrichment-worker': portOf(WorkerConfig, 'OPS_PORT'),
  ...AGENT_PORTS,
}
