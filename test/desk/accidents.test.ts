import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import { aroundSuite, personAt, skip, taskOf, type Server, type Task } from './rig.ts'

interface Shown {
  document: { revision: number }
  fields: { path: string; issues: string[] }[]
}

const NAME = 'document.correspondence.recipient.name'
const DATE = 'document.date.creation_date'
/** Longer than a key takes to do something by mistake. */
const SETTLED_MS = 1_500

suite('nothing is decided by accident', { skip }, () => {
  let server: Server
  let browser: Browser
  aroundSuite((desk) => {
    ;({ server, browser } = desk)
  })

  const approved = async (): Promise<number> => {
    const { tasks } = await server.api<{ tasks: Task[] }>('/api/review/queue?status=approved')
    return tasks.length
  }
  /** Leaves one field that asks for somebody. */
  async function decideAllBut(begin: string, path: string): Promise<void> {
    const { review_id: id } = await taskOf(server, begin)
    const send = async <T>(
      method: string,
      rest: string,
      body: object,
      revision = 0,
    ): Promise<T> => {
      const headers = { 'content-type': 'application/json', 'if-match': `"${revision}"` }
      const request = { method, headers, body: JSON.stringify(body) }
      const response = await fetch(`${server.url}/api/review/${id}/${rest}`, request)
      assert.equal(response.status, 200)
      return (await response.json()) as T
    }
    const { lease } = await send<{ lease: { lease_id: string } }>('POST', 'assign', {})
    const { document, fields } = await server.api<Shown>(`/api/review/${id}`)
    const others = fields.filter((field) => field.issues.length > 0 && field.path !== path)
    const decisions = others.map((field) => ({ action: 'not_in_document', path: field.path }))
    await send('PATCH', 'fields', { ...lease, decisions }, document.revision)
    await send('POST', 'release', lease)
  }
  /** At a document, with its field in focus. */
  async function at(begin: string, field: string): Promise<Page & AsyncDisposable> {
    const { page, context } = await personAt(browser, server)
    const { review_id: id } = await taskOf(server, begin)
    await page.goto(`${server.url}/tasks/${id}?${new URLSearchParams({ field }).toString()}`)
    await page.getByText(/yours for/).waitFor()
    return Object.assign(page, { [Symbol.asyncDispose]: () => context.close() })
  }

  test('an approval waits for what is typed', async () => {
    await using page = await at('11-multilingual', NAME)
    await page.keyboard.press('e')
    await page.keyboard.type('Typed and not saved')
    await page.waitForTimeout(SETTLED_MS)
    await page.keyboard.press('Control+Enter')
    await page.getByText(/what you typed for Recipient name is not saved/).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.waitForTimeout(SETTLED_MS)
    assert.equal(await approved(), 0)
    await page.keyboard.press('Escape')
  })

  test('a number chooses no proposal of a field that lies under a dialog', async () => {
    await using page = await at('11-multilingual', NAME)
    const changes: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'PATCH') changes.push(request.url())
    })
    await page.keyboard.press('n')
    await page.getByText('Recipient name: not in the document').waitFor()
    await page.getByRole('button', { name: /^Recipient name/ }).click()
    await page
      .getByRole('article', { name: 'Recipient name' })
      .getByText('Anton Wiesinger')
      .waitFor()
    changes.length = 0
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    assert.deepEqual(changes, [])
    await page.keyboard.press('1')
    await page.getByText('Recipient name set to proposal 1').waitFor()
  })

  test('an Enter that is held saves what was typed, and presses nothing that comes after', async () => {
    await decideAllBut('02-invitation-card', NAME)
    await using page = await at('02-invitation-card', NAME)
    await page.getByText('1 field asks for you').waitFor()
    await page.keyboard.press('e')
    await page.keyboard.type('Signor Bellarossa')
    for (let times = 0; times < 20; times++) {
      await page.keyboard.down('Enter')
      await page.waitForTimeout(50)
    }
    await page.keyboard.up('Enter')
    await page.getByText('Recipient name set to Signor Bellarossa').waitFor()
    await page.waitForTimeout(SETTLED_MS)
    assert.equal(await approved(), 0)
  })

  test('an approval pressed while the decision before it is on its way is not asked for again', async () => {
    await using page = await at('06-personal', DATE)
    await page.getByText('1 field asks for you').waitFor()
    await page.route('**/fields', async (route) => {
      await delay(SETTLED_MS)
      await route.continue()
    })
    const before = await approved()
    await page.keyboard.press('n')
    await page.keyboard.press('ControlOrMeta+Enter')
    await page.getByText(/^Approved: /).waitFor()
    assert.equal(await approved(), before + 1)
    await page.waitForTimeout(SETTLED_MS)
    await page.goto(`${server.url}/`)
  })

  test('an approval pressed too often approves one document', async () => {
    await using page = await at('02-invitation-card', NAME)
    const before = await approved()
    await page.waitForTimeout(SETTLED_MS)
    for (let times = 0; times < 12; times++) {
      await page.keyboard.press('Control+Enter')
      await page.waitForTimeout(50)
    }
    await page.waitForTimeout(SETTLED_MS)
    assert.equal(await approved(), before + 1)
  })
})
