import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { aroundSuite, personAt, skip, type Server } from './rig.ts'

const FIELD = 'document.correspondence.sender.name'

suite('one field of many documents', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  /** Every document that waits, as the store has it. */
  async function records(): Promise<string[]> {
    const { tasks } = await server.api<{ tasks: { review_id: string }[] }>('/api/review/queue')
    const views = tasks.map(async ({ review_id: id }) => {
      const { document } = await server.api<{
        document: { enriched_data: unknown; provenance: unknown }
      }>(`/api/review/${id}`)
      return JSON.stringify([document.enriched_data, document.provenance])
    })
    return (await Promise.all(views)).toSorted()
  }

  test('is corrected in all of them after a look, and one undo puts back every byte', async () => {
    const before = await records()
    const { page, context, faults } = await personAt(browser, server)
    await page.goto(`${server.url}/batch?field=${FIELD}`)
    await page
      .locator('.batch-table tbody a')
      .nth(before.length - 1)
      .waitFor()
    await page.getByLabel('Select all that are shown').check()
    await page.keyboard.press('e')
    await page.getByLabel('Sender name of all that are selected').fill('Nobody Known')
    await page.getByLabel('Known from').fill('the finding aid')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByText(`It changes ${before.length} documents`).waitFor()
    assert.deepEqual(await records(), before, 'a look changes nothing')

    await page.keyboard.press('Enter')
    await page.getByText(`Sender name decided in ${before.length} documents`).waitFor()
    const changed = await records()
    assert.ok(changed.every((record) => record.includes('"name":"Nobody Known"')))

    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()
    assert.deepEqual(await records(), before)
    assert.deepEqual(faults, [])
    await context.close()
  })
})
