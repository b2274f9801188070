import type { SystemStatus } from '@colophon/domain'
import {
  grown,
  shown,
  summed,
  total,
  valueOf,
  type Found,
  type History,
} from '@colophon/monitoring/judge'
import type { MetricName } from '@colophon/runtime/metrics'
import type { View } from './sampler.ts'

const HOUR_S = 3_600
const AGENT = ['agent']
const MODEL = ['provider', 'model']

const last = ({ samples }: History, name: MetricName) => shown(samples.at(-1), name)

const inTheHour = (
  history: History,
  name: MetricName,
  by: readonly string[],
  where: (labels: Found['labels']) => boolean = () => true,
): Found[] => grown(history, name, { seconds: HOUR_S, by, where })

/** Mean of what a histogram observed since the first sample that is kept, to a thousandth. */
function meanOf(history: History, name: MetricName, labels: Found['labels']): number | null {
  const of = (sample: History['samples'][number] | undefined) => {
    const isOne = (each: Found): boolean => valueOf([each], labels) !== undefined
    const child = shown(sample, name).find(isOne)
    return { count: child?.value ?? 0, sum: child?.sum ?? 0 }
  }
  const [now, then] = [of(history.samples.at(-1)), of(history.samples[0])]
  const count = now.count - then.count
  // Of one sample alone, what was observed before it.
  const [sum, among] = count > 0 ? [now.sum - then.sum, count] : [now.sum, now.count]
  return among > 0 ? Number((sum / among).toFixed(3)) : null
}

/** Every set of these labels that a metric has. */
const known = (history: History, by: readonly string[], names: readonly MetricName[]) =>
  summed(
    names.flatMap((name) => [...last(history, name)]),
    { by },
  ).map(({ labels }) => labels)

const count = (found: readonly Found[], labels: Found['labels']): number =>
  Math.round(valueOf(found, labels) ?? 0)

const flag = (value: number | undefined): boolean | null => (value === undefined ? null : value > 0)

export function agentsOf(history: History): SystemStatus['agents'] {
  const calls = inTheHour(history, 'agentCalls', AGENT)
  const failed = inTheHour(
    history,
    'agentCalls',
    AGENT,
    ({ outcome }) => outcome !== 'ok' && outcome !== 'skipped',
  )
  const available = summed(last(history, 'agentAvailable'), { by: AGENT })
  return known(history, AGENT, ['agentCalls', 'agentAvailable']).map((labels) => ({
    agent: labels['agent'] ?? '',
    available: flag(valueOf(available, labels)),
    documents: count(calls, labels),
    failed: count(failed, labels),
    mean_seconds: meanOf(history, 'agentSeconds', labels),
  }))
}

const BREAKERS = ['closed', 'half_open', 'open'] as const

export function modelsOf(history: History): SystemStatus['models'] {
  const requests = inTheHour(history, 'llmRequests', MODEL)
  const failed = inTheHour(history, 'llmRequests', MODEL, ({ outcome }) => outcome !== 'answered')
  const inState = (state: string): Found[] =>
    summed(last(history, 'llmCalls'), { by: MODEL, where: (labels) => labels['state'] === state })
  const [running, waiting] = [inState('running'), inState('waiting')]
  const breakers = summed(last(history, 'llmBreaker'), { by: MODEL })
  const present = summed(last(history, 'llmPresent'), { by: MODEL })
  return known(history, MODEL, ['llmRequests', 'llmPresent', 'llmBreaker']).map((labels) => {
    const left = last(history, 'llmHeadroom').filter(
      (each) => valueOf([each], labels) !== undefined,
    )
    const breaker = valueOf(breakers, labels)
    return {
      ...{ provider: labels['provider'] ?? '', model: labels['model'] ?? '' },
      requests: count(requests, labels),
      failed: count(failed, labels),
      mean_seconds: meanOf(history, 'llmSeconds', labels),
      running: count(running, labels),
      waiting: count(waiting, labels),
      breaker: breaker === undefined ? null : (BREAKERS[breaker] ?? null),
      headroom: left.length === 0 ? null : Math.min(...left.map(({ value }) => value)),
      present: flag(valueOf(present, labels)),
    }
  })
}

export function endedOf(view: View): SystemStatus['queue']['ended'] {
  if (!view.records('worker')) return null
  const ended = inTheHour(view.history, 'documents', ['outcome'])
  const of = (outcome: string): number => count(ended, { outcome })
  return {
    auto_approved: of('auto_approved'),
    review: of('review'),
    failed: of('failed'),
    retried: of('retried'),
  }
}

const figure = (history: History, name: MetricName): number | null => {
  const readings = last(history, name)
  return readings.length === 0 ? null : total(readings)
}

export const workersOf = ({ history }: View): SystemStatus['workers'] => ({
  documents: figure(history, 'workerDocuments'),
  capacity: figure(history, 'workerCapacity'),
  connected: figure(history, 'nsqClients'),
})

const timeOf = (seconds: number | null): string | null =>
  seconds === null || seconds === 0 ? null : new Date(seconds * 1_000).toISOString()

export function keptOf({ history }: View): Pick<SystemStatus, 'store' | 'backup'> {
  const drilled = timeOf(figure(history, 'restoreDrillLast')) !== null
  return {
    store: { bytes: figure(history, 'storeBytes'), free_ratio: figure(history, 'storeFreeRatio') },
    backup: {
      last_at: timeOf(figure(history, 'backupLastSuccess')),
      drill_ok: drilled ? figure(history, 'restoreDrillOk') === 1 : null,
    },
  }
}
