import { watchStarters, type Starters } from './parent.ts'

/** A second Ctrl-C only counts after this long: `npm start` passes the terminal's signal on once more. */
const ECHO_MS = 300

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const
export type StopSignal = keyof typeof EXIT_CODES

export interface ShutdownSignal extends AbortSignal, Disposable {}

/** The exit code of a run that `shutdownSignal` has stopped: 128 and the number of the signal, as shells have it. */
export const stopCode = ({ reason }: AbortSignal): number =>
  reason === 'SIGTERM' ? EXIT_CODES.SIGTERM : EXIT_CODES.SIGINT

/** Which signal an exit code says, if one. */
export const signalOfCode = (code: unknown): StopSignal | undefined =>
  (Object.keys(EXIT_CODES) as StopSignal[]).find((name) => EXIT_CODES[name] === code)

export interface ShutdownOptions {
  /** Processes whose end counts as SIGTERM: those of `startedBy`. */
  starters?: Starters | undefined
}

/**
 * Aborts at the first SIGTERM or SIGINT, with the signal's name as the reason; a second one ends the process at once.
 * Dispose it to stop listening.
 */
export function shutdownSignal({ starters }: ShutdownOptions = {}): ShutdownSignal {
  const controller = new AbortController()
  let firstAt: number | undefined
  const onSignal = (name: StopSignal): void => {
    if (firstAt === undefined) {
      firstAt = performance.now()
      controller.abort(name)
    } else if (performance.now() - firstAt > ECHO_MS) {
      // The drain has hung, or the user does not want to wait for it.
      process.exit(EXIT_CODES[name])
    }
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  const watch =
    starters === undefined
      ? undefined
      : watchStarters(starters, () => {
          // Ctrl-C ends the shell in between at once: then this is no second wish.
          if (firstAt === undefined) onSignal('SIGTERM')
        })
  const stopListening = (): void => {
    process.off('SIGTERM', onSignal)
    process.off('SIGINT', onSignal)
    watch?.[Symbol.dispose]()
  }
  return Object.assign(controller.signal, { [Symbol.dispose]: stopListening })
}
