import {
  judge,
  judgedBy,
  LOOKED_AT,
  type History,
  type JudgedName,
  type Sample,
  type Standing,
} from '@colophon/monitoring/judge'
import type { Thresholds } from '@colophon/monitoring/thresholds'
import { RECORDERS, type MetricName, type Metrics, type Recorder } from '@colophon/runtime/metrics'

/** An hour, so that charts show one and alerts can look back as far. */
export const MOST_SAMPLES = 360
export const EVERY_MS = 10_000

const SAMPLED: readonly MetricName[] = [
  ...new Set<MetricName>([
    ...LOOKED_AT,
    ...(['workerDocuments', 'workerCapacity', 'llmSeconds', 'reviewItems'] as const),
  ]),
]

/** What a coordinator records that is nothing else. */
const OF_COORDINATOR: readonly Recorder[] = [
  ...(['apis', 'buses', 'coordinator', 'leader', 'processes', 'stores'] as const),
]

export interface SamplerOptions {
  metrics: Pick<Metrics, 'read'>
  now: () => number
  /** Worker and agents are in this process too. */
  oneProcess: boolean
  /** @default those of the product */
  thresholds?: Thresholds | undefined
}

/** What a process has measured, and what it can measure at all. */
export interface View {
  history: History
  records: (by: Recorder) => boolean
}

/** Looks at the metrics of its own process from time to time, and keeps the last hour of them. */
export class Sampler {
  readonly names: readonly JudgedName[]
  readonly #options: SamplerOptions
  readonly #samples: Sample[] = []
  readonly #startedAt: number
  #standings: Standing[] = []

  constructor(options: SamplerOptions) {
    this.#options = options
    this.#startedAt = options.now() / 1_000
    const all = Object.keys(RECORDERS) as Recorder[]
    this.names = judgedBy(options.oneProcess ? all : OF_COORDINATOR)
  }

  get history(): History {
    return { startedAt: this.#startedAt, samples: this.#samples }
  }

  /** What is wrong, as of the last sample. */
  get standings(): readonly Standing[] {
    return this.#standings
  }

  /** Whether this process records a metric, so that nothing counted means that nothing was. */
  records(by: Recorder): boolean {
    return this.#options.oneProcess || OF_COORDINATOR.includes(by)
  }

  /** The history up to this moment, for whoever asks between two looks. */
  async view(): Promise<View> {
    const { startedAt, samples } = this.history
    return {
      history: { startedAt, samples: [...samples, await this.#look()] },
      records: (by) => this.records(by),
    }
  }

  async #look(): Promise<Sample> {
    const { metrics, now } = this.#options
    return { figures: await metrics.read(SAMPLED), at: now() / 1_000 }
  }

  async sample(): Promise<void> {
    const { thresholds } = this.#options
    this.#samples.push(await this.#look())
    if (this.#samples.length > MOST_SAMPLES) this.#samples.shift()
    const { history, names } = this
    this.#standings = judge(history, { before: this.#standings, names, thresholds })
  }

  /** Until `stop` aborts; keeps no process alive. */
  run(stop: AbortSignal, everyMs: number): void {
    if (stop.aborted) return
    void this.sample()
    const timer = setInterval(() => void this.sample(), everyMs).unref()
    stop.addEventListener('abort', () => {
      clearInterval(timer)
    })
  }
}
