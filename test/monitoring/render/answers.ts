import { filledIn } from '../../../packages/monitoring/test/dashboards/json.ts'

/** The stretch of time that is drawn, in seconds of the epoch. */
export interface Stretch {
  /** Of Prometheus. */
  url: string
  from: number
  to: number
}

export interface Series {
  labels: Readonly<Record<string, string>>
  /** One for each time; null where there is none. */
  values: (number | null)[]
}

const POINTS = 240

interface Answer {
  status: string
  error?: string
  data: {
    result: {
      metric: Record<string, string>
      value?: [number, string]
      values?: [number, string][]
    }[]
  }
}

async function ask(url: string, kind: string, asked: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${url}/api/v1/${kind}`, {
    method: 'POST',
    body: new URLSearchParams(asked),
  })
  const answer = (await response.json()) as Answer
  if (answer.status !== 'success') throw new Error(`${asked['query'] ?? ''}: ${answer.error ?? ''}`)
  return answer
}

const figure = (text: string): number | null => {
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

const filled = (expression: string, { from, to }: Stretch): string =>
  filledIn(expression, { $__range: `${Math.ceil(to - from)}s`, $__rate_interval: '20s' })

export async function valuesNow(stretch: Stretch, expression: string): Promise<Series[]> {
  const query = filled(expression, stretch)
  const { data } = await ask(stretch.url, 'query', { query, time: String(stretch.to) })
  return data.result.map(({ metric, value }) => ({
    labels: metric,
    values: [figure(value?.[1] ?? '')],
  }))
}

export function timesOf({ from, to }: Stretch): { times: number[]; step: number } {
  const step = Math.max(1, Math.ceil((to - from) / POINTS))
  const times: number[] = []
  for (let time = Math.ceil(from); time <= to; time += step) times.push(time)
  return { times, step }
}

export async function valuesOver(stretch: Stretch, expression: string): Promise<Series[]> {
  const { times, step } = timesOf(stretch)
  const { data } = await ask(stretch.url, 'query_range', {
    query: filled(expression, stretch),
    start: String(times[0]),
    end: String(times.at(-1)),
    step: String(step),
  })
  return data.result.map(({ metric, values = [] }) => {
    const at = new Map(values.map(([time, text]) => [time, figure(text)]))
    return { labels: metric, values: times.map((time) => at.get(time) ?? null) }
  })
}

/** What a series is called in a legend. */
export function nameOf(legend: string | undefined, labels: Series['labels']): string {
  if (legend !== undefined && legend !== '__auto')
    return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '').trim()
  return Object.entries(labels)
    .filter(([label]) => label !== '__name__')
    .map(([, value]) => value)
    .join(' ')
}
