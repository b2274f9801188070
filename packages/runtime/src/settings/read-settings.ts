import type { z } from 'zod'
import { ConfigError, parseConfig, type Environment } from '../config.ts'

/**
 * A rule that settings must keep beyond their form. `check` throws, or rejects, with an error of a `config.*` code; it is
 * asked only when all the settings in `of` are well-formed, and changes nothing outside.
 */
export interface SettingRule<C> {
  of: readonly (keyof C & string)[]
  check: (config: C) => unknown
}

interface SettingFault extends Error {
  code: string
  problems?: readonly string[]
}

const isSettingFault = (thrown: unknown): thrown is SettingFault =>
  thrown instanceof Error &&
  'code' in thrown &&
  typeof thrown.code === 'string' &&
  thrown.code.startsWith('config.')

async function faultOf<C>({ check }: SettingRule<C>, config: C): Promise<SettingFault[]> {
  try {
    await check(config)
    return []
  } catch (thrown) {
    if (!isSettingFault(thrown)) throw thrown
    return [thrown]
  }
}

const MODEL_OF_AGENT = /^MODEL_(LOCAL|FAST|DEEP)_(?!(?:MAX_FIELDS|FOR_ALL)$)(\w+)$/

/** Earlier versions had a variable for the model of each agent. Whoever still sets one must not get another in silence. */
const strayModels = (env: Environment): string[] =>
  Object.entries(env).flatMap(([name, value]) => {
    const [, tier, agent = ''] = MODEL_OF_AGENT.exec(name) ?? []
    if (tier === undefined || value === undefined || value.trim() === '') return []
    const parameter = `?model.${agent
      .toLowerCase()
      .replaceAll('_', '-')
      .replace(/-agent$/, '')}-agent=NAME`
    return [`${name} is no setting: write ${parameter} behind the URL in MODEL_${tier}`]
  })

/**
 * Reads the variables of the schema and holds them against the rules. All that is wrong is told at once, in one
 * `ConfigError`; a single fault of a rule is thrown as it is, with its own code.
 */
export async function readSettings<S extends z.ZodObject>(
  schema: S,
  env: Environment,
  rules: readonly SettingRule<z.output<S>>[],
): Promise<z.output<S>> {
  const { config, bad, problems: malformed } = parseConfig(schema, env)
  const problems = [...malformed, ...('MODEL_LOCAL' in schema.shape ? strayModels(env) : [])]
  const asked = rules.filter(({ of }) => !of.some((name) => bad.has(name)))
  // Rules about an ill-formed setting are not asked, only those about the others.
  const faults = (await Promise.all(asked.map((rule) => faultOf(rule, config)))).flat()
  const [first] = faults
  const told = new Set(faults.flatMap(({ problems: several, message }) => several ?? [message]))
  if (first !== undefined && problems.length === 0 && told.size === 1) throw first
  if (problems.length + told.size > 0) throw new ConfigError([...problems, ...told])
  return config
}
