/** What Grafana means by the names of its colours, on light paper. */
const NAMED: Readonly<Record<string, string>> = {
  green: '#3f8a45',
  yellow: '#c99700',
  red: '#c4281c',
  blue: '#2c64b4',
  orange: '#e06c00',
  purple: '#8340a8',
}
const PALETTE = [
  ...['#5a9a4a', '#d3a10f', '#4f9fc9', '#d9772b', '#c0392b', '#2c64b4', '#a0479c', '#6a4fa3'],
  ...['#2f6f3e', '#8a6d00', '#1f6f8b', '#99511a', '#7d241c', '#1d3f73', '#6b2d68', '#42316b'],
] as const

export const colorOf = (name: string): string => NAMED[name] ?? name
export const paletteColor = (index: number): string => PALETTE[index % PALETTE.length] ?? '#666'

export interface Step {
  color: string
  value: number | null
}

/** Of the highest step that the value has reached. */
export const colorAt = (steps: readonly Step[], value: number): string =>
  colorOf(steps.findLast((step) => step.value === null || value >= step.value)?.color ?? 'blue')
