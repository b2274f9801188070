import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { until } from '../e2e/command.ts'
import { aroundSuite, personAt, selectWords, skip, taskOf, type Server } from './rig.ts'

interface Shown {
  task: { status: string; lease_owner: string | null }
  document: {
    enriched_data: Record<string, unknown>
    provenance: Record<string, { source: string; evidence: { quote: string } | null }>
  }
}

const NAME = 'document.correspondence.recipient.name'

suite('the desk in a browser', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })
  const shown = (id: string) => server.api<Shown>(`/api/review/${id}`)
  /** "Approve and next" has taken another document: it is given back by leaving its page, not by a browser that ends. */
  async function leave(page: Page, decided: string): Promise<void> {
    // Who left before the answer came would not know what they hold.
    await page.waitForURL(({ pathname }) => !pathname.endsWith(decided))
    await page.getByText(/yours for/).waitFor()
    await page.goto(`${server.url}/`)
    await until('nothing is held', 20_000, async () => {
      const { tasks } = await server.api<{ tasks: Shown['task'][] }>('/api/review/queue')
      return tasks.every(({ lease_owner }) => lease_owner === null) || undefined
    })
  }

  test('a name is corrected by selecting it in the text, and the document approved', async () => {
    const { page, context, faults } = await personAt(browser, server)
    const task = await taskOf(server, '02-invitation-card')
    await page.getByRole('option', { name: /Henry Ashcombe/ }).dblclick()
    const recipient = page.getByRole('article', { name: 'Recipient name' })
    await page.getByRole('button', { name: /^Recipient name/ }).click()
    await recipient.waitFor()
    await selectWords(page, 'Signor Bellarossa')
    await page.getByRole('button', { name: /Fill Recipient name with “Signor Bellarossa”/ }).click()
    await page.getByText('Recipient name set to Signor Bellarossa').waitFor()
    const after = await shown(task.review_id)
    const entry = after.document.provenance[NAME]
    assert.equal(entry?.source, 'human:Ada Larsen')
    assert.equal(entry.evidence?.quote, 'Signor Bellarossa')
    assert.equal(after.task.lease_owner, 'Ada Larsen')

    // One field is still open: the first press says so.
    await page.keyboard.press('Control+Enter')
    await page.getByText(/still open/).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText(/Approved: Henry Ashcombe/).waitFor()
    assert.equal((await shown(task.review_id)).task.status, 'approved')
    const { history } = await server.api<{ history: { actor: string; action: string }[] }>(
      `/api/review/${task.review_id}/history?limit=100`,
    )
    const own = history.filter(({ actor }) => actor === 'human:Ada Larsen')
    assert.ok(own.length >= 2, JSON.stringify(history))
    assert.deepEqual(faults, [])

    // And it is undone as one.
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()
    assert.notEqual((await shown(task.review_id)).task.status, 'approved')
    await leave(page, task.review_id)
    await context.close()
  })

  test('from the queue to the approval by keys alone', async () => {
    const { page, context, faults } = await personAt(browser, server, { name: 'Bea Holm' })
    const task = await taskOf(server, '11-multilingual')
    const at = page.getByRole('option', { name: /Elsbeth Kramer/ })
    for (let steps = 0; steps < 6; steps++) {
      if ((await at.getAttribute('aria-selected')) === 'true') break
      await page.keyboard.press('j')
    }
    await page.keyboard.press('Enter')
    await page.getByRole('article', { name: 'Creation date' }).waitFor()
    await page.getByText(/yours for/).waitFor()
    await page.keyboard.press('e')
    await page.keyboard.type('1936-03-12')
    await page.keyboard.press('Enter')
    await page.getByText('Creation date set to 12 March 1936').waitFor()
    // A key too many decides on nothing that nobody looks at.
    await page.keyboard.press('n')
    await page.keyboard.press('x')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/Approved: Elsbeth Kramer/).waitFor()
    const { task: after, document } = await shown(task.review_id)
    assert.equal(after.status, 'approved')
    assert.match(JSON.stringify(document.enriched_data), /"creation_date":"1936-03-12"/)
    const { history } = await server.api<{ history: { action: string }[] }>(
      `/api/review/${task.review_id}/history?limit=100`,
    )
    const decided = history.filter(({ action }) => action.startsWith('field.'))
    assert.deepEqual(
      decided.map(({ action }) => action),
      ['field.correct'],
    )
    assert.deepEqual(faults, [])
    await leave(page, task.review_id)
    await context.close()
  })

  test('a document that somebody works on is read along, and taken over by a lead', async () => {
    const ada = await personAt(browser, server)
    const bea = await personAt(browser, server, { name: 'Bea Holm' })
    const { review_id: id } = await taskOf(server, '06-personal-undated')
    await ada.page.goto(`${server.url}/tasks/${id}`)
    await ada.page.getByText(/yours for/).waitFor()
    await bea.page.goto(`${server.url}/tasks/${id}`)
    await bea.page.getByText(/Ada Larsen works on this document/).waitFor()
    assert.equal(
      await bea.page.getByRole('button', { name: /Approve and next/ }).isDisabled(),
      true,
    )

    // Typing while it is taken over: what was typed stays, and is sent once the document is back.
    await ada.page.keyboard.press('n')
    await ada.page
      .getByText(/not in the document/)
      .first()
      .waitFor()
    await ada.page.getByRole('button', { name: /^Salutation/ }).click()
    await ada.page.keyboard.press('e')
    await ada.page.keyboard.type('Dear Leonard')
    await bea.page.getByRole('button', { name: 'Take it over' }).click()
    await bea.page.getByText(/yours for/).waitFor()
    // No such words in the text: it asks where they are known from.
    await ada.page.keyboard.press('Enter')
    await ada.page.keyboard.type('the envelope')
    await ada.page.keyboard.press('Enter')
    await ada.page
      .getByText(/kept in this browser/)
      .first()
      .waitFor()
    await ada.page.reload()
    await ada.page.getByText(/Bea Holm works on this document.*kept in this browser/).waitFor()
    await ada.page.getByRole('button', { name: 'Take it over' }).click()
    await until('what was typed is saved', 10_000, async () => {
      const { document } = await shown(id)
      return /"salutation":"Dear Leonard"/.test(JSON.stringify(document)) || undefined
    })
    await ada.context.close()
    await bea.context.close()
  })
})
