import { isDeepStrictEqual } from 'node:util'
import type { DashboardJson } from '@colophon/monitoring/dashboards'
import { expressionsOf, filledIn, panelsOf, targetsOf, type Panel } from './json.ts'
import { KNOWN_METRICS, TARGET_LABELS } from './known-metrics.ts'
import { readExpression } from './selectors.ts'

const COLUMNS = 24
const LEAST_WORDS = 4
const DATASOURCE = '${datasource}'

type Rule = (json: DashboardJson) => string[]

const ofPanels =
  (judge: (panel: Panel, json: DashboardJson) => string[]): Rule =>
  (json) =>
    panelsOf(json).flatMap((panel) =>
      judge(panel, json).map((fault) => `${panel.title ?? 'a panel'}: ${fault}`),
    )

const identity: Rule = ({ uid = '', schemaVersion, editable, time, tags = [], refresh }) => [
  ...(/^colophon-[a-z]+$/.test(uid) ? [] : ['its uid is not one of ours']),
  ...(schemaVersion === 42 ? [] : ['its schemaVersion is another']),
  ...(editable === false ? [] : ['it can be edited in the browser']),
  ...(isDeepStrictEqual(time, { from: 'now-24h', to: 'now' }) ? [] : ['it does not show a day']),
  ...(tags.includes('colophon') ? [] : ['the list of dashboards does not find it']),
  ...(refresh === undefined ? ['it is not refreshed'] : []),
]

/** Files are read as they are: what an export leaves for people to fill in, nobody fills in. */
const filled: Rule = (json) =>
  /__inputs|__requires|\$\{DS_/.test(JSON.stringify(json)) ? ['it has places to fill in'] : []

const explained = ofPanels(({ title = '', description = '', fieldConfig }) => [
  ...(title === '' ? ['it has no title'] : []),
  ...(description.split(' ').length < LEAST_WORDS ? ['it does not say what it shows'] : []),
  ...((fieldConfig?.defaults.unit ?? '') === '' ? ['it has no unit'] : []),
])

const isQuery = ({ type }: { type: string }): boolean => type === 'query'

const sources: Rule = (json) => {
  const variables = json.templating.list ?? []
  const asked = [
    ...panelsOf(json).flatMap((panel) => [
      [panel.title ?? '', panel.datasource?.uid] as const,
      ...targetsOf(panel).map(
        ({ refId, datasource }) => [`${panel.title ?? ''} ${refId}`, datasource?.uid] as const,
      ),
    ]),
    ...(json.annotations.list ?? []).map(
      ({ name, datasource }) => [name, datasource?.uid] as const,
    ),
    ...variables.filter(isQuery).map(({ name, datasource }) => [name, datasource?.uid] as const),
  ]
  const [first] = variables
  return [
    ...(first?.name === 'datasource' ? [] : ['its first variable is not the data source']),
    ...asked
      .filter(([, uid]) => uid !== DATASOURCE)
      .map(([what]) => `${what}: it asks one data source for ever`),
  ]
}

const variables: Rule = (json) => {
  const list = json.templating.list ?? []
  const text =
    JSON.stringify({ ...json, templating: {} }) + JSON.stringify(list.map((each) => each.query))
  const used = [...text.matchAll(/\$\{?(?!__)([a-z_]+)/g)].map(([, name = '']) => name)
  const defined = list.map(({ name }) => name)
  return [
    ...used.filter((name) => !defined.includes(name)).map((name) => `nothing defines $${name}`),
    ...list
      .filter((each) => isQuery(each) && !used.includes(each.name))
      .map(({ name }) => `nothing uses $${name}`),
    ...list
      .filter(({ includeAll, allValue }) => includeAll === true && allValue !== '.*')
      .map(({ name }) => `all of $${name} would be named one by one`),
    ...(text.includes('$__all') ? ['an expression asks for $__all'] : []),
  ]
}

/** Labels an expression groups by are those of one of its metrics at least. */
function faultsOf(expression: string): string[] {
  const { selected, grouped, made } = readExpression(filledIn(expression))
  const labelsOf = (metric: string): readonly string[] => [
    ...(KNOWN_METRICS.get(metric) ?? []),
    ...TARGET_LABELS,
  ]
  const anyHas = new Set([...made, ...selected.flatMap(({ metric }) => labelsOf(metric))])
  return [
    ...selected
      .filter(({ metric }) => !KNOWN_METRICS.has(metric))
      .map(({ metric }) => `nothing exports ${metric}`),
    ...selected.flatMap(({ metric, labels }) =>
      labels
        .filter((label) => !labelsOf(metric).includes(label))
        .map((label) => `${metric} has no ${label}`),
    ),
    ...grouped.filter((label) => !anyHas.has(label)).map((label) => `nothing in it has ${label}`),
  ]
}

const metrics: Rule = (json) =>
  expressionsOf(json).flatMap(({ where, expression }) =>
    faultsOf(expression).map((fault) => `${where}: ${fault}`),
  )

const asked = ofPanels((panel) => {
  const ids = targetsOf(panel).map(({ refId }) => refId)
  return [
    ...(ids.length === 0 ? ['it asks for nothing'] : []),
    ...(new Set(ids).size < ids.length ? ['two queries have one name'] : []),
  ]
})

const grid: Rule = ({ panels = [] }) => {
  const places = panels.map(({ title = '', gridPos }) => ({ title, ...gridPos }))
  return places.flatMap(({ title, x = 0, y = 0, w = 0, h = 0 }, index) => [
    ...(w < 1 || h < 1 || x + w > COLUMNS ? [`${title}: it has no place in the grid`] : []),
    ...places
      .slice(index + 1)
      .filter((other) => {
        const beside = x + w <= (other.x ?? 0) || (other.x ?? 0) + (other.w ?? 0) <= x
        const apart = y + h <= (other.y ?? 0) || (other.y ?? 0) + (other.h ?? 0) <= y
        return !beside && !apart
      })
      .map((other) => `${title} lies over ${other.title}`),
  ])
}

const RULES = [identity, filled, explained, sources, variables, metrics, asked, grid] as const

/** What is wrong with a dashboard; nothing, it is to be hoped. */
export const lint = (json: DashboardJson): string[] => RULES.flatMap((rule) => rule(json))
