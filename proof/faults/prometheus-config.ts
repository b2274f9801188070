import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const SHIPPED = fileURLToPath(new URL('../../infra/prometheus/prometheus.yml', import.meta.url))

/** A process whose metrics are scraped: the job of its service, and its address. */
export interface Scraped {
  job: string
  /** `http://127.0.0.1:PORT` */
  url: string
  /** Where it asks for one. */
  token?: string
}

interface ScrapeJob {
  job_name: string
  dns_sd_configs?: unknown
  static_configs?: { targets: string[] }[]
  [more: string]: unknown
}
interface Shipped {
  global: Record<string, unknown>
  alerting: Record<string, unknown>
  scrape_configs: ScrapeJob[]
  [more: string]: unknown
}

const INTERVAL = '1s'

/** The job of the shipped configuration, asking these addresses in place of those in the compose file. */
function jobAt(
  shipped: ScrapeJob | undefined,
  name: string,
  processes: readonly Scraped[],
): ScrapeJob {
  const { dns_sd_configs: _, authorization: __, ...rest } = shipped ?? { job_name: name }
  const targets = processes.map(({ url }) => new URL(url).host)
  const credentials = processes[0]?.token
  const authorization = credentials === undefined ? {} : { authorization: { credentials } }
  return { ...rest, ...authorization, static_configs: [{ targets }] }
}

/** What is shipped, with everything else where the test has it, looked at every second. JSON is YAML. */
export function prometheusConfig(
  scraped: readonly Scraped[],
  { alertmanager }: { alertmanager: string },
): string {
  const shipped = parse(readFileSync(SHIPPED, 'utf8')) as Shipped
  const byJob = Map.groupBy(scraped, ({ job }) => job)
  const jobs = [...byJob].map(([name, processes]) =>
    jobAt(
      shipped.scrape_configs.find(({ job_name: each }) => each === name),
      name,
      processes,
    ),
  )
  const { global } = shipped
  return JSON.stringify({
    ...shipped,
    global: {
      ...global,
      scrape_interval: INTERVAL,
      scrape_timeout: INTERVAL,
      evaluation_interval: INTERVAL,
    },
    rule_files: ['rules/*.yml'],
    alerting: {
      ...shipped.alerting,
      alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }],
    },
    scrape_configs: jobs,
  })
}
