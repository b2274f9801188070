import type { Page } from 'playwright-core'

export interface Press {
  key: string
  /** What it leads to: something on the page, in another field or at another address than before. */
  there: string
  leaves?: 'field' | 'address'
}

/**
 * Presses a key and measures in the page, from the event that the browser has of it to after the frame in which what it
 * led to is there.
 */
export async function pressed(page: Page, { key, there, leaves }: Press): Promise<number> {
  await page.evaluate(
    ([selector, left]) => {
      const stateOf = (): string =>
        left === 'address'
          ? location.pathname
          : (document.querySelector('.field-open')?.getAttribute('aria-label') ?? '')
      const before = stateOf()
      const isThere = (): boolean =>
        document.querySelector(selector) !== null && (left === null || stateOf() !== before)
      const measured = window as unknown as { took: Promise<number> }
      measured.took = new Promise((resolve) => {
        const begin = ({ timeStamp, key: name }: KeyboardEvent): void => {
          if (/^(?:Control|Shift|Alt|Meta)$/.test(name)) return
          window.removeEventListener('keydown', begin, { capture: true })
          const look = (): void => {
            if (!isThere()) requestAnimationFrame(look)
            else
              setTimeout(() => {
                resolve(performance.now() - timeStamp)
              })
          }
          requestAnimationFrame(look)
        }
        window.addEventListener('keydown', begin, { capture: true })
      })
    },
    [there, leaves ?? null] as const,
  )
  await page.keyboard.press(key)
  return await page.evaluate(() => (window as unknown as { took: Promise<number> }).took)
}
