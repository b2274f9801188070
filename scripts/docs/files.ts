import { renderDashboards, renderProviders } from '@colophon/monitoring/dashboards'
import { agentsPage } from './agents-page.ts'
import { cliPage } from './cli-page.ts'
import { configPage } from './config-page.ts'
import { errorsPage } from './errors-page.ts'
import type { GeneratedFile } from './generated-file.ts'
import { httpPage } from './http-page.ts'
import {
  DECISIONS_SCHEMA_PATH,
  decisionsSchemaFile,
  jsonSchemaFile,
  JSON_SCHEMA_PATH,
} from './json-schema.ts'
import { metricsPage } from './metrics-page.ts'
import { profilesIn, versionFile, versionModule } from './profile-version.ts'
import { RULES_FOLDERS, rulesFiles } from './rules-files.ts'
import { schemaPage } from './schema-page.ts'
import { TOUR, tourPage } from './tour-record.ts'

export const REFERENCE = 'docs/reference'
const DASHBOARDS = 'infra/grafana/dashboards'

/** All that lies in them is generated. */
export const GENERATED_FOLDERS = [REFERENCE, DASHBOARDS, ...RULES_FOLDERS]

/** Adding a generated file is a module and a line here. */
export const generatedFiles = (root: string): readonly GeneratedFile[] => [
  ...profilesIn(root).map((profile) => ({
    path: versionFile(profile),
    render: () => versionModule(root, profile),
  })),
  { path: `${REFERENCE}/agents.md`, render: agentsPage },
  { path: `${REFERENCE}/cli.md`, render: cliPage },
  { path: `${REFERENCE}/config.md`, render: configPage },
  { path: `${REFERENCE}/errors.md`, render: errorsPage },
  { path: `${REFERENCE}/http.md`, render: httpPage },
  { path: `${REFERENCE}/metrics.md`, render: () => metricsPage(root) },
  { path: `${REFERENCE}/schema.md`, render: schemaPage },
  { path: `${REFERENCE}/${JSON_SCHEMA_PATH}`, render: jsonSchemaFile },
  { path: `${REFERENCE}/${DECISIONS_SCHEMA_PATH}`, render: decisionsSchemaFile },
  ...Object.entries(renderDashboards()).map(([path, text]) => ({
    path: `${DASHBOARDS}/${path}`,
    render: () => text,
  })),
  {
    path: 'infra/grafana/provisioning/dashboards/colophon.yml',
    render: renderProviders,
  },
  ...rulesFiles(),
  { path: TOUR, render: () => tourPage(root) },
]
