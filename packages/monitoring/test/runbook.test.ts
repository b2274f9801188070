import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import { ALERTS, GROUP_NAMES, recordsWith } from '@colophon/monitoring/alerts'
import { DASHBOARDS } from '@colophon/monitoring/dashboards'
import { THRESHOLDS } from '@colophon/monitoring/thresholds'
import { METRIC_PREFIX, METRICS } from '@colophon/runtime'

const FOLDER = fileURLToPath(new URL('../../../docs/runbook/alerts/', import.meta.url))
const pages = readdirSync(FOLDER).filter((name) => name !== 'README.md')
const read = (page: string): string => readFileSync(FOLDER + page, 'utf8')

/** Headings of a page with the text under each. */
const entries = (page: string): [heading: string, text: string][] =>
  read(page)
    .split(/^## /m)
    .slice(1)
    .map((entry) => {
      const end = entry.indexOf('\n')
      return [entry.slice(0, end), entry.slice(end)]
    })

suite('runbook of alerts', () => {
  test('each alert has its heading on the page of its group, and nothing else has one', () => {
    const headings = pages.flatMap((page) =>
      entries(page).map(([name]) => `runbook/alerts/${page}#${name.toLowerCase()}`),
    )
    assert.deepEqual(headings.toSorted(), ALERTS.map(({ runbook }) => runbook).toSorted())
    assert.deepEqual(pages.toSorted(), GROUP_NAMES.map((group) => `${group}.md`).toSorted())
  })

  test('each says what is felt, seen, done now and after, and when it is over', () => {
    for (const [name, text] of pages.flatMap(entries)) {
      const parts = [...text.matchAll(/^- \*\*(\w+)\*\*: \S/gm)].map(([, part]) => part)
      assert.deepEqual(parts, ['Feel', 'See', 'Now', 'After', 'Over'], name)
    }
  })

  test('every metric that is named is one', () => {
    const own = new Set(Object.values(METRICS).map(({ name }) => METRIC_PREFIX + name))
    const recorded = new Set(
      GROUP_NAMES.flatMap((group) => recordsWith(THRESHOLDS, group)).map(({ name }) => name),
    )
    for (const page of [...pages, 'README.md']) {
      for (const [name] of read(page).matchAll(/\bcolophon[_:][a-z0-9_:]+/g)) {
        const known = own.has(name.replace(/_(?:bucket|count|sum)$/, '')) || own.has(name)
        assert.ok(known || recorded.has(name), `${page} names ${name}`)
      }
    }
  })

  test('every dashboard that an alert leads to is there', () => {
    const uids = new Set(DASHBOARDS.map(({ uid }) => uid))
    for (const { name, dashboardUid } of ALERTS) assert.ok(uids.has(dashboardUid), name)
  })
})
