import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../e2e/command.ts'
import { launch, personAt, skip, startServer, submit } from './rig.ts'

const MEGABYTE = 1_000_000
/** A line of a million characters without a blank, and another four that have some: hardly less than what is taken. */
const TEXT = [
  'x'.repeat(MEGABYTE),
  ...Array.from({ length: 4 }, () => 'wörter '.repeat(MEGABYTE / 8)),
].join('\n')

test(
  'the history of a text of five megabytes is shown at once, cut, and widens no page',
  { skip },
  async (t) => {
    const server = await startServer(t)
    const browser = await launch()
    t.after(() => browser.close())
    const document = { id: 'long', text: `Dear Ada,\n${TEXT}`, collection_id: 'samples' }
    await submit(server, [document])
    const id = await until('its task waits', 60_000, async () => {
      const { tasks } = await server.api<{ tasks: { review_id: string; document_id: string }[] }>(
        '/api/review/queue?status=all&limit=100',
      )
      return tasks.find(({ document_id: each }) => each.endsWith('long'))?.review_id
    })
    const { page, faults } = await personAt(browser, server)
    await page.goto(`${server.url}/tasks/${id}/history`)
    await page.locator('.diff tbody tr').first().waitFor()
    await page
      .getByText(/more characters not shown/)
      .first()
      .waitFor()
    const shown = await page.evaluate(() => ({
      characters: window.document.body.innerText.length,
      width: window.document.documentElement.scrollWidth - window.innerWidth,
      wide: [...window.document.querySelectorAll('body *')]
        .filter((each) => /auto|scroll/.test(getComputedStyle(each).overflowX))
        .filter((each) => each.clientWidth > 0 && each.scrollWidth > each.clientWidth + 1)
        .map(({ tagName, className }) => `${tagName}.${className}`),
    }))
    assert.deepEqual({ ...shown, characters: 0 }, { characters: 0, width: 0, wide: [] })
    assert.ok(shown.characters < 50_000, String(shown.characters))
    assert.deepEqual(faults, [])
  },
)
