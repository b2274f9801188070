import type { ColophonError } from '@colophon/domain'
import type { Metrics } from './metrics.ts'

interface Operation {
  op: string
  method: string
  seconds: number
  failure: ColophonError | null
}

interface Look {
  up: boolean
  files: { bytes: number; freeRatio: number } | null
}

/** Metrics of the store, in each process that opens it. Fits the events the store adapters tell. */
export function storeEvents(metrics: Metrics) {
  return {
    operation({ op, method, seconds, failure }: Operation): void {
      metrics.storeSeconds.observe({ op }, seconds)
      if (failure === null) return
      const { code, class: errorClass } = failure
      if (code === 'lease.lost') metrics.fencingViolations.inc({ op: method })
      // Any other refusal is an answer.
      const isFailure = code.startsWith('store.') || code === 'internal.unexpected'
      if (isFailure) metrics.storeErrors.inc({ op, class: errorClass })
    },
    look({ up, files }: Look): void {
      metrics.storeUp.set({}, Number(up))
      if (files === null) {
        metrics.storeBytes.clear({})
        metrics.storeFreeRatio.clear({})
        return
      }
      metrics.storeBytes.set({}, files.bytes)
      metrics.storeFreeRatio.set({}, files.freeRatio)
    },
  }
}
