import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Death } from '../stack/index.ts'

/** A line of a log that says that something broke, and how often it is there. */
export interface LogFinding {
  process: string
  what: string
  times: number
}

const FATAL = 60
const ERROR = 50
/** Written by Node itself, or by Go. */
const CRASHES =
  /unhandled|uncaught|UnhandledPromiseRejection|^\s+at .+:\d+:\d+\)?$|^panic:|^fatal error:|^goroutine \d+ \[/i
/** Errors of the language: never of the world outside, always of the program. */
const DEFECTS = /^(?:TypeError|RangeError|ReferenceError|SyntaxError|EvalError|AssertionError)$/
/** The same below another error; `fetch` reports a broken connection in this form. */
const CAUSED_BY =
  /caused by: ((?:TypeError|RangeError|ReferenceError|AssertionError)(?!: (?:fetch failed|terminated)).*)/

interface Line {
  level: number
  msg?: string
  code?: string
  err?: Failure
}
interface Failure {
  type?: string
  message?: string
  stack?: string
}

function parsed(line: string): Line | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Line) : null
  } catch {
    return null
  }
}

/** What kind of trouble it is; null: none. */
function troubleOf(line: string): string | null {
  const record = parsed(line)
  // The last line of a process that was killed may be cut.
  if (record === null) return !line.startsWith('{') && CRASHES.test(line) ? line.trim() : null
  const { level, msg = '', code, err } = record
  const [, cause] = CAUSED_BY.exec(err?.stack ?? '') ?? []
  if (DEFECTS.test(err?.type ?? '')) return `${err?.type ?? ''} in "${msg}": ${err?.message ?? ''}`
  if (cause !== undefined) return `"${msg}" caused by ${cause}`
  if (level >= FATAL || (level >= ERROR && CRASHES.test(msg))) return `level ${level}: ${msg}`
  return code === 'agent.failed' ? `agent.failed in "${msg}"` : null
}

export interface Logged {
  logFolder: string
  deaths: readonly Death[]
}

/** Crashes, unhandled rejections and defects in all logs, and processes that ended without having been told to. */
export function readLogs({ logFolder, deaths }: Logged): LogFinding[] {
  const counts = new Map<string, LogFinding>()
  const add = (process: string, what: string): void => {
    const known = counts.get(`${process} ${what}`)
    if (known === undefined) counts.set(`${process} ${what}`, { process, what, times: 1 })
    else known.times += 1
  }
  for (const { name, code, signal } of deaths) add(name, `ended with ${code ?? signal}`)
  for (const file of readdirSync(logFolder).sort()) {
    const process = file.replace(/\.log$/, '')
    for (const line of readFileSync(join(logFolder, file), 'utf8').split('\n')) {
      const trouble = troubleOf(line)
      if (trouble !== null) add(process, trouble)
    }
  }
  return [...counts.values()]
}
