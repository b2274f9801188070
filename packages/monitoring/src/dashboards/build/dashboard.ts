import {
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  defaultDashboard,
  RowBuilder,
  type Panel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import { ANNOTATIONS } from './annotations.ts'
import { ADDRESSES, dataLink, type Addresses, type Place } from './links.ts'
import type { Placed } from './panel.ts'
import { variablesOf, type VariableName } from './variables.ts'

export interface Row {
  title: string
  panels: readonly Placed[]
}

export interface DashboardSpec {
  /** Never changes: alerts, runbooks and people's bookmarks lead to it. */
  uid: string
  title: string
  description: string
  /** Who may see it is set by folder. */
  folder: FolderName
  /** Beside the data source and the addresses. */
  variables: readonly VariableName[]
  links: readonly Place[]
  /** The first answers: is it broken, and for whom. */
  rows: readonly Row[]
}

/** By folder of infra/grafana/dashboards: what Grafana calls it. */
export const FOLDERS = {
  enrichment: 'Colophon: enrichment',
  money: 'Colophon: money',
  quality: 'Colophon: quality and review',
  operations: 'Colophon: operations',
} as const
export type FolderName = keyof typeof FOLDERS

export type DashboardJson = ReturnType<typeof defaultDashboard>

const COLUMNS = 24
/** All dashboards of ours, whatever folder they are in. */
export const TAG = 'colophon'
/**
 * Of the classic form, which every Grafana reads from files. Grafana migrates older ones when it loads them, so this is
 * raised with the SDK, not with the server.
 */
export const SCHEMA_VERSION = 42

/** Left to right, the next line below the tallest of this one. */
function layOut(panels: readonly Placed[], fromY: number): { panels: Panel[]; nextY: number } {
  let [x, y, tallest] = [0, fromY, 0]
  const built = panels.map((panel) => {
    const { width: w, height: h } = panel
    if (x + w > COLUMNS) [x, y, tallest] = [0, y + tallest, 0]
    const made: Panel = { ...panel.build(), gridPos: { x, y, w, h } }
    x += w
    tallest = Math.max(tallest, h)
    return made
  })
  return { panels: built, nextY: y + tallest }
}

function rowsOf(rows: readonly Row[]): DashboardJson['panels'] {
  let y = 0
  return rows.flatMap(({ title, panels }) => {
    const row = { ...new RowBuilder(title).build(), gridPos: { x: 0, y, w: COLUMNS, h: 1 } }
    const laidOut = layOut(panels, y + 1)
    y = laidOut.nextY
    return [row, ...laidOut.panels]
  })
}

const others = (): DashboardLinkBuilder =>
  new DashboardLinkBuilder('Dashboards')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .keepTime(true)

/** The SDK calls its builder of the classic form deprecated, though not the form: so it is put together here. */
export function toJson(spec: DashboardSpec, addresses: Addresses = ADDRESSES): DashboardJson {
  const { uid, title, description, folder, variables, links, rows } = spec
  return {
    ...defaultDashboard(),
    uid,
    title,
    description,
    tags: [TAG, folder],
    editable: false,
    graphTooltip: DashboardCursorSync.Crosshair,
    time: { from: 'now-24h', to: 'now' },
    timezone: 'utc',
    refresh: '30s',
    schemaVersion: SCHEMA_VERSION,
    templating: { list: variablesOf(variables, addresses) },
    annotations: { list: ANNOTATIONS.map((annotation) => annotation.build()) },
    links: [others(), ...links.map(dataLink)].map((link) => link.build()),
    panels: rowsOf(rows)?.map((panel, index) => ({ ...panel, id: index + 1 })) ?? [],
  }
}
