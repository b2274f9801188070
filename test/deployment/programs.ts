import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { Config as AgentConfig, DEFAULT_PORTS } from '../../packages/agents/src/config.ts'
import { Config as CoordinatorConfig } from '../../services/coordinator/src/config.ts'
import { Config as CostConfig } from '../../services/cost-api/src/config.ts'
import { Config as WorkerConfig } from '../../services/enrichment-worker/src/config.ts'
import { Config as ReviewConfig } from '../../services/review-api/src/config.ts'

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
