import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ColophonError } from '@colophon/domain'
import type { Agent } from './agent.ts'
import { Calibration, type Cells, type Count, type ModelCounts } from './counts.ts'
import { questionHash } from './definition.ts'

/** Of the confidence that the lower end has: 19 of 20 such ends lie below the true share. */
const Z = 1.645

/** The least share that so many right ones of so many make likely (Wilson's lower bound): of few, little. */
export function leastShare({ n, right }: Count): number {
  if (right === 0) return 0
  const share = right / n
  const square = Z * Z
  const centre = share + square / (2 * n)
  const half = Z * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n))
  return Math.max(0, (centre - half) / (1 + square / n))
}

/** The counts of a model on one field; undefined when nothing was, for this question and these weights. */
export function countsOf(
  { name, calibration }: Agent,
  model: { source: string; digest: string | undefined },
  path: string,
): Cells | undefined {
  const known = calibration?.models.get(model.source)
  if (known === undefined) return undefined
  if (known.digest !== undefined && model.digest !== undefined && known.digest !== model.digest)
    return undefined
  return known.agents[name]?.fields[path]
}

export interface Calibrated {
  agents: readonly Agent[]
  /** Agents that are asked otherwise than when the models were measured, as `model: agent`. */
  stale: string[]
}

function calibrate(agent: Agent, calibration: Calibration, stale: string[]): Agent {
  const models = new Map<string, ModelCounts>()
  for (const [source, counted] of Object.entries(calibration.models)) {
    const own = counted.agents[agent.name]
    if (own === undefined) continue
    if (own.question === questionHash(agent)) {
      models.set(source, { ...counted, agents: { [agent.name]: own } })
    } else stale.push(`${source}: ${agent.name}`)
  }
  if (models.size === 0) return agent
  const hash = createHash('sha256')
    .update(JSON.stringify([...models]))
    .digest('hex')
    .slice(0, 16)
  return { ...agent, calibration: { hash, models } }
}

/** The agents with what is known of their models. What was measured of another question is left out, and told. */
export function calibrated(
  agents: readonly Agent[],
  calibration: Calibration | undefined,
): Calibrated {
  const stale: string[] = []
  if (calibration === undefined) return { agents, stale }
  return { agents: agents.map((agent) => calibrate(agent, calibration, stale)), stale }
}

/** Reads the file that `npm run calibrate` wrote. Throws `config.invalid` with what is wrong with it. */
export function readCalibration(path: string): Calibration {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (thrown) {
    const why = thrown instanceof SyntaxError ? 'it is not JSON' : (thrown as Error).message
    throw new ColophonError('config.invalid', `MODEL_CALIBRATION ${path}: ${why}`)
  }
  const read = Calibration.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new ColophonError(
    'config.invalid',
    `MODEL_CALIBRATION ${path}: ${where}: ${issue?.message ?? ''}`,
  )
}

/** For what a program holds against its settings: that the file can be read. */
export const CALIBRATION_RULE = {
  of: ['MODEL_CALIBRATION'] as const,
  check: ({ MODEL_CALIBRATION: path }: { MODEL_CALIBRATION?: string | undefined }): void => {
    if (path !== undefined) readCalibration(path)
  },
}

/** Told of each model of which something was measured that does not count any more. */
export const STALE = 'the calibration is of another question: this model only proposes'

/** The agents with the calibration of a file, where a setting names one. */
export const calibratedBy = (path: string | undefined, agents: readonly Agent[]): Calibrated =>
  calibrated(agents, path === undefined ? undefined : readCalibration(path))
