import type { DashboardSpec } from './build/dashboard.ts'
import { PLACES, runbook } from './build/links.ts'
import { BUS } from './platform/bus.ts'
import { NODE } from './platform/node.ts'
import { NOW } from './platform/now.ts'
import { STORE } from './platform/store.ts'

export const PLATFORM: DashboardSpec = {
  uid: 'colophon-platform',
  title: 'Platform',
  description:
    'What everything runs on: processes, APIs, the bus, the store, backups and certificates.',
  folder: 'operations',
  variables: ['service'],
  links: [PLACES.jobs, runbook('failures.md')],
  rows: [NOW, NODE, BUS, STORE],
}
