import { ColophonError } from '@colophon/domain'
import {
  createLogger,
  readConfig,
  shutdownSignal,
  type Logger,
  type ShutdownSignal,
} from '@colophon/runtime'
import { assertStoreUrl } from '@colophon/runtime/settings'
import { Config } from './config.ts'

/** What every command gets from the process. */
export interface Context {
  env: NodeJS.ProcessEnv
  cwd: string
  stdin: NodeJS.ReadStream
  stdout: NodeJS.WriteStream
  stderr: NodeJS.WriteStream
}

export const processContext = (): Context => ({
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
})

/** Exit codes: all done · could not run · some documents failed · stopped by Ctrl-C. */
export const EXIT = { done: 0, notRun: 1, someFailed: 2, interrupted: 130 } as const

export interface CommandSetup {
  config: Config
  log: Logger
  stop: ShutdownSignal
}

export function setUp(context: Context): CommandSetup {
  const config = readConfig(Config, context.env)
  assertStoreUrl(config.STORE_URL, context.env['NODE_ENV'] ?? 'production')
  return {
    config,
    log: createLogger({ service: 'colophon', level: config.LOG_LEVEL }),
    stop: shutdownSignal(),
  }
}

/** What to print for something thrown: errors of the catalogue with their fix, anything else with its stack. */
export function describeFailure(thrown: unknown): string {
  if (thrown instanceof ColophonError) {
    return `colophon: ${thrown.message}\n  ${thrown.fix} [${thrown.code}]`
  }
  if (thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string') {
    return `colophon: ${thrown.message} [${thrown.code}]`
  }
  return `colophon: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`
}
