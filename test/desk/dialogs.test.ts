import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { violations } from './axe.ts'
import { aroundSuite, personAt, skip, taskOf, type Server } from './rig.ts'

const SENDER = 'document.correspondence.sender.name'
const SEEN_MS = 800

/** Looks at a dialog once it is there, then leaves it. */
async function look(page: Page, name: string | RegExp): Promise<void> {
  const dialog = page.getByRole('dialog', { name })
  await dialog.waitFor()
  assert.deepEqual(await violations(page), [], String(name))
  const inside = await dialog.evaluate((node) => node.contains(document.activeElement))
  assert.ok(inside, `${name}: the keyboard is in it`)
}

async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

suite('every dialog can be used by whoever cannot see it well', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`of the queue and of fields, with ${colorScheme} colours`, async () => {
      const { page, context, faults } = await personAt(browser, server, { colorScheme })
      await page.keyboard.press('?')
      await look(page, 'Keys')
      await leave(page)
      await page.keyboard.press('b')
      await look(page, /documents that fit/)
      await page.getByRole('radio', { name: 'Reject' }).check()
      await page.getByLabel('Why').fill('to be scanned again')
      await page.getByRole('button', { name: 'Show what it changes' }).click()
      await page.getByText(/It changes/).waitFor()
      await look(page, /documents that fit/)
      await leave(page)

      await page.goto(`${server.url}/batch?field=${SENDER}`)
      await page.locator('.batch-table tbody a').first().waitFor()
      await page.keyboard.press('b')
      await page.keyboard.press('e')
      await look(page, /: correct/)
      await leave(page)
      await page.keyboard.press('u')
      await page.getByText('What fits when you press the button is what is meant.').waitFor()
      await page.getByText(/^profile /).waitFor()
      await look(page, /: uncertain/)
      await leave(page)
      assert.deepEqual(faults, [])
      await context.close()
    })
  }

  test('of one document, and the one that asks who works', async () => {
    const stranger = await browser.newPage()
    await stranger.goto(`${server.url}/`)
    await look(stranger, /.*/)
    await stranger.context().close()

    const { page, context, faults } = await personAt(browser, server)
    const { review_id: id } = await taskOf(server, '11-multilingual')
    await page.goto(`${server.url}/tasks/${id}?field=${SENDER}`)
    await page.getByText(/yours for/).waitFor()
    await page.keyboard.press('ControlOrMeta+Backspace')
    await look(page, 'Reject this document')
    await page.getByLabel('Send it round again').check()
    await look(page, 'Reject this document')
    await leave(page)
    await page.keyboard.press('c')
    await page.getByLabel(/^Comment on/).waitFor()
    assert.deepEqual(await violations(page), [], 'a comment on a field')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Comment …' }).click()
    await page.getByLabel('Comment', { exact: true }).waitFor()
    assert.deepEqual(await violations(page), [], 'a comment')
    await page.keyboard.press('Escape')

    await page.keyboard.press('e')
    await page.keyboard.type('Elisabeth Kramer')
    await page.keyboard.press('Enter')
    assert.deepEqual(await violations(page), [], 'where a value is known from')
    await page.keyboard.type('the passport')
    await page.keyboard.press('Enter')
    await page.getByText('Sender name set to Elisabeth Kramer').waitFor()
    await page.getByRole('button', { name: 'The same elsewhere' }).click()
    await page.getByText(/It changes/).waitFor()
    await look(page, /the same correction elsewhere/)
    await leave(page)

    await page.goto(`${server.url}/tasks/${id}/history`)
    await page.getByRole('button', { name: 'Restore …' }).click()
    await look(page, /Restore version/)
    await leave(page)
    await page.goto(`${server.url}/tasks/${id}`)
    await page.getByText(/yours for/).waitFor()
    // Nobody approves what came up just now.
    await page.waitForTimeout(SEEN_MS)
    for (let presses = 0; presses < 2; presses++) {
      await page.keyboard.press('ControlOrMeta+Enter')
      await page
        .getByText(/still open|Approved:/)
        .first()
        .waitFor()
    }
    await page.getByText(/Approved:/).waitFor()
    await page.goto(`${server.url}/tasks/${id}`)
    await page.getByRole('button', { name: 'Open it again' }).click()
    await look(page, 'Open this document again')
    assert.deepEqual(faults, [])
    await context.close()
  })
})
