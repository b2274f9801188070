import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { violations } from './axe.ts'
import { approvedOf, aroundSuite, personAt, skip, taskOf, type Server } from './rig.ts'

suite('every page', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  /** Opens one page after the other and waits until it is there. */
  async function walk(page: Page, look: (name: string) => Promise<void>): Promise<void> {
    const { review_id: id } = await taskOf(server, '02-invitation-card')
    const { review_id: pictured } = await taskOf(server, '07-business')
    const approved = await approvedOf(server)
    const stops: readonly (readonly [string, string])[] = [
      ['/', '.preview .source'],
      [`/tasks/${id}`, '.field-open'],
      [`/tasks/${pictured}`, '.page-image[data-shown=true]'],
      [`/tasks/${id}/history`, '.steps li'],
      [`/documents/${approved}`, '.steps li'],
      ['/search?q=concert', '.hits a'],
      ['/batch', '.batch-table tbody a'],
      ['/register', 'main select'],
      ['/collections', 'main a'],
      ['/collections/samples', 'main form, main input'],
    ]
    for (const [path, there] of stops) {
      await page.goto(server.url + path)
      await page.locator(there).first().waitFor()
      await look(path)
    }
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`can be used by whoever cannot see it well, with ${colorScheme} colours`, async () => {
      const { page, context, faults } = await personAt(browser, server, { colorScheme })
      await walk(page, async (path) => {
        assert.deepEqual(await violations(page), [], path)
      })
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
      assert.deepEqual(await violations(page), [], 'keys')
      assert.deepEqual(faults, [])
      await context.close()
    })
  }

  for (const width of [1280, 640]) {
    test(`needs no scrolling to the side at ${width} pixels`, async () => {
      const { page, context } = await personAt(browser, server, { width })
      await walk(page, async (path) => {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth)
        assert.ok(wide <= width, `${path}: ${wide}`)
      })
      await context.close()
    })
  }
})
