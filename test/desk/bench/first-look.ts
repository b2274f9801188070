import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { ROOT } from '../../sources.ts'
import type { Server } from '../rig.ts'

type StorageState = Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>

export interface FirstLook {
  /** First contentful paint. */
  paintMs: number
  /** What one has come for is there. */
  thereMs: number
}

/** Opens a page in a browser that has nothing of it, and measures from the address to what is on it. */
export async function firstLook(
  browser: Browser,
  { url }: Pick<Server, 'url'>,
  { path, there, state }: { path: string; there: string; state: StorageState },
): Promise<FirstLook> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    storageState: state,
  })
  const page = await context.newPage()
  await page.addInitScript((selector) => {
    const look = (): void => {
      if (document.querySelector(selector) === null) requestAnimationFrame(look)
      else setTimeout(() => performance.mark('there'))
    }
    requestAnimationFrame(look)
  }, there)
  await page.goto(url + path)
  await page.waitForFunction(() => performance.getEntriesByName('there').length > 0)
  const marks = await page.evaluate(() =>
    ['first-contentful-paint', 'there'].map(
      (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN,
    ),
  )
  await context.close()
  return { paintMs: marks[0] ?? NaN, thereMs: marks[1] ?? NaN }
}

/** What a browser loads before the first page shows, packed. */
export function firstLoadBytes(): number {
  const dist = `${ROOT}web/desk/dist`
  const page = readFileSync(`${dist}/index.html`)
  const files = [...page.toString().matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)]
  const parts = [page, ...files.map(([, file = '']) => readFileSync(dist + file))]
  return parts.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0)
}
