import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { DASHBOARDS, toJson, type DashboardJson } from '@colophon/monitoring/dashboards'
import { findServer, skipWithout, temporaryFolder } from '@colophon/testkit'
import { expressionsOf, filledIn, panelsOf, targetsOf, type Panel } from './json.ts'
import { lint } from './lint.ts'
import { readExpression } from './selectors.ts'

const WANTED = ['overview', 'agents', 'costs', 'quality', 'throughput', 'review', 'platform', 'slo']

/** The first dashboard with one thing in it changed. */
function changed(change: (json: DashboardJson, panel: Panel) => void): string[] {
  const [spec] = DASHBOARDS
  assert.ok(spec)
  const json = JSON.parse(JSON.stringify(toJson(spec))) as DashboardJson
  const [panel] = panelsOf(json)
  assert.ok(panel)
  change(json, panel)
  return lint(json)
}

const firstTarget = (panel: Panel): { expr: string } => {
  const [target] = targetsOf(panel)
  assert.ok(target)
  return target
}

suite('dashboards', () => {
  for (const spec of DASHBOARDS) {
    test(`${spec.title} has nothing that the lint finds`, () => {
      assert.deepEqual(lint(toJson(spec)), [])
    })
  }

  test('there is one for everything that is watched', () => {
    const uids = DASHBOARDS.map(({ uid }) => uid)
    assert.deepEqual(uids.toSorted(), WANTED.map((name) => `colophon-${name}`).sort())
  })

  test('each begins with whether it is broken, and for whom', () => {
    for (const spec of DASHBOARDS) {
      const [first] = spec.rows
      assert.equal(first?.title, 'Is it broken, and for whom?', spec.title)
      assert.ok((toJson(spec).panels?.[1]?.gridPos?.y ?? 9) <= 1, spec.title)
    }
  })

  test('promtool can read every expression', { skip: skipWithout('promtool') }, (t) => {
    const written = DASHBOARDS.flatMap((spec) => expressionsOf(toJson(spec)))
    assert.ok(written.length > 100)
    const file = join(temporaryFolder(t), 'panels.yml')
    const rules = written.map(({ expression, where }, index) => ({
      record: `panel:${index}`,
      expr: filledIn(expression),
      labels: { where },
    }))
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'panels', rules }] }))
    const promtool = findServer('promtool') ?? 'promtool'
    const { status, stdout, stderr } = spawnSync(promtool, ['check', 'rules', file], {
      encoding: 'utf8',
    })
    assert.equal(status, 0, stdout + stderr)
    assert.match(stdout, new RegExp(`SUCCESS: ${written.length} rules found`))
  })
})

suite('the lint', () => {
  const finds = (fault: RegExp, change: Parameters<typeof changed>[0]): void => {
    const found = changed(change)
    assert.ok(
      found.some((each) => fault.test(each)),
      `${fault.source} is not among ${JSON.stringify(found)}`,
    )
  }

  test('finds a panel that does not say what it shows, or in what unit', () => {
    finds(/does not say/, (_json, panel) => (panel.description = 'Pages'))
    finds(/has no unit/, (_json, panel) => delete panel.fieldConfig?.defaults.unit)
  })

  test('finds a data source that is wired in', () => {
    finds(/one data source for ever/, (_json, panel) => {
      panel.datasource = { type: 'prometheus', uid: 'colophon-prometheus' }
    })
    finds(/not the data source/, (json) => json.templating.list?.shift())
  })

  test('finds metrics that nothing exports, and labels they do not have', () => {
    for (const [expression, fault] of [
      ['sum(colophon_document_total)', /nothing exports colophon_document_total/],
      ['sum(colophon_documents_total{status="failed"})', /documents_total has no status/],
      ['sum by (reason) (colophon_documents_total)', /nothing in it has reason/],
      ['histogram_quantile(0.9, colophon_document_seconds)', /exports colophon_document_seconds$/],
    ] as const)
      finds(fault, (_json, panel) => (firstTarget(panel).expr = expression))
  })

  test('finds variables that nothing defines or uses, and all of them named one by one', () => {
    finds(/nothing defines \$services/, (_json, panel) => {
      firstTarget(panel).expr = 'up{job=~"$services"}'
    })
    finds(/one by one/, (json) => {
      for (const variable of json.templating.list ?? []) delete variable.allValue
    })
    finds(/nothing uses \$collection/, (json) => (json.panels = []))
  })

  test('finds panels that lie one over the other, or beside the grid', () => {
    finds(/lies over/, (_json, panel) => (panel.gridPos = { x: 4, y: 1, w: 4, h: 4 }))
    finds(/no place/, (_json, panel) => (panel.gridPos = { x: 22, y: 500, w: 4, h: 4 }))
  })

  test('finds what an export leaves to fill in, and another schema', () => {
    finds(/to fill in/, (json) => Object.assign(json, { __inputs: [] }))
    finds(/schemaVersion/, (json) => (json.schemaVersion = 41))
    finds(/edited/, (json) => (json.editable = true))
  })
})

test('what an expression asks for is read of it', () => {
  const expression = `label_replace(sum by (job, le) (rate(a_bucket{le="1", x!~"b(c)"}[5m] offset 1h)), "made", "$1", "job", "(.*)")
    / on (job) group_left () (a:b{y="}"} > 1e-9) or vector(0)`
  assert.deepEqual(readExpression(expression), {
    selected: [
      { metric: 'a_bucket', labels: ['le', 'x'] },
      { metric: 'a:b', labels: ['y'] },
    ],
    grouped: ['job', 'le', 'job'],
    made: ['made'],
  })
})
