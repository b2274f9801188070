import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aroundSuite, personAt, skip, taskOf, type Server } from './rig.ts'

suite('the queue page', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  test('shows what others take as soon as they take it', async () => {
    const { page, context, faults } = await personAt(browser, server)
    const other = await personAt(browser, server, { name: 'Jonas Weber' })
    const { review_id: id } = await taskOf(server, '02-invitation-card')
    await other.page.goto(`${server.url}/tasks/${id}`)
    await other.page.locator('.field-open').waitFor()
    // Sooner than it would be asked for.
    await page.getByText('Jonas Weber').first().waitFor({ timeout: 8_000 })
    assert.deepEqual(faults, [])
    await context.close()
    await other.context.close()
  })
})
