import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { after, before, type TestContext } from 'node:test'
import { findServer, skipWithout, temporaryFolder } from '@colophon/testkit'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { startCommand, until, type RunningCommand } from '../e2e/command.ts'

export const skip = skipWithout('chromium')

const BUILD = fileURLToPath(new URL('../../web/build.js', import.meta.url))
const START_MS = 60_000

/** Chromium without anything that asks the network or the machine's keyrings. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findServer('chromium') ?? 'chromium',
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  })

export interface Server {
  url: string
  /** Address of the page of the status, which the job API has. */
  status: string
  /** Address of the cost API and its page. */
  costs: string
  folder: string
  command: RunningCommand
  api: <T>(path: string) => Promise<T>
}

export interface ServerOptions {
  folder?: string
  port?: string
  /** With the letters that the product brings. @default true */
  samples?: boolean
}

/** The product as `npm start` runs it, on a store of its own. */
export async function startServer(
  t: Pick<TestContext, 'after'>,
  { folder = temporaryFolder(t), port = '0', samples = true }: ServerOptions = {},
): Promise<Server> {
  execFileSync(process.execPath, [BUILD], { stdio: 'ignore' })
  const command = startCommand(samples ? ['serve', '--demo'] : ['serve'], {
    cwd: folder,
    env: { REVIEW_PORT: port },
  })
  t.after(() => command.child.kill('SIGKILL'))
  await until('the server is ready', START_MS, () => {
    if (command.child.exitCode !== null) throw new Error(command.printed.stderr)
    return command.printed.stdout.includes('ready, Ctrl-C') || undefined
  })
  const status = /status +(http:\/\/\S+)/.exec(command.printed.stdout)?.[1] ?? ''
  const costs = /costs +(http:\/\/[^/]+)\//.exec(command.printed.stdout)?.[1] ?? ''
  const url = /review desk +(http:\/\/[^/]+)\//.exec(command.printed.stdout)?.[1]
  if (url === undefined) throw new Error(`no address of the desk: ${command.printed.stdout}`)
  const api = async <T>(path: string): Promise<T> => {
    const response = await fetch(url + path)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return { url, status, costs, folder, command, api }
}

/** The file of its store, for what only a clock or an accident could do. It waits for what the server writes. */
export const openFile = ({ folder }: Pick<Server, 'folder'>): DatabaseSync =>
  new DatabaseSync(join(folder, 'data', 'colophon.db'), { timeout: 10_000 })

/** One server and one browser for all tests of a suite: handed over before the first, ended after the last. */
export function aroundSuite(take: (desk: { server: Server; browser: Browser }) => void): void {
  const ends: (() => void)[] = []
  let browser: Browser | undefined
  before(async () => {
    const server = await startServer({ after: (end) => ends.push(end as () => void) })
    browser = await launch()
    take({ server, browser })
  })
  after(async () => {
    await browser?.close()
    for (const end of ends.toReversed()) end()
  })
}

export interface PersonOptions {
  name?: string
  colorScheme?: 'light' | 'dark'
  width?: number
}

/** A person at a browser of their own, let in by their name. What goes wrong in their pages fails the test. */
export async function personAt(
  browser: Browser,
  { url }: Pick<Server, 'url'>,
  { name = 'Ada Larsen', colorScheme = 'light', width = 1280 }: PersonOptions = {},
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (/Content Security Policy|Warning:/.test(message.text())) faults.push(message.text())
  })
  await page.goto(`${url}/`)
  await page.getByLabel(/Your name/).fill(name)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.locator('.tasks li').first().waitFor()
  return { context, page, faults }
}

export interface Task {
  review_id: string
  document_id: string
  title: string
  status: string
}

/** The waiting task whose document's name begins so. */
export async function taskOf({ api }: Pick<Server, 'api'>, begin: string): Promise<Task> {
  const { tasks } = await api<{ tasks: Task[] }>('/api/review/queue?status=all')
  const found = tasks.find(({ document_id: id }) => id.includes(begin))
  if (found === undefined) throw new Error(`no task for ${begin}`)
  return found
}

/** A document that nobody was asked about. */
export async function approvedOf({ api }: Pick<Server, 'api'>): Promise<string> {
  const { hits } = await api<{ hits: { document_id: string; review_status: string }[] }>(
    '/api/search?q=dear&limit=100',
  )
  const found = hits.find(({ review_status: status }) => status === 'not_required')
  if (found === undefined) throw new Error('every document has a task')
  return found.document_id
}

/** Sends more documents to the running product. */
export async function submit(
  { status }: Pick<Server, 'status'>,
  documents: readonly object[],
): Promise<void> {
  const response = await fetch(new URL('/api/jobs', status), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: documents.map((each) => `${JSON.stringify(each)}\n`).join(''),
  })
  if (!response.ok) throw new Error(`jobs: ${response.status} ${await response.text()}`)
}

/** Selects words of the text as a person does with the mouse. */
export async function selectWords(page: Page, words: string): Promise<void> {
  const found = await page.evaluate((wanted) => {
    for (const line of document.querySelectorAll('.source [data-start]')) {
      const node = line.firstChild
      const at = node?.textContent?.indexOf(wanted) ?? -1
      if (node === null || at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      line.scrollIntoView({ block: 'center' })
      const box = range.getBoundingClientRect()
      return {
        from: [box.left + 1, box.top + box.height / 2],
        to: [box.right - 1, box.bottom - box.height / 2],
      }
    }
    return null
  }, words)
  if (found === null) throw new Error(`the text has no ${words}`)
  const [[fromX = 0, fromY = 0], [toX = 0, toY = 0]] = [found.from, found.to]
  await page.mouse.move(fromX, fromY)
  await page.mouse.down()
  await page.mouse.move(toX, toY, { steps: 5 })
  await page.mouse.up()
}
