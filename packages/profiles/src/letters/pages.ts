import type { PageSpan } from '@colophon/domain'

/** The mark that OCR engines put between two pages. */
const FORM_FEED = '\f'

/** Pages of a text: the stretches between form feeds. A form feed that only ends the last page begins no new one. */
export function pagesOfText(text: string): PageSpan[] {
  const pages: PageSpan[] = []
  let start = 0
  for (const stretch of text.split(FORM_FEED)) {
    const end = start + stretch.length
    pages.push({ number: pages.length + 1, start, end })
    start = end + FORM_FEED.length
  }
  const last = pages.at(-1)
  if (pages.length > 1 && last !== undefined && text.slice(last.start).trim() === '') pages.pop()
  return pages
}

export interface PageText {
  text: string
  number?: number | null | undefined
}

/** One text of several pages, with form feeds between them. A page without a number follows the one before. */
export function joinPages(parts: readonly PageText[]): { text: string; pages: PageSpan[] } {
  const pages: PageSpan[] = []
  let start = 0
  for (const part of parts) {
    const number = part.number ?? (pages.at(-1)?.number ?? 0) + 1
    pages.push({ number, start, end: start + part.text.length })
    start += part.text.length + FORM_FEED.length
  }
  return { text: parts.map((part) => part.text).join(FORM_FEED), pages }
}
