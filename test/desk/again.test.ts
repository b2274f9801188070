import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { until } from '../e2e/command.ts'
import { aroundSuite, personAt, skip, taskOf, type Server, openFile } from './rig.ts'

suite('what goes round again', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })
  const statusOf = async (id: string): Promise<string> =>
    (await server.api<{ task: { status: string } }>(`/api/review/${id}`)).task.status

  test('a document that failed says why, and is sent from its page', async () => {
    const { page, context, faults } = await personAt(browser, server)
    const { review_id: id, document_id } = await taskOf(server, '06-personal')
    const store = openFile(server)
    const error = {
      code: 'document.time_limit',
      message: 'It took too long',
      at: '2026-01-15T12:00:00Z',
    }
    store
      .prepare(`UPDATE documents SET status = 'failed', error = ? WHERE document_id = ?`)
      .run(JSON.stringify(error), document_id)
    store.close()
    await page.goto(`${server.url}/tasks/${id}`)
    await page.getByText(/could not be read: It took too long/).waitFor()
    await page.getByRole('button', { name: 'Send it round again' }).click()
    await page.getByText(`Sent round again: ${document_id}`).waitFor()
    await until('its new task waits', 20_000, async () => {
      const again = await taskOf(server, '06-personal').catch(() => null)
      const { tasks } = await server.api<{ tasks: { review_id: string; document_id: string }[] }>(
        '/api/review/queue',
      )
      const waits = tasks.some((task) => task.document_id === document_id && task.review_id !== id)
      return (again !== null && waits) || undefined
    })
    assert.equal(await statusOf(id), 'superseded')
    assert.deepEqual(faults, [])
    await context.close()
  })

  test('what was approved is opened again, and says why', async () => {
    const { page, context, faults } = await personAt(browser, server)
    const { review_id: id } = await taskOf(server, '11-multilingual')
    await page.goto(`${server.url}/tasks/${id}`)
    await page.getByText(/yours for/).waitFor()
    await page.getByRole('article', { name: 'Creation date' }).waitFor()
    await page.keyboard.press('a')
    await page.getByText('Creation date accepted').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText(/Approved: Elsbeth Kramer/).waitFor()
    await page.goto(`${server.url}/tasks/${id}`)
    await page.getByText(/✓ Approved by Ada Larsen/).waitFor()
    await page.getByRole('button', { name: 'Open it again' }).click()
    await page.getByLabel('Why').fill('the weekday is of another year')
    await page.getByRole('dialog').getByRole('button', { name: 'Open it again' }).click()
    await page.getByText('Open again. Take it to decide.').waitFor()
    assert.notEqual(await statusOf(id), 'approved')
    const { history } = await server.api<{ history: { action: string; why: string | null }[] }>(
      `/api/review/${id}/history?limit=100`,
    )
    const reopened = history.find(({ action }) => action === 'task.reopened')
    assert.equal(reopened?.why, 'the weekday is of another year')
    assert.deepEqual(faults, [])
    await context.close()
  })
})
