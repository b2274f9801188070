import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard'

/** Where something of ours is: a variable of the dashboard, and a path. */
export interface Place {
  title: string
  url: string
}

/**
 * Where the parts of the product answer, seen from a browser, and where the `docs` folder is read; each is a hidden
 * constant of every dashboard. The first three are where `docker compose` publishes them, the last is nobody's.
 */
export const ADDRESSES = {
  jobs_url: 'http://localhost:5000',
  review_url: 'http://localhost:5001',
  cost_url: 'http://localhost:5002',
  docs_url: 'https://git.example.org/colophon/blob/main/docs',
} as const
export type Addresses = Readonly<Record<keyof typeof ADDRESSES, string>>

const at = (name: keyof typeof ADDRESSES, path: string): string => `\${${name}:raw}${path}`

/** The lists in which the documents stand that a figure counts. */
export const PLACES = {
  queue: { title: 'Review queue', url: at('review_url', '/') },
  failed: { title: 'Failed documents', url: at('jobs_url', '/api/documents?status=failed') },
  queued: { title: 'Waiting documents', url: at('jobs_url', '/api/documents?status=queued') },
  processing: {
    title: 'Documents in work',
    url: at('jobs_url', '/api/documents?status=processing'),
  },
  completed: {
    title: 'Completed documents',
    url: at('jobs_url', '/api/documents?status=completed'),
  },
  jobs: { title: 'Jobs', url: at('jobs_url', '/api/jobs') },
} as const satisfies Record<string, Place>

export const COSTS = {
  report: { title: 'Costs by model', url: at('cost_url', '/api/cost/report/models') },
  settings: { title: 'Limits and prices', url: at('cost_url', '/api/cost/config') },
} as const satisfies Record<string, Place>

export const queueOf = (label: string): Place => ({
  title: 'Their tasks in the review queue',
  url: at('review_url', `/?reason=\${__field.labels.${label}}`),
})

export const dashboard = (uid: string, title: string): Place => ({ title, url: `/d/${uid}` })

export const runbook = (page: string, title = 'Runbook'): Place => ({
  title,
  url: at('docs_url', `/runbook/${page}`),
})

export const dataLink = ({ title, url }: Place): DashboardLinkBuilder =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).targetBlank(true)
