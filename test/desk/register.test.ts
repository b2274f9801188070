import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { violations } from './axe.ts'
import { submitPapers } from './papers.ts'
import { aroundSuite, personAt, skip, type Server } from './rig.ts'

suite('the register', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  test('people of a collection are seen with their variants, kept apart, and put together again', async () => {
    await submitPapers(server)
    const { page, context, faults } = await personAt(browser, server)
    await page.getByRole('link', { name: 'Register' }).click()
    await page.getByText('Whose people are you looking for?').waitFor()
    await page.getByRole('combobox', { name: 'Collection' }).selectOption('papers')
    await page.locator('.people summary').first().waitFor()
    assert.match(await page.getByRole('status').first().innerText(), /people in 6 documents/)

    const summary = page.locator('summary', { hasText: /^Jane Lowell/ })
    const lowell = page.locator('.people > li', { has: summary })
    // By the keyboard: down the list, until the person opens.
    while (!(await summary.evaluate((one) => one === document.activeElement)))
      await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await lowell.getByRole('link').first().waitFor()
    assert.deepEqual(await violations(page), [])

    await lowell.getByRole('button', { name: 'Not Jane Lowell …' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/It changes 1 record, some seconds from now/).waitFor()
    assert.match(await dialog.innerText(), /Jane Lowell\s+J\. Lowell/)
    assert.deepEqual(await violations(page), [])
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    const decided = page.locator('.decisions li')
    await decided.first().waitFor()
    assert.match(await decided.first().innerText(), /are not one person.*Ada Larsen/s)
    await page.locator('.people > li', { hasText: /^\s*J\. Lowell/ }).waitFor()

    await decided.getByRole('button', { name: 'Undo …' }).click()
    await dialog.getByRole('button', { name: 'Undo it' }).click()
    await dialog.waitFor({ state: 'detached' })
    await decided.getByText('undone').waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a value of the register stands with the words of its document and those it rests on', async () => {
    const { page, context, faults } = await personAt(browser, server)
    const field = 'document.correspondence.sender.name'
    await page.goto(`${server.url}/documents/paper-1?field=${field}`)
    const open = page.locator('.field-open')
    await open.getByText('Rests on').waitFor()
    assert.match(await open.innerText(), /Jane Lowell[^]*“?J\. Lowell[^]*Rests on[^]*Jane Lowell/)
    assert.deepEqual(await violations(page), [])
    await page
      .getByText(/is Jane Lowell in other/)
      .first()
      .waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('two people that are chosen are one, and the notice takes that back', async () => {
    const { page, context, faults } = await personAt(browser, server)
    await page.goto(`${server.url}/register?collection=papers&q=hill`)
    await page.getByLabel('Choose Edward Hill').check()
    await page.getByLabel('Choose Eva Hillman').check()
    await page.getByRole('button', { name: 'These two are one person …' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'They are one person' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.locator('.decisions li', { hasText: 'Eva Hillman' }).waitFor()
    await page.getByLabel('Choose Eva Hillman').waitFor({ state: 'detached' })
    await page.keyboard.press('Control+z')
    await page.getByLabel('Choose Eva Hillman').waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })
})
