import type { Scrape } from './target.ts'

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

/** The trouble that a line of a log tells of; null: none. */
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

/** Crashes, unhandled rejections and defects, each with how often it is there. */
export function troublesIn(logs: readonly Scrape[]): string[] {
  const found = logs.flatMap(({ process, text }) =>
    text.split('\n').flatMap((line) => {
      const trouble = troubleOf(line)
      return trouble === null ? [] : [`${process}: ${trouble}`]
    }),
  )
  return [...Map.groupBy(found, (each) => each)].map(
    ([what, { length: times }]) => `${what} (${times} times)`,
  )
}
