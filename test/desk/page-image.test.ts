import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { aroundSuite, personAt, skip, taskOf, type Server } from './rig.ts'

const IMAGE = '.page-image[data-shown=true]'

/** What is selected, as it stands in the text. */
const selection = (page: Page): Promise<string> =>
  page.evaluate(() => document.getSelection()?.toString() ?? '')

suite('the image of a page', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  test('shows the words of the evidence; a word that is pressed is selected in the text', async () => {
    const { page, context, faults } = await personAt(browser, server)
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const { review_id: plain } = await taskOf(server, '02-invitation-card')
    await page.goto(`${server.url}/tasks/${plain}`)
    await page.locator('.field-open').waitFor()
    assert.equal(await page.locator('.sight').count(), 0)
    assert.ok(!asked.some((path) => path.includes('viewer')), 'nobody looks at an image yet')

    const { review_id: id } = await taskOf(server, '07-business')
    await page.goto(`${server.url}/tasks/${id}?field=document.correspondence.sender.name`)
    await page.locator(`${IMAGE} .evidence-box`).first().waitFor()
    assert.ok(asked.includes(`/api/review/${id}/pages/1/image`))

    await page.getByRole('button', { name: 'All of it' }).click()
    // Until it stands still.
    await page.waitForTimeout(400)
    const box = await page.locator('.evidence-box').first().boundingBox()
    assert.ok(box)
    await page.mouse.click(box.x + box.width - 2, box.y + box.height / 2)
    await page.locator('.selected-box').first().waitFor()
    assert.equal(await selection(page), 'Pernble')
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('stands beside the text or instead of it, by one key, and is remembered', async () => {
    const { page, context } = await personAt(browser, server)
    const { review_id: id } = await taskOf(server, '07-business')
    await page.goto(`${server.url}/tasks/${id}`)
    await page.locator(IMAGE).waitFor()
    assert.equal(await page.locator('.source').count(), 1)
    await page.keyboard.press('v')
    await page.locator('.sight-image').waitFor()
    assert.equal(await page.locator('.source').count(), 0)
    await page.reload()
    await page.locator(`.sight-image ${IMAGE}`).waitFor()
    await page.keyboard.press('v')
    await page.locator('.sight-text .source').waitFor()
    assert.equal(await page.locator(IMAGE).count(), 0)
    // With the keyboard alone: into the image, nearer, and along.
    await page.keyboard.press('v')
    const frame = page.locator(IMAGE)
    await frame.focus()
    await page.keyboard.press('+')
    await page.keyboard.press('ArrowDown')
    assert.equal(await page.locator('.field-open').count(), 1)
    await context.close()
  })
})
