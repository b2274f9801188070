import type { DashboardJson } from '@colophon/monitoring/dashboards'

export type Panel = Extract<NonNullable<DashboardJson['panels']>[number], { fieldConfig?: unknown }>

/** What is between rows. */
export const panelsOf = ({ panels = [] }: DashboardJson): Panel[] =>
  panels.filter((panel): panel is Panel => panel.type !== 'row')

export interface Target {
  expr: string
  refId: string
  legendFormat?: string
  instant?: boolean
  datasource?: { uid?: string }
}

export const targetsOf = ({ targets = [] }: Panel): Target[] => targets as unknown as Target[]

/** Where an expression stands, and the expression as it is written. */
export interface Written {
  where: string
  expression: string
}

export const expressionsOf = (json: DashboardJson): Written[] => [
  ...panelsOf(json).flatMap((panel) =>
    targetsOf(panel).map(({ expr, refId }) => ({
      where: `${json.uid ?? ''} / ${panel.title ?? ''} / ${refId}`,
      expression: expr,
    })),
  ),
  ...(json.annotations.list ?? []).flatMap(({ name, expr }) =>
    expr === undefined
      ? []
      : [{ where: `${json.uid ?? ''} / annotation ${name}`, expression: expr }],
  ),
]

const STANDS_FOR = {
  $__range: '1d',
  $__rate_interval: '5m',
  $service: '.*',
  $tenant: '.*',
  $collection: '.*',
} as const

/** With values for the variables of Grafana. */
export const filledIn = (
  expression: string,
  values: Partial<Record<keyof typeof STANDS_FOR, string>> = {},
): string =>
  Object.entries({ ...STANDS_FOR, ...values }).reduce(
    (text, [name, value]) => text.replaceAll(name, value),
    expression,
  )
