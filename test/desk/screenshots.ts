/** Takes the pictures of the desk in docs/images: `npm run screenshots`. */
import { mkdirSync } from 'node:fs'
import { temporaryFolder } from '@colophon/testkit'
import { fillMonth } from './month.ts'
import { submitPapers } from './papers.ts'
import { approvedOf, launch, personAt, startServer, taskOf } from './rig.ts'
import { ROOT } from '../sources.ts'

const FOLDER = `${ROOT}docs/images`
mkdirSync(FOLDER, { recursive: true })

const ends: (() => unknown)[] = []
const end = { after: (each: () => unknown) => ends.push(each) } as Parameters<typeof startServer>[0]
try {
  const server = await startServer(end)
  // What was paid belongs to another store: its documents would stand in the pictures of the desk.
  const folder = temporaryFolder(end)
  await fillMonth(folder)
  const paying = await startServer(end, { folder })
  await submitPapers(server)
  const browser = await launch()
  ends.push(() => browser.close())
  const { review_id: id } = await taskOf(server, '02-invitation-card')
  const { review_id: pictured } = await taskOf(server, '07-business')
  const sender = 'document.correspondence.sender.name'
  const stops = [
    ['queue', '/', '.preview .source'],
    ['task', `/tasks/${id}`, '.field-open'],
    ['image', `/tasks/${pictured}?field=${sender}`, '.page-image .evidence-box'],
    ['history', `/tasks/${id}/history`, '.steps li'],
    ['document', `/documents/${await approvedOf(server)}`, '.field-open'],
    ['search', '/search?q=dear', '.hits a'],
    ['batch', `/batch?field=${sender}`, '.batch-table tbody a'],
    ['register', '/register?collection=papers', '.people summary'],
    ['collections', '/collections', 'main a'],
  ] as const
  for (const colorScheme of ['light', 'dark'] as const) {
    const { page, context } = await personAt(browser, server, { colorScheme })
    for (const [name, path, there] of stops) {
      await page.goto(server.url + path)
      await page.locator(there).first().waitFor()
      await page.waitForTimeout(600)
      const suffix = colorScheme === 'light' ? '' : '-dark'
      await page.screenshot({ path: `${FOLDER}/desk-${name}${suffix}.png` })
    }
    await page.goto(server.status)
    await page.locator('.chart canvas').first().waitFor()
    await page.waitForTimeout(600)
    const name = colorScheme === 'light' ? 'status' : 'status-dark'
    await page.screenshot({ path: `${FOLDER}/${name}.png` })
    await page.goto(`${paying.costs}/`)
    await page.locator('.recharts-surface').first().waitFor()
    await page.waitForTimeout(600)
    await page.screenshot({ path: `${FOLDER}/costs${colorScheme === 'light' ? '' : '-dark'}.png` })
    await context.close()
  }
} finally {
  for (const end of ends.toReversed()) await end()
}
