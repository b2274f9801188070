import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { ADDRESSES, renderDashboards } from '@colophon/monitoring/dashboards'

/**
 * Writes the dashboards with other addresses in their links, into a folder that is mounted in place of
 * `infra/grafana/dashboards`: `npm run dashboards:write -- FOLDER --review-url https://desk.example.org`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'jobs-url': { type: 'string', default: ADDRESSES.jobs_url },
    'review-url': { type: 'string', default: ADDRESSES.review_url },
    'cost-url': { type: 'string', default: ADDRESSES.cost_url },
    'docs-url': { type: 'string', default: ADDRESSES.docs_url },
  },
})
const [folder] = positionals
if (folder === undefined) throw new Error('Name the folder they are written to')

const files = renderDashboards({
  jobs_url: values['jobs-url'],
  review_url: values['review-url'],
  cost_url: values['cost-url'],
  docs_url: values['docs-url'],
})
for (const [path, text] of Object.entries(files)) {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  process.stdout.write(`written: ${file}\n`)
}
