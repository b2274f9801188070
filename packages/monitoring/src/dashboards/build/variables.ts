import {
  ConstantVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard'
import type { Addresses } from './links.ts'
import { DATASOURCE } from './panel.ts'
import { NAMES } from './queries.ts'

/** Provisioned with this uid, so that it is chosen wherever ours is there. */
export const DATASOURCE_UID = 'colophon-prometheus'

const datasource = (): DatasourceVariableBuilder =>
  new DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ selected: true, text: 'Prometheus', value: DATASOURCE_UID })

/** `.*` for all of them: what Grafana puts in otherwise names each value, in every query of the page. */
const values = (name: string, label: string, of: string): QueryVariableBuilder =>
  new QueryVariableBuilder(name)
    .label(label)
    .datasource(DATASOURCE)
    .query({ query: `label_values(${of})`, refId: name })
    .definition(`label_values(${of})`)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] })

/** Only metrics of collections know tenants and collections; every metric knows its service, the job of its scrape. */
const FILTERS = {
  service: () => values('service', 'Service', 'up, job'),
  tenant: () => values('tenant', 'Tenant', `${NAMES.collectionDocuments}, tenant`),
  collection: () =>
    values(
      'collection',
      'Collection',
      `${NAMES.collectionDocuments}{tenant=~"$tenant"}, collection`,
    ),
} as const
export type VariableName = keyof typeof FILTERS

const constants = (addresses: Addresses): VariableModel[] =>
  Object.entries(addresses).map(([name, url]) => ({
    ...new ConstantVariableBuilder(name).value(url).build(),
    hide: VariableHide.HideVariable,
    skipUrlSync: true,
  }))

export const variablesOf = (
  names: readonly VariableName[],
  addresses: Addresses,
): VariableModel[] => [
  ...[datasource(), ...names.map((name) => FILTERS[name]())].map((variable) => variable.build()),
  ...constants(addresses),
]

/** Matchers that follow what is chosen. */
export const SERVICE = 'job=~"$service"'
export const COLLECTION = 'tenant=~"$tenant",collection=~"$collection"'
