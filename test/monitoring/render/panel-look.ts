import type { Panel } from '../../../packages/monitoring/test/dashboards/json.ts'
import { colorAt, colorOf, paletteColor, type Step } from './colors.ts'
import { format } from './format.ts'

interface Mapping {
  type: string
  options: Record<string, { text?: string; color?: string }>
}
interface Property {
  id: string
  value?: unknown
}

/** How the values of a panel, or of one column of its table, are written and coloured. */
export interface Look {
  unit: string
  decimals?: number | undefined
  min?: number | undefined
  max?: number | undefined
  steps: readonly Step[]
  mappings: readonly Mapping[]
}

const defaultsOf = ({ fieldConfig }: Panel): Look => {
  const {
    unit = 'short',
    decimals,
    min,
    max,
    thresholds,
    mappings = [],
  } = fieldConfig?.defaults ?? {}
  return {
    unit,
    decimals,
    min,
    max,
    steps: thresholds?.steps ?? [],
    mappings: mappings as unknown as readonly Mapping[],
  }
}

const propertiesFor = ({ fieldConfig }: Panel, name: string): Property[] =>
  (fieldConfig?.overrides ?? [])
    .filter(({ matcher }) => matcher.options === name)
    .flatMap(({ properties }) => properties as Property[])

/** With what is said of a name alone. */
export function lookOf(panel: Panel, name?: string): Look {
  const look = defaultsOf(panel)
  if (name === undefined) return look
  const said = Object.fromEntries(
    propertiesFor(panel, name).map(({ id, value }) => [id, value]),
  ) as { unit?: string; decimals?: number; mappings?: Mapping[]; thresholds?: { steps: Step[] } }
  return {
    ...look,
    ...(said.unit !== undefined && { unit: said.unit }),
    ...(said.decimals !== undefined && { decimals: said.decimals }),
    mappings: said.mappings ?? look.mappings,
    steps: said.thresholds?.steps ?? (said.unit === undefined ? look.steps : []),
  }
}

const mapped = ({ mappings }: Look, value: number | null) =>
  mappings.flatMap(({ options }) => options[String(value)] ?? [])[0]

export const written = (look: Look, value: number | null): string =>
  mapped(look, value)?.text ?? format(value, look.unit, look.decimals)

export function colored(look: Look, value: number | null): string {
  const found = mapped(look, value)?.color
  if (found !== undefined) return colorOf(found)
  return value === null ? '#8a857b' : colorAt(look.steps, value)
}

/** Of a series in a panel with many: its own, or that of its place. */
export function seriesColor(panel: Panel, name: string, index: number): string {
  const own = propertiesFor(panel, name).find(({ id }) => id === 'color')?.value
  const { fixedColor } = (own ?? {}) as { fixedColor?: string }
  return fixedColor === undefined ? paletteColor(index) : colorOf(fixedColor)
}
