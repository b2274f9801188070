import { setTimeout as delay } from 'node:timers/promises'
import { untilAborted } from '@colophon/domain'
import { shutdownSignal } from '../shutdown.ts'

/**
 * Runs the body of a `main.ts` with the signal that asks it to stop. Errors that are meant for the operator end the
 * process with their text and exit code 1; a bug keeps its stack.
 */
export async function runMain(
  service: string,
  main: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  using stop = shutdownSignal()
  try {
    await main(stop)
  } catch (thrown) {
    process.stderr.write(`${describeFatal(service, thrown)}\n`)
    process.exitCode = 1
  }
}

interface KnownError extends Error {
  code: string
  fix?: string
}

const isKnown = (thrown: unknown): thrown is KnownError =>
  thrown instanceof Error && typeof (thrown as Partial<KnownError>).code === 'string'

function describeFatal(service: string, thrown: unknown): string {
  if (!isKnown(thrown)) {
    return `${service}: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`
  }
  const fix = thrown.fix === undefined ? '' : `\n  ${thrown.fix}`
  return `${service}: ${thrown.message}${fix} [${thrown.code}]`
}

/** Resolves when the process is asked to stop and has been not ready for a while. */
export async function untilStopped(stop: AbortSignal, notReadyMs: number): Promise<void> {
  await untilAborted(stop)
  // Whoever sends requests here has to notice first.
  await delay(notReadyMs)
}
