/** Takes the pictures of the desk in docs/images: `npm run screenshots`. */
import { mkdirSync } from 'node:fs'
import { launch, personAt, startServer, taskOf } from './rig.ts'
import { ROOT } from '../sources.ts'

const FOLDER = `${ROOT}docs/images`
mkdirSync(FOLDER, { recursive: true })

const ends: (() => unknown)[] = []
try {
  const server = await startServer({ after: (end) => ends.push(end as () => unknown) })
  const browser = await launch()
  ends.push(() => browser.close())
  const { review_id: id } = await taskOf(server, '02-invitation-card')
  const stops = [
    ['queue', '/', '.preview .source'],
    ['task', `/tasks/${id}`, '.field-open'],
    ['history', `/tasks/${id}/history`, '.steps li'],
    ['search', '/search?q=dear', '.hits a'],
    ['batch', '/batch?field=document.correspondence.sender.name', '.batch-table tbody a'],
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
    await context.close()
  }
} finally {
  for (const end of ends.toReversed()) await end()
}
