import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { METRICS } from '@colophon/runtime'
import type { Metrics } from '@colophon/runtime/metrics'
import type { RunTask } from './task.ts'

interface Observed extends Disposable {
  level: string
  stream?: { write(line: string): void } | undefined
  metrics?: Metrics | undefined
}

const ignore = (): void => undefined
const SILENT = { inc: ignore, mirror: ignore, clear: ignore, set: ignore, add: ignore }

/** Handles that count nothing. */
const noMetrics = (): Metrics =>
  ({
    ...Object.fromEntries(Object.keys(METRICS).map((key) => [key, { ...SILENT, observe: ignore }])),
    contentType: 'text/plain',
    exposition: () => Promise.resolve(''),
    read: () => Promise.resolve(new Map()),
  }) as unknown as Metrics

/** What a run tells of itself: as in production, nothing at all, or what other benches leave on. */
export function observe({ observed }: RunTask, folder: string): Observed {
  if (observed === undefined) return { level: 'error', [Symbol.dispose]: ignore }
  if (!observed) return { level: 'silent', metrics: noMetrics(), [Symbol.dispose]: ignore }
  const file = openSync(join(folder, 'log.jsonl'), 'a')
  const write = (line: string): void => {
    writeSync(file, line)
  }
  return {
    level: 'info',
    stream: { write },
    [Symbol.dispose]: () => {
      closeSync(file)
    },
  }
}
