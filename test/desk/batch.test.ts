import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { until } from '../e2e/command.ts'
import { aroundSuite, personAt, skip, submit, taskOf, type Server } from './rig.ts'

interface Shown {
  document: { source: { text: string } }
}

const FIELD = 'document.correspondence.sender.name'

suite('one decision on many documents', { skip }, () => {
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

  test('a field is corrected in all of them after a look, and one undo puts back every byte', async () => {
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

  test('all that fit the filter of a page are meant, also those that nobody has chosen', async () => {
    const before = await records()
    const { page, context, faults } = await personAt(browser, server)
    await page.goto(`${server.url}/batch?field=${FIELD}`)
    await page.locator('.batch-table tbody a').first().waitFor()
    await page.keyboard.press('b')
    await page.getByText(`All ${before.length} documents that fit`).waitFor()
    await page.keyboard.press('u')
    await page.getByText(`It changes ${before.length} documents`).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(`Sender name decided in ${before.length} documents`).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()

    // The queue with a filter: what does not fit it stays as it is.
    await page.goto(`${server.url}/?reason=page_quality`)
    await page.locator('.tasks li').first().waitFor()
    const { total } = await server.api<{ total: number }>('/api/review/queue?reason=page_quality')
    assert.ok(total > 0 && total < before.length)
    await page.keyboard.press('b')
    const dialog = page.getByRole('dialog', { name: `All ${total} documents that fit` })
    await dialog.getByText('reason page quality').waitFor()
    await dialog.getByLabel('Reject').check()
    await dialog.getByLabel('Why').fill('scanned again next week')
    await dialog.getByRole('button', { name: 'Show what it changes' }).click()
    await dialog.getByText(`It changes ${total} documents`).waitFor()
    assert.deepEqual(await records(), before, 'a look changes nothing')
    await page.keyboard.press('Enter')
    await page.getByText(`${total} documents rejected`).waitFor()
    assert.equal((await records()).length, before.length - total)
    // The way back is there until somebody closes it.
    await page.getByRole('button', { name: 'Close' }).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()
    assert.deepEqual(await records(), before)
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a corrected name is offered to the others where it stands by the same words', async () => {
    const { review_id: id, document_id } = await taskOf(server, '11-multilingual')
    const { document } = await server.api<Shown>(`/api/review/${id}`)
    const copies = ['One more line.', 'Another line.'].map((line, at) => ({
      id: `copy-${at}`,
      text: `${document.source.text}\n${line}\n`,
      collection_id: 'samples',
    }))
    await submit(server, copies)
    const senderOf = async (of: string): Promise<string> => {
      const { hits } = await server.api<{ hits: { document_id: string; title: string }[] }>(
        '/api/search?q=Milwaukee',
      )
      return hits.find(({ document_id: each }) => each === of)?.title.split(' to ')[0] ?? ''
    }
    await until('the copies are read', 20_000, async () =>
      (await senderOf('copy-1')) === 'Elsbeth Kramer' ? true : undefined,
    )
    const { page, context, faults } = await personAt(browser, server)
    await page.goto(`${server.url}/tasks/${id}?${new URLSearchParams({ field: FIELD }).toString()}`)
    await page.getByText(/yours for/).waitFor()
    await page.keyboard.press('e')
    await page.keyboard.type('Elisabeth Kramer')
    await page.keyboard.press('Enter')
    await page.keyboard.type('the passport')
    await page.keyboard.press('Enter')
    await page.getByText('Sender name set to Elisabeth Kramer').waitFor()
    await page.getByRole('button', { name: 'The same elsewhere' }).click()
    const dialog = page.getByRole('dialog', { name: 'Sender name: the same correction elsewhere' })
    await dialog.getByText('It changes 2 documents').waitFor()
    // Each can be looked at beside it; nobody holds it by that.
    const look = await dialog.getByRole('link').first().getAttribute('href')
    assert.match(look ?? '', /^\/documents\/.*copy-/)
    // One of them is left out.
    await dialog.getByRole('checkbox').last().uncheck()
    const kept = await dialog.getByRole('rowheader').last().textContent()
    assert.match(kept ?? '', /Elsbeth Kramer/)
    await dialog.getByRole('button', { name: 'Correct them too' }).click()
    await page.getByText('Sender name corrected in 1 other document').waitFor()
    const senders = await Promise.all(['copy-0', 'copy-1'].map(senderOf))
    assert.deepEqual(senders.toSorted(), ['Elisabeth Kramer', 'Elsbeth Kramer'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()
    assert.deepEqual(await Promise.all(['copy-0', 'copy-1'].map(senderOf)), [
      'Elsbeth Kramer',
      'Elsbeth Kramer',
    ])
    assert.equal(await senderOf(document_id), 'Elisabeth Kramer')
    // The key finds the correction that was made last.
    await page.keyboard.press('s')
    await dialog.getByText('It changes 2 documents').waitFor()
    await page.keyboard.press('Escape')
    assert.deepEqual(faults, [])
    await context.close()
  })
})
