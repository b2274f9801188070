/** What the page draws of a panel with a course of time; of a neutral shape, so that Node and the page agree on it. */
export interface Chart {
  /** Seconds of the epoch. */
  times: number[]
  lines: { name: string; color: string; values: (number | null)[] }[]
  /** From below: parts of a whole. */
  stacked: boolean
  unit: string
  min?: number
  max?: number
  /** Lines across, at these values. */
  limits: { value: number; color: string }[]
  /** Lines down, at these times. */
  marks: { time: number; color: string }[]
}
