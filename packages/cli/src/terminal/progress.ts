import { formatCount, formatDuration, formatRate } from './format.ts'

export interface ProgressStream {
  write(text: string): unknown
  columns?: number | undefined
}

export interface ProgressOptions {
  stream: ProgressStream
  /** How many documents there are; left out, or undefined, while that is not known. */
  total?: (() => number | undefined) | undefined
  /** Redraw one line; otherwise a line is added from time to time. */
  tty: boolean
  /** @default 100 on a terminal, else 5000 */
  everyMs?: number | undefined
  /** @default performance.now */
  now?: (() => number) | undefined
}

/** Writes plain text without colours, so that NO_COLOR asks for nothing that is not so already. */
export interface Progress extends Disposable {
  /** Documents have come to their end. */
  advance(count?: number, outcome?: 'done' | 'failed'): void
  /** Writes a line of its own, above the progress line. */
  log(line: string): void
  /** Takes the progress line away. */
  stop(): void
}

/** Nobody needs to see the progress of what is over at once. */
const HIDDEN_MS = 500
/** The rate is that of the last while, so that it follows when the work gets slower. */
const RATE_WINDOW_MS = 20_000
const DEFAULT_COLUMNS = 80
const ERASE_LINE = '\r\u001b[K'

interface Sample {
  at: number
  done: number
}

export function createProgress({ stream, total, tty, ...options }: ProgressOptions): Progress {
  const now = options.now ?? (() => performance.now())
  const everyMs = options.everyMs ?? (tty ? 100 : 5000)
  const startedAt = now()
  const samples: Sample[] = [{ at: startedAt, done: 0 }]
  let done = 0
  let failed = 0
  let reported = 0
  let isDrawn = false

  const ratePerSecond = (at: number): number => {
    const oldest = samples[0] ?? { at: startedAt, done: 0 }
    return at > oldest.at ? ((done - oldest.done) * 1000) / (at - oldest.at) : 0
  }
  const sample = (at: number): void => {
    samples.push({ at, done })
    while (samples.length > 2 && at - (samples[1]?.at ?? at) >= RATE_WINDOW_MS) samples.shift()
  }
  const erase = (): void => {
    if (isDrawn) stream.write(ERASE_LINE)
    isDrawn = false
  }
  const draw = (): void => {
    const at = now()
    sample(at)
    if (at - startedAt < HIDDEN_MS) return
    const parts = progressParts({ done, failed, total: total?.(), rate: ratePerSecond(at) })
    if (tty) {
      stream.write(ERASE_LINE + fit(parts, (stream.columns ?? DEFAULT_COLUMNS) - 1))
      isDrawn = true
    } else if (done !== reported) {
      stream.write(`${parts.join(SEPARATOR)}\n`)
      reported = done
    }
  }
  const timer = setInterval(draw, everyMs)
  timer.unref()
  const stop = (): void => {
    clearInterval(timer)
    erase()
  }
  return {
    advance(count = 1, outcome = 'done') {
      done += count
      if (outcome === 'failed') failed += count
    },
    log(line) {
      erase()
      stream.write(`${line}\n`)
    },
    stop,
    [Symbol.dispose]: stop,
  }
}

const SEPARATOR = ' · '

interface Standing {
  done: number
  failed: number
  total: number | undefined
  rate: number
}

/** The most important part first. */
function progressParts({ done, failed, total, rate }: Standing): string[] {
  const of = total === undefined ? '' : `/${formatCount(total)}`
  const parts = [`${formatCount(done)}${of} documents`]
  if (failed > 0) parts.push(`${formatCount(failed)} failed`)
  if (rate > 0) parts.push(formatRate(rate))
  const left = (total ?? done) - done
  if (rate > 0 && left > 0) parts.push(`${formatDuration((left / rate) * 1000)} left`)
  return parts
}

/** Joins as many parts as fit on one line: a line that wraps could not be drawn over. */
function fit(parts: readonly string[], width: number): string {
  let line = ''
  for (const part of parts) {
    const longer = line === '' ? part : line + SEPARATOR + part
    if (longer.length > width) break
    line = longer
  }
  return line === '' ? (parts[0] ?? '').slice(0, Math.max(0, width)) : line
}
