/** Resolves when the dependency answers. */
export type Check = () => Promise<unknown>
export type Checks = Readonly<Record<string, Check>>

export interface CheckReport {
  ok: boolean
  ms: number
  /** Code of the error catalogue, or `timeout` or `failed`; never thrown text. */
  why?: string
}

export interface Readiness {
  ready: boolean
  checks: Record<string, CheckReport>
}

const CHECK_TIMEOUT_MS = 2000

/** Runs all checks at once. A check that still hangs from an earlier call is waited for, not started again. */
export function createReadiness(
  checks: Checks,
  ready: () => boolean,
  timeoutMs = CHECK_TIMEOUT_MS,
): () => Promise<Readiness> {
  const running = new Map<string, Promise<unknown>>()
  const start = (name: string, check: Check): Promise<unknown> => {
    const current = running.get(name)
    if (current !== undefined) return current
    const started = Promise.resolve()
      .then(check)
      .finally(() => running.delete(name))
    running.set(name, started)
    return started
  }
  return async () => {
    const reports = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await report(start(name, check), timeoutMs)] as const,
      ),
    )
    return {
      ready: ready() && reports.every(([, { ok }]) => ok),
      checks: Object.fromEntries(reports),
    }
  }
}

async function report(running: Promise<unknown>, timeoutMs: number): Promise<CheckReport> {
  const from = performance.now()
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, 'timeout')
  })
  const why = await Promise.race([
    running.then(
      () => null,
      (error: unknown) => codeOf(error),
    ),
    timeout,
  ])
  clearTimeout(timer)
  const ms = Math.round(performance.now() - from)
  return why === null ? { ok: true, ms } : { ok: false, ms, why }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' && /^[\w.]{1,60}$/.test(code) ? code : 'failed'
}
