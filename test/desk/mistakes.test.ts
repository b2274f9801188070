import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { after, suite, test, type TestContext } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import type { Browser, Page } from 'playwright-core'
import { runCommand } from '../e2e/command.ts'
import { violations } from './axe.ts'
import { launch, skip } from './rig.ts'

const HURTFUL = `</script><img src=x onerror="document.title='hurt'"><b id='in'>`
const SENDER = 'document.correspondence.sender.name'

const text = (name: string): string => `Boston\n\nMy dear Mary,\n\n${HURTFUL}\n\nYours,\n${name}\n`
const known = (id: string, name: string, language: string): object => ({
  ...{ id, language, source: { edition: `papers ${HURTFUL}` } },
  truth: { sender: { names: [name] }, salutation: 'My dear Mary,' },
})

function record(id: string, name: string, more: object = {}): object {
  const start = text(name).lastIndexOf(name)
  const evidence = { quote: name, start, end: start + name.length, match: 'exact' }
  const entry = { confidence: 0.9, source: 'rules', agent: null, definition_hash: 'x', evidence }
  return {
    ...{ document_id: id, source: { text: text(name) }, provenance: { [SENDER]: entry } },
    enriched_data: { document: { correspondence: { sender: { name } } }, ...more },
  }
}

let browser: Browser | undefined
after(() => browser?.close())

interface Opened {
  page: Page
  /** What the page asked for beside itself, and what it complained of. */
  asked: string[]
  said: string[]
}

/** The page of mistakes of two letters, opened from the disk by a browser that is offline. */
async function opened(t: TestContext, colorScheme: 'light' | 'dark' = 'light'): Promise<Opened> {
  const cwd = temporaryFolder(t)
  const lines = (all: readonly object[]) => all.map((one) => `${JSON.stringify(one)}\n`).join('')
  const files = {
    'known.jsonl': [known('a', `Jane ${HURTFUL}`, 'en'), known('b', 'Eva Hill', 'de')],
    'now.jsonl': [
      record('a', `Mary ${HURTFUL}`),
      record('b', 'Eva Hill', { content: { salutation: 'Dear Sir' } }),
    ],
    'old.jsonl': [record('a', `Mary ${HURTFUL}`), record('b', 'John Low')],
  }
  for (const [name, all] of Object.entries(files)) writeFileSync(join(cwd, name), lines(all))
  const args = ['--truth', 'known.jsonl', '--records', 'now.jsonl', '--against', 'old.jsonl']
  await runCommand(['evaluate', ...args, '--errors', 'page.html'], { cwd })
  browser ??= await launch()
  const context = await browser.newContext({ colorScheme, offline: true })
  t.after(() => context.close())
  const page = await context.newPage()
  const [asked, said]: [string[], string[]] = [[], []]
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  const url = pathToFileURL(join(cwd, 'page.html')).href
  await page.goto(url)
  assert.match(readFileSync(join(cwd, 'page.html'), 'utf8'), /default-src 'none'/)
  return { page, asked: asked.filter((one) => one !== url), said }
}

const shown = (page: Page): Promise<string[]> =>
  page.locator('.mistake:visible .field').allInnerTexts()

suite('page of mistakes', { skip }, () => {
  test('opens from a disk without a network, and what a letter says stays text', async (t) => {
    const { page, asked, said } = await opened(t)
    assert.deepEqual([asked, said], [[], []])
    assert.equal(await page.title(), 'Mistakes in letters')
    assert.equal(await page.locator('img, #in').count(), 0)
    await page.locator('article summary').first().click()
    assert.match(await page.locator('pre').first().innerText(), /<img src=x onerror=/)
    assert.equal(await page.locator('mark.found').first().innerText(), `Mary ${HURTFUL}`)
    assert.match(await page.locator('#count').innerText(), /^4 of 4$/)
  })

  test('is worked with the keyboard alone', async (t) => {
    const { page } = await opened(t)
    const focused = () => page.evaluate('document.activeElement.dataset.field ?? null')
    assert.deepEqual(await shown(page), ['sender', 'salutation', 'sender', 'salutation'])
    for (const key of ['j', 'j']) await page.keyboard.press(key)
    assert.equal(await focused(), 'salutation')
    await page.keyboard.press('k')
    assert.equal(await focused(), 'sender')
    await page.keyboard.press('o')
    assert.equal(await page.locator('pre:visible').count(), 1)
    await page.keyboard.press('/')
    await page.keyboard.type('hill')
    assert.deepEqual(await shown(page), ['sender'])
    await page.keyboard.press('Escape')
    assert.equal((await shown(page)).length, 4)
  })

  test('shows what is asked for: kinds, languages, and what changed', async (t) => {
    const { page } = await opened(t)
    await page.locator('select[name=change]').selectOption('better')
    assert.deepEqual(await shown(page), ['sender'])
    await page.locator('select[name=change]').selectOption('')
    await page.locator('select[name=language]').selectOption('en')
    await page.locator('select[name=kind]').selectOption('missed')
    assert.deepEqual(await shown(page), ['salutation'])
    assert.match(await page.locator('#count').innerText(), /^1 of 4$/)
  })

  for (const scheme of ['light', 'dark'] as const)
    test(`hinders nobody when it is ${scheme}`, async (t) => {
      const { page } = await opened(t, scheme)
      assert.deepEqual(await violations(page), [])
      const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor')
      const [red = 0] = (String(paper).match(/\d+/g) ?? []).map(Number)
      assert.equal(red > 128, scheme === 'light')
    })
})
