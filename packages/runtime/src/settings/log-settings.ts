import type { Logger } from '../logger.ts'

/**
 * Says with which of its settings a part of the system works, in the form it has: two processes, and two forms, can be
 * held against each other by it. Secrets are only said to be there.
 */
export function logSettings(
  log: Logger,
  part: string,
  shape: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, unknown>>,
): void {
  const settings = Object.fromEntries(Object.keys(shape).map((name) => [name, env[name]]))
  log.debug({ part, settings }, 'composed')
}
