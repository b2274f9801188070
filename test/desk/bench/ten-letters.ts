import type { Browser, Page } from 'playwright-core'
import { personAt, type Server } from '../rig.ts'
import { pressed } from './presses.ts'
import { queued } from './queued.ts'
import { undatedLetters } from './texts.ts'

const TEN = 10
/** Where one is after a decision: at the next field that asks, else at the button that approves. */
const NEXT = '.field-open, .action-bar button.main:focus'
const ELSEWHERE = '.source [data-start], .queue-head'
/** A letter that came up just now is not approved by a key that was for the one before. */
const SEEN_MS = 800

/** What was pressed, and how long the desk took to answer all of it. */
interface Work {
  letters: number
  keys: number
  characters: number
  ms: number
}

type Pressed = Parameters<typeof pressed>[1]

async function press(page: Page, work: Work, key: Pressed): Promise<void> {
  work.ms += await pressed(page, key)
  work.keys += 1
}

async function type(page: Page, work: Work, words: string): Promise<void> {
  await page.keyboard.type(words)
  work.characters += words.length
}

/** The field that is open and asks, by what stands on the page. */
const openField = (page: Page): Promise<{ label: string; isEmpty: boolean } | null> =>
  page.evaluate(() => {
    const card = document.querySelector('.field-open')
    if (card === null) return null
    const isEmpty = card.querySelector(':scope > .nothing') !== null
    return { label: card.getAttribute('aria-label') ?? '', isEmpty }
  })

/** Puts another value in its place, which the letter does not have: it says where that is known from. */
async function correct(page: Page, work: Work, value: string): Promise<void> {
  await press(page, work, {
    key: 'e',
    there: '.field-open input:focus, .field-open textarea:focus',
  })
  await type(page, work, value)
  await press(page, work, { key: 'Enter', there: '.external input:focus' })
  await type(page, work, 'the envelope')
  await press(page, work, { key: 'Enter', there: NEXT, leaves: 'field' })
}

/** Decides on all that asks as a person does: one name is corrected, what is there accepted, of the rest said that it is not. */
async function decideAll(page: Page, work: Work): Promise<void> {
  let corrected = false
  for (let field = await openField(page); field !== null; field = await openField(page)) {
    if (!corrected && field.label.endsWith(' name')) {
      corrected = true
      await correct(page, work, 'Ann Example')
    } else await press(page, work, { key: field.isEmpty ? 'n' : 'a', there: NEXT, leaves: 'field' })
  }
}

/** Ten letters from the queue to the last approval, by keys alone. */
export async function reviewTen(browser: Browser, server: Server): Promise<[string, string][]> {
  const tasks = await queued(server, undatedLetters(TEN))
  const { page, context } = await personAt(browser, server, { name: 'Bea Holm' })
  const work: Work = { letters: 0, keys: 0, characters: 0, ms: 0 }
  await press(page, work, { key: 'n', there: ELSEWHERE, leaves: 'address' })
  while ((await page.evaluate(() => location.pathname)) !== '/') {
    await page.getByText(/yours for/).waitFor()
    await page.waitForTimeout(SEEN_MS)
    await decideAll(page, work)
    await press(page, work, { key: 'ControlOrMeta+Enter', there: ELSEWHERE, leaves: 'address' })
    work.letters += 1
  }
  await context.close()
  if (work.letters !== tasks.length) throw new Error(`${work.letters} of ${tasks.length} letters`)
  return [
    [`keys a letter, of ${work.letters}`, (work.keys / work.letters).toFixed(1)],
    ['  characters that were typed for corrections', (work.characters / work.letters).toFixed(1)],
    ['  what the desk took of it, ms', (work.ms / work.letters).toFixed(0)],
  ]
}
