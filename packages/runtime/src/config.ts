import type { z } from 'zod'
import { jsonSchemaOf, printed, typeInWords, type JsonSchema } from './type-in-words.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** `problems` has one sentence per bad variable. Values are never repeated: they may be secrets. */
export class ConfigError extends Error {
  readonly code = 'config.invalid'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((each) => `  ${each}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/**
 * Parses the variables the schema names; a blank one counts as unset. Throws one `ConfigError` for all that are bad.
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const { config, problems } = parseConfig(schema, env)
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

export interface ParsedConfig<C> {
  /** Without the bad ones. */
  config: C
  /** Names of variables that are ill-formed, or required and missing. */
  bad: ReadonlySet<string>
  problems: readonly string[]
}

export function parseConfig<S extends z.ZodObject>(
  schema: S,
  env: Environment,
): ParsedConfig<z.output<S>> {
  const given = Object.keys(schema.shape).flatMap((name) => {
    const value = env[name]
    return value === undefined || value.trim() === '' ? [] : [[name, value] as const]
  })
  const values = Object.fromEntries(given)
  const parsed = schema.safeParse(values)
  if (parsed.success) return { config: parsed.data, bad: new Set(), problems: [] }
  const rows = new Map(configTable(schema).map((row) => [row.name, row]))
  const { issues } = parsed.error
  return {
    config: wellFormed(schema, values) as z.output<S>,
    bad: new Set(issues.map(({ path }) => String(path[0] ?? ''))),
    problems: [...new Set(issues.map((issue) => problemOf(issue, rows, values)))],
  }
}

/** Variable by variable: what can be read beside what cannot. */
const wellFormed = (
  schema: z.ZodObject,
  values: Readonly<Record<string, string>>,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, field]) => {
      const read = (field as z.ZodType).safeParse(values[name])
      return read.success ? [[name, read.data]] : []
    }),
  )

function problemOf(
  issue: z.core.$ZodIssue,
  rows: ReadonlyMap<string, ConfigRow>,
  values: Readonly<Record<string, string>>,
): string {
  const name = String(issue.path[0] ?? '')
  const row = rows.get(name)
  if (row === undefined) return issue.message
  const about = row.description === '' ? '' : ` (${row.description})`
  if (values[name] === undefined) return `${name} is required: ${row.type}${about}`
  if (issue.code === 'custom') return `${name}: ${issue.message}${about}`
  return `${name} is not valid: expected ${row.type}${about}`
}

export interface ConfigRow {
  name: string
  /** The form of the value in words: `integer 1–65535`, `info | warn | error`. */
  type: string
  /** Null: there is none. */
  default: string | null
  required: boolean
  description: string
}

/** One row per variable, for the generated reference. */
export function configTable(schema: z.ZodObject): ConfigRow[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const output = jsonSchemaOf(field as z.ZodType, 'output')
    // A transformed value has no schema of its own; what goes in has.
    const input = jsonSchemaOf(field as z.ZodType, 'input')
    const fallback = output['default'] ?? input['default']
    return {
      name,
      type: typeInWords(isDescribed(output) ? output : input),
      default: fallback === undefined ? null : printed(fallback),
      required: !(field as z.ZodType).safeParse(undefined).success,
      description: (field as z.ZodType).description ?? '',
    }
  })
}

const isDescribed = (schema: JsonSchema): boolean =>
  ['type', 'enum', 'const', 'anyOf'].some((key) => key in schema)
