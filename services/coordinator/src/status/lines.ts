import type { SystemStatus } from '@colophon/domain'
import { shown, summed, total, type Found, type Sample } from '@colophon/monitoring/judge'
import type { MetricName } from '@colophon/runtime/metrics'
import type { Sampler } from './sampler.ts'

type Line = SystemStatus['series']['queued']
type Where = (labels: Found['labels']) => boolean

/** Figures of a minute are drawn: those of ten seconds jump. */
const MINUTE_S = 60

const gaugeLine = (samples: readonly Sample[], name: MetricName, where: Where): Line =>
  samples.map((sample) => {
    const found = summed(shown(sample, name), { where })
    return found.length === 0 ? null : total(found)
  })

/** What a counter has grown by in the minute before each sample; null before there is anything to compare with. */
function rateLine(samples: readonly Sample[], name: MetricName, where: Where): Line {
  const counts = samples.map((sample) => total(summed(shown(sample, name), { where })))
  let from = 0
  return samples.map(({ at }, n) => {
    while ((samples[from]?.at ?? at) < at - MINUTE_S) from += 1
    const seconds = at - (samples[from]?.at ?? at)
    if (n === 0 || seconds <= 0) return null
    const grown = Math.max(0, (counts[n] ?? 0) - (counts[from] ?? 0))
    // Looks are not always as far apart as they should be; a process younger than a minute has had no more.
    const minutes = Math.max(1, seconds / MINUTE_S)
    return Number((grown / minutes).toFixed(2))
  })
}

/** The last hour of a tenant's figures and of those that all share. */
export function linesOf(sampler: Sampler, tenant: string, everyMs: number): SystemStatus['series'] {
  const { samples } = sampler.history
  const worked = (name: MetricName, where: Where): Line =>
    sampler.records('worker') ? rateLine(samples, name, where) : samples.map(() => null)
  return {
    every_seconds: everyMs / 1_000,
    at: samples.map(({ at }) => Math.round(at)),
    queued: gaugeLine(samples, 'documentsInStatus', ({ status }) => status === 'queued'),
    processing: gaugeLine(samples, 'documentsInStatus', ({ status }) => status === 'processing'),
    ended_per_minute: worked('documents', ({ outcome }) => outcome !== 'retried'),
    failed_per_minute: worked('documents', ({ outcome }) => outcome === 'failed'),
    model_calls_per_minute: worked('llmRequests', () => true),
    spent_day_usd: gaugeLine(
      samples,
      'budgetSpent',
      (labels) => labels['scope'] === 'day' && labels['tenant'] === tenant,
    ),
    // Over all tenants, which one process has one of.
    to_review: sampler.records('worker')
      ? gaugeLine(samples, 'reviewItems', ({ state }) => OPEN.includes(state ?? ''))
      : samples.map(() => null),
  }
}

const OPEN = ['pending', 'in_progress']
