import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { ALERTS } from '@colophon/monitoring/alerts'
import {
  ADDRESSES,
  DASHBOARDS,
  DATASOURCE_UID,
  FOLDERS,
  renderProviders,
  toJson,
} from '@colophon/monitoring/dashboards'
import { expressionsOf } from '../../packages/monitoring/test/dashboards/json.ts'
import { readExpression } from '../../packages/monitoring/test/dashboards/selectors.ts'
import { ROOT } from '../sources.ts'

const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8')

/** Every link of every dashboard, with where it stands. */
const links = DASHBOARDS.flatMap((spec) => {
  const found = JSON.stringify(toJson(spec)).matchAll(/"url":"([^"]+)"/g)
  return [...new Set([...found].map(([, url = '']) => url))].map((url) => ({ url, in: spec.title }))
})

const uids = new Set(DASHBOARDS.map(({ uid }) => uid))
const operations = new Set(
  [...read('docs/reference/http.md').matchAll(/^### GET (\S+)/gm)].map(([, path = '']) => path),
)
const desk = [...read('web/desk/src/behaviour/places.ts').matchAll(/: '(\/[^']*)'/g)].map(
  ([, path = '']) => path,
)

/** As renderers of Markdown make them of headings. */
const anchorsOf = (page: string): string[] =>
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

function leadsToPage(path: string): boolean {
  const [file = '', anchor] = path.split('#')
  if (!existsSync(`${ROOT}docs/${file}`)) return false
  return anchor === undefined || anchorsOf(read(`docs/${file}`)).includes(anchor)
}

function leadsSomewhere(url: string): boolean {
  const board = /^\/d\/([a-z-]+)$/.exec(url)
  if (board !== null) return uids.has(board[1] ?? '')
  const [, name = '', path = ''] = /^\$\{(\w+):raw\}\/?(.*)$/.exec(url) ?? []
  const [bare = ''] = `/${path}`.split('?')
  if (name === 'docs_url') return leadsToPage(path)
  if (name === 'review_url') return desk.includes(bare)
  return Object.hasOwn(ADDRESSES, name) && operations.has(bare)
}

const metricsIn = (expression: string): string[] =>
  readExpression(expression).selected.map(({ metric }) =>
    metric.replace(/_(?:bucket|sum|count)$/, ''),
  )

suite('who is called at night finds the way', () => {
  test('every link of a dashboard leads somewhere', () => {
    assert.ok(links.length > 30)
    assert.deepEqual(
      links.filter(({ url }) => !leadsSomewhere(url)),
      [],
    )
  })

  test('a link that leads nowhere is found', () => {
    for (const url of [
      '/d/colophon-nothing',
      '${docs_url:raw}/runbook/nothing.md',
      '${docs_url:raw}/runbook/README.md#nothing-of-the-kind',
      '${jobs_url:raw}/api/nothing',
      '${review_url:raw}/nothing',
      'https://example.org/',
    ])
      assert.equal(leadsSomewhere(url), false, url)
  })

  test('every alert leads to a dashboard that is there', () => {
    assert.deepEqual(
      ALERTS.filter(({ dashboardUid }) => !uids.has(dashboardUid)).map(({ name }) => name),
      [],
    )
  })

  test('the dashboard of an alert shows something of what the alert watches', () => {
    const shown = new Map(
      DASHBOARDS.map((spec) => [
        spec.uid,
        new Set(expressionsOf(toJson(spec)).flatMap(({ expression }) => metricsIn(expression))),
      ]),
    )
    const blind = ALERTS.filter(({ expression, dashboardUid }) => {
      const watched = metricsIn(expression).filter((metric) => /^(?:colophon|nodejs)_/.test(metric))
      return watched.length > 0 && !watched.some((metric) => shown.get(dashboardUid)?.has(metric))
    })
    assert.deepEqual(
      blind.map(({ name, dashboardUid }) => `${name} on ${dashboardUid}`),
      [],
    )
  })
})

suite('Grafana is given', () => {
  test('the data source that dashboards choose', () => {
    const { datasources } = parse(
      read('infra/grafana/provisioning/datasources/prometheus.yml'),
    ) as { datasources: { uid: string; type: string }[] }
    assert.deepEqual(
      datasources.map(({ uid, type }) => [uid, type]),
      [[DATASOURCE_UID, 'prometheus']],
    )
  })

  test('every folder, from where it is mounted, and nothing that can be saved over', () => {
    const { providers } = parse(renderProviders()) as {
      providers: { folderUid: string; allowUiUpdates: boolean; options: { path: string } }[]
    }
    const mounts = read('docker-compose.yml')
    assert.match(mounts, /infra\/grafana\/dashboards\}:\/etc\/grafana\/dashboards:ro/)
    const folders = Object.keys(FOLDERS)
    assert.deepEqual(
      providers.map(({ options }) => options.path),
      folders.map((folder) => `/etc/grafana/dashboards/${folder}`),
    )
    for (const folder of folders)
      assert.ok(existsSync(`${ROOT}infra/grafana/dashboards/${folder}`), folder)
    assert.ok(providers.every(({ allowUiUpdates }) => !allowUiUpdates))
  })
})
