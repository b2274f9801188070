import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Config as AgentConfig, DEFAULT_PORTS } from '@colophon/agent-host/config'
import { Config as CoordinatorConfig } from '@colophon/coordinator/config'
import { Config as CostConfig } from '@colophon/cost-api/config'
import { Config as WorkerConfig } from '@colophon/enrichment-worker/config'
import { Config as ReviewConfig } from '@colophon/review-api/config'
import type { z } from 'zod'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Settings of each program of the deployment, by the name of its service. */
export const CONFIGS: Readonly<Record<string, z.ZodObject>> = {
  coordinator: CoordinatorConfig,
  'enrichment-worker': WorkerConfig,
  'review-api': ReviewConfig,
  'cost-api': CostConfig,
  ...Object.fromEntries(Object.keys(DEFAULT_PORTS).map((name) => [name, AgentConfig])),
}
export const AGENTS = Object.keys(DEFAULT_PORTS)
/** Where each listens inside of the deployment. */
export const PORTS = {
  coordinator: 5_000,
  'review-api': 5_001,
  'cost-api': 5_002,
  'enrichment-worker': 8_010,
  ...DEFAULT_PORTS,
}
