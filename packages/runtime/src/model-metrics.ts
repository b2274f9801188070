import type { Metrics } from './metrics.ts'

interface Named {
  provider: string
  model: string
}

const BREAKER_STATES = { closed: 0, half_open: 1, open: 2 } as const

/** Metrics of what happens at the models, in the process that asks them. Fits the events the model adapters tell. */
export function modelMetrics(metrics: Metrics) {
  return {
    call({
      provider,
      model,
      outcome,
      durationMs,
    }: Named & { outcome: string; durationMs: number }) {
      metrics.llmRequests.inc({ provider, model, outcome })
      metrics.llmSeconds.observe({ provider, model }, durationMs / 1000)
      if (outcome === 'answered') metrics.llmPresent.set({ provider, model }, 1)
      if (outcome === 'model.missing') metrics.llmPresent.set({ provider, model }, 0)
    },
    looked({ provider, model, present }: Named & { present: boolean | null }) {
      if (present === null) metrics.llmPresent.clear({ provider, model })
      else metrics.llmPresent.set({ provider, model }, Number(present))
    },
    breaker({ provider, model, state }: Named & { state: keyof typeof BREAKER_STATES }) {
      metrics.llmBreaker.set({ provider, model }, BREAKER_STATES[state])
    },
    load({ provider, model, waiting, inFlight }: Named & { waiting: number; inFlight: number }) {
      metrics.llmCalls.set({ provider, model, state: 'waiting' }, waiting)
      metrics.llmCalls.set({ provider, model, state: 'in_flight' }, inFlight)
    },
    loaded({ provider, model, loadMs }: Named & { loadMs: number }) {
      metrics.llmLoadSeconds.observe({ provider, model }, loadMs / 1000)
    },
    headroom({
      provider,
      model,
      kind,
      limit,
      remaining,
    }: Named & { kind: string; limit: number; remaining: number }) {
      if (limit > 0) metrics.llmHeadroom.set({ provider, model, kind }, remaining / limit)
    },
    suspectedTruncation({ provider, model }: Named) {
      metrics.llmTruncated.inc({ provider, model })
    },
  }
}
