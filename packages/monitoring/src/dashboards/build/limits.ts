import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard'

/** From which value on a figure has a colour. The first stands for all that is lower. */
export interface Limits {
  readonly steps: readonly { readonly color: string; readonly value: number | null }[]
}

export interface Marks {
  warn?: number
  bad?: number
}

const step = (color: string, value: number | undefined) =>
  value === undefined ? [] : [{ color, value }]

export const highIsBad = ({ warn, bad }: Marks): Limits => ({
  steps: [{ color: 'green', value: null }, ...step('yellow', warn), ...step('red', bad)],
})

/** `warn` lies above `bad`: below the one it is yellow, below the other red. */
export const lowIsBad = ({ warn, bad }: Marks): Limits => ({
  steps:
    bad === undefined
      ? [{ color: 'yellow', value: null }, ...step('green', warn)]
      : [
          { color: 'red', value: null },
          ...(warn === undefined ? step('green', bad) : step('yellow', bad)),
          ...step('green', warn),
        ],
})

/** A figure without a good and a bad side. */
export const NEUTRAL: Limits = { steps: [{ color: 'blue', value: null }] }

/** One is too many. */
export const NONE_WANTED = highIsBad({ bad: 1 })
export const NONE_WISHED = highIsBad({ warn: 1 })

export const thresholds = ({ steps }: Limits): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([...steps])
