import { parseArgs } from 'node:util'
import { mkdirSync } from 'node:fs'
import { DASHBOARDS, toJson } from '@colophon/monitoring/dashboards'
import { renderRules, shorten } from '@colophon/monitoring/rules'
import { THRESHOLDS } from '@colophon/monitoring/thresholds'
import type { Page } from 'playwright-core'
import { startDistributedForm } from '../../../proof/faults/forms.ts'
import { startMonitoring } from '../../../proof/faults/monitoring.ts'
import { launch } from './browser.ts'
import { ROOT } from '../../sources.ts'
import type { Stretch } from './answers.ts'
import { dashboardHtml } from './page.ts'
import { servePages, type Pages } from './serve-pages.ts'
import { Story } from './story.ts'

/**
 * Takes the pictures of the dashboards in docs/images: `npm run dashboards:render`. The distributed form is run for some
 * minutes under a real Prometheus, then a part of it is taken away: what somebody would see who is called for it.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '6' },
    to: { type: 'string', default: `${ROOT}docs/images` },
  },
})
const MINUTES = Number(values.minutes)
const BROKEN_MINUTES = 1
const WIDTH = 1600
const BROKEN = ['overview', 'agents', 'platform']

/** Nights take minutes. */
const rules = renderRules(shorten(THRESHOLDS, { by: 60, shortestWindow: '15s' }))

interface Camera {
  page: Page
  pages: Pages
  stretch: (minutes: number) => Stretch
}

async function take({ page, pages, stretch }: Camera, name: string, suffix: string): Promise<void> {
  const spec = DASHBOARDS.find(({ uid }) => uid === `colophon-${name}`)
  if (spec === undefined) throw new Error(`there is no dashboard ${name}`)
  await page.goto(pages.show(await dashboardHtml(toJson(spec), stretch(MINUTES + 1))))
  await page.locator('body[data-drawn=yes]').waitFor()
  const path = `${values.to}/dashboard-${name}${suffix}.png`
  await page.screenshot({ path, fullPage: true })
  process.stdout.write(`written: ${path}\n`)
}

mkdirSync(values.to, { recursive: true })
const ends: (() => unknown)[] = []
const scope = { name: 'render', after: (end: () => unknown) => void ends.push(end) }
try {
  const form = await startDistributedForm(scope, { workers: 2, latencyMs: 120 })
  const { prometheus } = await startMonitoring(scope, form.scraped, rules)
  const browser = await launch()
  ends.push(() => browser.close())
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } })
  const pages = await servePages()
  ends.push(() => pages[Symbol.asyncDispose]())
  const stretch = (minutes: number): Stretch => {
    const to = Math.floor(Date.now() / 1000)
    return { url: prometheus.url, from: to - minutes * 60, to }
  }
  const camera = { page, pages, stretch }
  const story = new Story(form, MINUTES + BROKEN_MINUTES)
  await story.run(MINUTES)
  for (const { uid } of DASHBOARDS) await take(camera, uid.replace('colophon-', ''), '')
  await form.stack.agents.get('structure-agent')?.kill('SIGKILL')
  await story.run(BROKEN_MINUTES)
  for (const name of BROKEN) await take(camera, name, '-broken')
} finally {
  for (const end of ends.toReversed()) await end()
}
