import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { SetBudget, Spend } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import type { Browser, Page } from 'playwright-core'
import { violations } from './axe.ts'
import { fillMonth } from './month.ts'
import { launch, skip, startServer, type Server } from './rig.ts'

/** What a page shows of an amount: two digits, half up, or two significant ones of a small one. */
const shownOf = (page: Page, title: string) => page.locator(`.money[title="$${title}"]`).first()

suite('the page of costs', { skip }, () => {
  let server: Server
  let browser: Browser
  const ends: (() => void)[] = []

  before(async () => {
    const end = { after: (each: () => void) => ends.push(each) } as Parameters<
      typeof startServer
    >[0]
    const folder = temporaryFolder(end)
    await fillMonth(folder)
    server = await startServer(end, { folder })
    browser = await launch()
  })
  after(async () => {
    await browser.close()
    for (const end of ends.toReversed()) end()
  })

  async function open(path = '/', colorScheme: 'light' | 'dark' = 'light', width = 1280) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
    const page = await context.newPage()
    await page.goto(server.costs + path)
    await page.locator('section table, .scroll table').last().locator('tbody tr').first().waitFor()
    return page
  }

  const spend = async (query: string): Promise<Spend> =>
    (await (await fetch(`${server.costs}/api/cost/report/spend?${query}`)).json()) as Spend

  test('its figures are those of the API, and nobody is kept from them', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open('/', colorScheme)
      await page.locator('.recharts-surface').first().waitFor()
      const period = await page.locator('h2 .hint').first().textContent()
      const [, from = '', to = ''] = /from (\S+) to (\S+)/.exec(period ?? '') ?? []
      const all = await spend(`from=${from}&to=${to}&group_by=model`)
      await shownOf(page, all.totals.cost_usd).waitFor()
      for (const { key, cost_usd } of all.rows) {
        const row = page.getByRole('region', { name: 'By model' }).getByRole('row')
        const own = row.filter({
          has: page.getByRole('link', { name: key['model'] ?? '', exact: true }),
        })
        assert.equal(await own.locator('.money').getAttribute('title'), `$${cost_usd}`)
      }
      await page.getByText('The same as a table').click()
      assert.deepEqual(await violations(page), [])
      await page.context().close()
    }
  })

  test('budgets say what is spent, held back and left, in words too', async () => {
    const page = await open()
    const budgets = page.getByRole('region', { name: 'Budgets', exact: true })
    assert.equal(await budgets.getByRole('meter').count(), 2)
    await budgets.getByText('UTC').first().waitFor()
    await budgets.getByText('Charged, answer lost').waitFor()
    await page.context().close()
  })

  const budgetOf = async (path: string): Promise<SetBudget> =>
    (await (await fetch(`${server.costs}/api/cost/budget/${path}`)).json()) as SetBudget

  test('a budget is set, changed and lifted there, and nobody saves over what they have not seen', async () => {
    const page = await open()
    const region = page.getByRole('region', { name: 'Budgets that were set' })
    await region.getByRole('button', { name: 'Set a budget' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name of the collection').fill('mill-papers')
    const limit = dialog.getByLabel('Most that may be spent')
    const save = dialog.getByRole('button', { name: 'Save the budget' })
    await limit.fill('much')
    assert.ok(await save.isDisabled())
    await limit.fill('5')
    await dialog.getByLabel('Documents that there is no money for').selectOption('stop')
    assert.deepEqual(await violations(page), [])
    await save.click()
    const row = region.getByRole('row').filter({ hasText: 'mill-papers' })
    await row.getByText('open').waitFor()
    const { standing, terms } = await budgetOf('collection/mill-papers')
    assert.deepEqual([terms?.limit_usd, terms?.at_limit], ['5', 'stop'])
    const spentShown = row.locator('td.number .money').first()
    assert.equal(await spentShown.getAttribute('title'), `$${standing?.spent_usd ?? ''}`)
    assert.ok(Number(standing?.spent_usd) > 0, 'what was spent before counts')
    assert.deepEqual(await violations(page), [])

    await row.getByRole('button', { name: 'Change the budget' }).click()
    await fetch(`${server.costs}/api/cost/budget/collection/mill-papers`, {
      method: 'PUT',
      headers: { 'if-match': '"1"', 'content-type': 'application/json' },
      body: JSON.stringify({ limit_usd: '7' }),
    })
    await limit.fill('0')
    await save.click()
    const conflict = dialog.getByRole('alert')
    await conflict.getByText('It says: $7').waitFor()
    assert.equal((await budgetOf('collection/mill-papers')).terms?.limit_usd, '7')
    await conflict.getByRole('button', { name: 'Save mine over theirs' }).click()
    await row.getByText('nothing is left').waitFor()

    await row.getByRole('button', { name: 'Change the budget' }).click()
    await dialog.getByRole('button', { name: 'Lift it' }).click()
    await row.waitFor({ state: 'detached' })
    assert.equal((await budgetOf('collection/mill-papers')).revision, 4)
    await page.context().close()
  })

  test('by the keyboard alone one gets to the calls of the document that cost most', async () => {
    const page = await open('/?from=2020-01-01')
    const { rows } = await spend('from=2020-01-01&group_by=document&limit=1')
    const dearest = rows[0]?.key['document'] ?? ''
    const link = page
      .getByRole('region', { name: 'By document' })
      .getByRole('link', { name: dearest, exact: true })
    await link.waitFor()
    const isThere = (): Promise<boolean> => link.evaluate((node) => node === document.activeElement)
    for (let presses = 0; presses < 200 && !(await isThere()); presses += 1) {
      await page.keyboard.press('Tab')
    }
    assert.ok(await isThere(), 'the link was reached')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/calls?**')
    const calls = page.getByRole('region', { name: 'Calls' }).locator('tbody tr')
    await calls.first().waitFor()
    for (const row of await calls.all()) assert.ok((await row.textContent())?.includes(dearest))
    const look = calls.first().getByRole('link', { name: `Look at ${dearest} on the desk` })
    assert.equal(
      await look.getAttribute('href'),
      `${server.url}/documents/${encodeURIComponent(dearest)}`,
    )
    await page.keyboard.press('o')
    await page.getByRole('heading', { name: 'Costs', exact: true }).waitFor()
    await page.context().close()
  })

  test('a filter stands in the address and can be taken away', async () => {
    const page = await open('/calls?from=2020-01-01&state=unsettled')
    const shown = page.getByRole('region', { name: 'Calls' }).locator('tbody tr')
    const lost = await shown.count()
    assert.ok(lost > 0)
    assert.equal(await shown.filter({ hasText: 'answer lost' }).count(), lost)
    await page.getByRole('button', { name: 'Without State unsettled' }).click()
    await page.waitForURL((url) => !url.search.includes('unsettled'))
    await page.context().close()
  })

  test('needs no scrolling to the side at 200 %', async () => {
    for (const path of ['/', '/calls']) {
      const page = await open(path, 'light', 640)
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      assert.ok(over <= 0, `${path}: ${over} pixels too wide`)
      await page.context().close()
    }
  })
})
