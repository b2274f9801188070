/**
 * `npm run bench -- --desk`: how soon the desk shows what, in a real browser beside the real server, and what ten letters
 * cost in keys. With `--short` fewer of each.
 */
import { formatTable } from '@colophon/cli/table'
import { cpus } from 'node:os'
import type { Browser, Page } from 'playwright-core'
import { median } from '../../../proof/bench/child.ts'
import { launch, personAt, startServer, type Server } from '../rig.ts'
import { firstLoadBytes, firstLook } from './first-look.ts'
import { pressed } from './presses.ts'
import { queued } from './queued.ts'
import { reviewTen } from './ten-letters.ts'
import { longLetters } from './texts.ts'

const LENGTH = 100_000
const TEXT = '.source [data-start]'
/** The desk takes an approval that comes at once for one of the document before. */
const SEEN_MS = 800

const times = process.argv.includes('--short') ? 3 : 9
type Row = [what: string, figure: string, goal: string]
const rows: Row[] = []
const add = (what: string, figure: string, goal = ''): void => {
  rows.push([what, figure, goal])
  process.stderr.write(`${what}: ${figure}\n`)
}

async function repeated<T>(act: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  // One after the other: they share the machine.
  for (let at = 0; at < times; at++) results.push(await act())
  return results
}

const ms = (figures: readonly number[]): string => median(figures).toFixed(0)

async function firstLooks(browser: Browser, server: Server, page: Page, task: string) {
  const state = await page.context().storageState()
  const looks = [
    ['the queue', '/', '.tasks li'],
    ['a letter of 100 kB', `/tasks/${task}`, TEXT],
  ] as const
  for (const [what, path, there] of looks) {
    const found = await repeated(() => firstLook(browser, server, { path, there, state }))
    add(
      `${what}, nothing of it in the browser: first paint, ms`,
      ms(found.map((each) => each.paintMs)),
      '< 1,000',
    )
    add('  what one came for is there, ms', ms(found.map((each) => each.thereMs)))
  }
}

/** Approves a letter and is given the next one. */
async function switchTask(page: Page): Promise<number> {
  await page.getByText(/yours for/).waitFor()
  await page.waitForTimeout(SEEN_MS)
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByText(/still open/).waitFor()
  return await pressed(page, { key: 'ControlOrMeta+Enter', there: TEXT, leaves: 'address' })
}

async function longOnes(browser: Browser, server: Server): Promise<void> {
  const tasks = await queued(server, longLetters(times + 2, LENGTH))
  const { page, context } = await personAt(browser, server)
  await firstLooks(browser, server, page, tasks[0]?.review_id ?? '')
  await page.keyboard.press('n')
  await page.getByText(/yours for/).waitFor()
  add(
    'the next field of 100 kB, ms',
    ms(await repeated(() => pressed(page, { key: 'j', there: '.field-open', leaves: 'field' }))),
    '< 100',
  )
  add(
    'approve a letter of 100 kB and be at the next one, ms',
    ms(await repeated(() => switchTask(page))),
    '< 150',
  )
  await context.close()
}

const ends: (() => unknown)[] = []
const end = { after: (each: () => unknown) => ends.push(each) } as Parameters<typeof startServer>[0]
try {
  const server = await startServer(end, { samples: false })
  const browser = await launch()
  ends.push(() => browser.close())
  add('first load, packed, kB', (firstLoadBytes() / 1_000).toFixed(0), '< 200')
  // First: nothing else waits in the queue then.
  for (const [what, figure] of await reviewTen(browser, server)) add(what, figure)
  await longOnes(browser, server)
  const machine = `${String(cpus().length)} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}, Chromium ${browser.version()}`
  process.stdout.write(
    `\n${machine}\n\n${formatTable([['measure', 'figure', 'goal'], ...rows], { align: ['left', 'right', 'left'] })}`,
  )
} finally {
  for (const each of ends.toReversed()) await each()
}
