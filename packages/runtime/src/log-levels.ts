export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

const DEFAULT: LogLevel = 'info'
const SERVICE_LEVEL = /^([a-z][a-z0-9-]*)=(.+)$/

const isLevel = (text: string): text is LogLevel => (LOG_LEVELS as readonly string[]).includes(text)
const partsOf = (levels: string): string[] => levels.split(',').map((part) => part.trim())

/** Whether it is a level, levels of services by name, or both: `info,enrichment-worker=debug`. */
export function areLevels(levels: string): boolean {
  const parts = partsOf(levels)
  const general = parts.filter((part) => !part.includes('='))
  return (
    general.length <= 1 &&
    parts.every((part) =>
      isLevel(part.includes('=') ? (SERVICE_LEVEL.exec(part)?.[2] ?? '') : part),
    )
  )
}

/** The level that they name for this service; undefined: they do not name it. */
export function namedLevel(service: string, levels: string): LogLevel | undefined {
  const level = partsOf(levels)
    .map((part) => SERVICE_LEVEL.exec(part))
    .findLast((found) => found?.[1] === service)?.[2]
  return level !== undefined && isLevel(level) ? level : undefined
}

/** The level of a service: its own, else that of all, else `info`. */
export const levelOf = (service: string, levels: string = DEFAULT): LogLevel =>
  namedLevel(service, levels) ?? partsOf(levels).find(isLevel) ?? DEFAULT
