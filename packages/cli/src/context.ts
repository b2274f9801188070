import { BUS_RULE } from '@colophon/adapters/bus'
import { STORE_RULE } from '@colophon/adapters/store'
import { AGENT_RULES } from '@colophon/agent-host'
import type { RulesModules } from '@colophon/agents'
import { WEBHOOKS_RULE } from '@colophon/coordinator'
import { ColophonError, VERSION } from '@colophon/domain'
import { COMPUTE_RULE } from '@colophon/enrichment-worker'
import type { ProfileFolder } from '@colophon/profiles'
import {
  assertLoopback,
  createLogger,
  shutdownSignal,
  startedBy,
  type Logger,
  type ShutdownSignal,
} from '@colophon/runtime'
import {
  assertStoreUrl,
  LEASE_RULE,
  readSettings,
  type SettingRule,
} from '@colophon/runtime/settings'
import { NO_TRACER, openTracer, type Tracer } from '@colophon/runtime/tracing'
import { Config } from './config.ts'
import { TOO_MANY_FILES } from './input/problems.ts'

/** The process, as every command gets it. */
export interface Context {
  env: NodeJS.ProcessEnv
  cwd: string
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
  /** The kinds of records there are. @default those of the product */
  profiles?: readonly ProfileFolder[]
  /** Where threads find the agents of a profile. @default as the profiles say */
  modules?: RulesModules
}

export const processContext = (): Context => ({
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
})

/**
 * Exit codes: all done · could not run · some documents failed · a gate did not pass; `stopCode` says that of a run that
 * was stopped.
 */
export const EXIT = { done: 0, notRun: 1, someFailed: 2, gateFailed: 3 } as const

export interface CommandSetup {
  config: Config
  log: Logger
  stop: ShutdownSignal
  /** To be disposed when all else is. */
  tracer: Tracer
}

/** Needs of a command beside the store that all open. */
export interface CommandNeeds {
  /** It enriches, or says whether that would go: bus and models. */
  runs?: boolean
  /** It listens on HOST, where nobody is asked for a token. */
  serves?: boolean
  /** It says what it does in spans, where somebody collects them. */
  traced?: boolean
}

function rulesFor(context: Context, { runs = false, serves = false }: CommandNeeds) {
  const environment = context.env['NODE_ENV'] ?? 'production'
  const rules: SettingRule<Config>[] = [
    { of: ['STORE_URL'], check: ({ STORE_URL }) => assertStoreUrl(STORE_URL, environment) },
    STORE_RULE,
  ]
  if (runs) rules.push(BUS_RULE, LEASE_RULE, WEBHOOKS_RULE, COMPUTE_RULE, ...AGENT_RULES)
  if (serves) {
    rules.push({
      of: ['HOST'],
      check: ({ HOST }) => {
        assertLoopback(HOST)
      },
    })
  }
  return rules
}

/** Throws for everything that is wrong with the settings of a command, at once. */
export async function setUp(context: Context, needs: CommandNeeds = {}): Promise<CommandSetup> {
  const config = await readSettings(Config, context.env, rulesFor(context, needs))
  const process = { service: 'colophon', version: VERSION }
  const tracer = needs.traced === true ? await openTracer(config, process) : NO_TRACER
  return {
    config,
    log: createLogger({ service: 'colophon', level: config.LOG_LEVEL, tracer }),
    tracer,
    stop: shutdownSignal({ starters: startedBy(context.env) }),
  }
}

/** Words for something thrown: errors of the catalogue with their fix, anything else with its stack. */
export function describeFailure(thrown: unknown): string {
  if (thrown instanceof ColophonError) {
    return `colophon: ${thrown.message}\n  ${thrown.fix} [${thrown.code}]`
  }
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    const why = ['EMFILE', 'ENFILE'].includes(thrown.code) ? `\n  In words: ${TOO_MANY_FILES}.` : ''
    return `colophon: ${thrown.message}${why} [${thrown.code}]`
  }
  return `colophon: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`
}
