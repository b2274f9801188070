import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { SystemStatus } from '@colophon/domain'
import type { Browser, Page } from 'playwright-core'
import { violations } from './axe.ts'
import { aroundSuite, skip, type Server } from './rig.ts'

const ALERT: SystemStatus['alerts'][number] = {
  ...{ name: 'AgentDown', state: 'firing', severity: 'page', owner: 'operations' },
  since: new Date(Date.now() - 600_000).toISOString(),
  summary: 'entity-agent does not answer',
  description: 'Documents wait for it. First: see whether the process runs.',
  ...{ runbook: 'runbook/alerts/models.md#agentdown', runbook_url: null },
}

suite('the page of the status', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  async function open(colorScheme: 'light' | 'dark' = 'light', width = 1280): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
    const page = await context.newPage()
    await page.goto(server.status)
    await page.locator('.chart canvas').first().waitFor()
    return page
  }

  test('shows what was done, leads on, and can be used by whoever cannot see it well', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(colorScheme)
      assert.equal(await page.locator('h1').textContent(), 'Nothing is wrong')
      await page.getByRole('rowheader', { name: 'entity-agent' }).waitFor()
      await page.getByText('As a table').first().click()
      await page.getByRole('region', { name: 'Documents, as a table' }).waitFor()
      assert.deepEqual(await violations(page), [])
      const desk = await page.getByRole('link', { name: 'Review desk' }).getAttribute('href')
      assert.equal(desk, `${server.url}/`)
      await page.context().close()
    }
  })

  test('needs no scrolling to the side at 200 %', async () => {
    const page = await open('light', 640)
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    assert.ok(over <= 0, `${over} pixels too wide`)
    await page.context().close()
  })

  test('says what is wrong first, and goes on by itself when the server was away', async () => {
    const page = await open()
    let away = false
    await page.route('**/api/status', async (route) => {
      if (away) {
        await route.abort()
        return
      }
      const response = await route.fetch()
      const status = (await response.json()) as SystemStatus
      await route.fulfill({ json: { ...status, alerts: [ALERT] } })
    })
    await page.keyboard.press('r')
    await page.getByRole('heading', { name: '1 alert: entity-agent does not answer' }).waitFor()
    await page.getByText('docs/runbook/alerts/models.md#agentdown').waitFor()
    assert.deepEqual(await violations(page), [])
    away = true
    await page.keyboard.press('r')
    await page.getByRole('alert').getByText('The server does not answer').waitFor()
    await page.getByText('entity-agent does not answer').first().waitFor()
    away = false
    await page.getByRole('button', { name: 'Look again' }).click()
    await page.getByText('looks again by itself').waitFor()
    await page.context().close()
  })
})
