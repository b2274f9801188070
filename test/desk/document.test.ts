import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { DocumentView, HistoryEvent } from '@colophon/domain'
import type { Browser } from 'playwright-core'
import { violations } from './axe.ts'
import { approvedOf, aroundSuite, personAt, skip, taskOf, type Server } from './rig.ts'

suite('a document that is only looked at', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })
  const shown = (id: string) => server.api<DocumentView>(`/api/documents/${encodeURIComponent(id)}`)

  test('what was taken over without a look is found, read by keys and sent to a person', async () => {
    const id = await approvedOf(server)
    const { title, document } = await shown(id)
    const { page, context, faults } = await personAt(browser, server)
    await page.goto(`${server.url}/search?q=dear`)
    await page.getByRole('link', { name: title, exact: true }).click()
    await page.getByText(/✓ Taken over without a look:/).waitFor()
    assert.equal(await page.locator('.field-line.asks').count(), 0)
    await page.keyboard.press('j')
    await page.locator('.field-open').waitFor()
    // Keys that decide on a task do nothing here.
    for (const key of ['a', 'x', 'n', 'e', 'c', 'Control+Enter']) await page.keyboard.press(key)
    assert.equal(await page.getByRole('textbox').count(), 0)
    assert.equal((await shown(id)).document.revision, document.revision)

    await page.keyboard.press('p')
    const dialog = page.getByRole('dialog', { name: 'Send it to a person' })
    await dialog.getByLabel(/Why/).fill('the place may be wrong')
    assert.deepEqual(await violations(page), [])
    await dialog.getByRole('button', { name: 'Send it', exact: true }).click()
    await page.getByText(`In the queue now: ${title}`).waitFor()
    await page.getByText('waits for a person').waitFor()
    await page.getByText('A look was asked for').waitFor()
    const { task, can_send: canSend } = await shown(id)
    assert.deepEqual([task?.status, task?.lease_owner, canSend], ['pending', null, false])
    const { history } = await server.api<{ history: HistoryEvent[] }>(
      `/api/documents/${encodeURIComponent(id)}/history`,
    )
    const { action, why, actor } = history.at(-1) ?? {}
    assert.deepEqual(
      [action, why, actor],
      ['task.requested', 'the place may be wrong', 'human:Ada Larsen'],
    )
    // Once is enough.
    await page.keyboard.press('p')
    assert.equal(await dialog.count(), 0)
    await page.getByRole('link', { name: 'Open it to decide' }).click()
    await page.getByText(/yours for/).waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('a document that waits is looked at without being held, and one that is not there is said so', async () => {
    const { document_id: id } = await taskOf(server, '11-multilingual')
    const { page, context, faults } = await personAt(browser, server)
    await page.goto(`${server.url}/documents/${encodeURIComponent(id)}`)
    await page.getByText('waits for a person').waitFor()
    assert.equal(await page.getByRole('button', { name: /Send it to a person/ }).count(), 0)
    assert.equal((await shown(id)).task?.lease_owner, null)
    await page.goto(`${server.url}/documents/none%2Fsuch`)
    await page.getByText('There is no such document').waitFor()
    assert.deepEqual(faults, [])
    await context.close()
  })
})
