import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { temporaryFolder } from '@colophon/testkit'
import { until } from '../e2e/command.ts'
import { launch, personAt, skip, startServer, taskOf, type Server, openFile } from './rig.ts'

interface Shown {
  document: { enriched_data: unknown }
}

suite('when something goes wrong while somebody types', { skip }, () => {
  let browser: Browser
  before(async () => {
    browser = await launch()
  })
  after(() => browser.close())

  const saved = (server: Server, id: string, words: string) =>
    until('what was typed is saved', 20_000, async () => {
      const { document } = await server.api<Shown>(`/api/review/${id}`)
      return JSON.stringify(document.enriched_data).includes(words) || undefined
    })

  test('the server is killed and comes back: nothing is lost, and all goes on by itself', async (t) => {
    const folder = temporaryFolder(t)
    const first = await startServer(t, { folder })
    const { page, context, faults } = await personAt(browser, first)
    const { review_id: id } = await taskOf(first, '11-multilingual')
    await page.goto(`${first.url}/tasks/${id}`)
    await page.getByText(/yours for/).waitFor()
    await page.keyboard.press('e')
    await page.keyboard.type('1936-03-1')
    first.command.child.kill('SIGKILL')
    await first.command.ended
    await page.keyboard.type('2')
    await page.keyboard.press('Enter')
    await page.getByText(/the server is away: 1 decision kept in this browser/).waitFor()
    const port = new URL(first.url).port
    const second = await startServer(t, { folder, port })
    assert.equal(second.url, first.url)
    await saved(second, id, '"creation_date":"1936-03-12"')
    await page.getByText('Creation date set to 12 March 1936').waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('the hold runs out: what was typed stays, and is saved once the document is taken again', async (t) => {
    const server = await startServer(t)
    const { page, context } = await personAt(browser, server)
    const { review_id: id } = await taskOf(server, '11-multilingual')
    await page.goto(`${server.url}/tasks/${id}`)
    await page.getByText(/yours for/).waitFor()
    await page.keyboard.press('e')
    await page.keyboard.type('1936-03-12')
    // As if the page had been asleep for an hour.
    const store = openFile(server)
    const { changes } = store
      .prepare(`UPDATE review_queue SET lease_until = ? WHERE review_id = ?`)
      .run(new Date(Date.now() - 1_000).toISOString(), id)
    store.close()
    assert.equal(changes, 1)
    await page.keyboard.press('Enter')
    await page.getByText(/You do not hold this document/).waitFor()
    await page.getByText(/1 decision of yours is kept in this browser/).waitFor()
    await page.getByRole('button', { name: 'Take it', exact: true }).click()
    await saved(server, id, '"creation_date":"1936-03-12"')
    await context.close()
  })

  test('a page that is loaded again has what was being typed', async (t) => {
    const server = await startServer(t)
    const { page, context } = await personAt(browser, server)
    const { review_id: id } = await taskOf(server, '11-multilingual')
    await page.goto(`${server.url}/tasks/${id}`)
    await page.getByText(/yours for/).waitFor()
    await page.keyboard.press('e')
    await page.keyboard.type('1936-03-12')
    await page.reload()
    await page.getByText(/yours for/).waitFor()
    await page.keyboard.press('e')
    await page.getByText('What you had typed is back').waitFor()
    assert.equal(
      await page.getByRole('textbox', { name: 'Creation date' }).inputValue(),
      '1936-03-12',
    )
    await context.close()
  })
})
