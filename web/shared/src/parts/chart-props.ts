export interface ChartLine {
  name: string
  values: readonly (number | null)[]
  /** What it means. @default accent */
  tone?: 'accent' | 'needs' | 'settled' | 'broken'
}

export interface ChartProps {
  title: string
  /** Seconds since the epoch. */
  at: readonly number[]
  lines: readonly ChartLine[]
  /** A figure in words, with its unit. */
  inWords: (value: number) => string
}
