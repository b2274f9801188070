import type { ReviewedDocument } from '@colophon/domain'
import type { Span } from './spans.ts'

type Page = ReviewedDocument['source']['pages'][number]
type Word = NonNullable<Page['words']>[number]

/** A page that has an image, and its words as spans of the whole text. */
export interface PicturedPage {
  number: number
  start: number
  end: number
  width: number
  height: number
  words: readonly (Box & Span)[]
}

/** In pixels of the image. */
export interface Box {
  x: number
  y: number
  w: number
  h: number
}

export const picturedPages = (pages: readonly Page[]): PicturedPage[] =>
  pages.flatMap(({ number, start, end, image, words = [] }) =>
    image === undefined
      ? []
      : {
          ...{ number, start, end, width: image.width, height: image.height },
          words: words.map((word) => inText(word, start)),
        },
  )

const inText = ({ start, end, ...box }: Word, pageStart: number): Box & Span => ({
  ...box,
  start: pageStart + start,
  end: pageStart + end,
})

/** The page on which a span begins; where it has no image, none. */
export const pageOf = (pages: readonly PicturedPage[], { start }: Span): PicturedPage | undefined =>
  pages.find((page) => start >= page.start && start < page.end)

/** The boxes of a span, one for each line: words beside each other are one. */
export function boxesOf({ words }: PicturedPage, { start, end }: Span): Box[] {
  const boxes: Box[] = []
  for (const { x, y, w, h } of words.filter((word) => word.start < end && word.end > start)) {
    const line = boxes.at(-1)
    if (line !== undefined && isBeside(line, { x, y, w, h }))
      boxes[boxes.length - 1] = around(line, { x, y, w, h })
    else boxes.push({ x, y, w, h })
  }
  return boxes
}

const isBeside = (line: Box, word: Box): boolean => {
  const middle = word.y + word.h / 2
  return middle > line.y && middle < line.y + line.h && word.x >= line.x
}

const around = (one: Box, other: Box): Box => {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)]
  const right = Math.max(one.x + one.w, other.x + other.w)
  const bottom = Math.max(one.y + one.h, other.y + other.h)
  return { x, y, w: right - x, h: bottom - y }
}

/** One box around all; null around none. */
export const aroundAll = (boxes: readonly Box[]): Box | null =>
  boxes.length === 0 ? null : boxes.reduce(around)

/** The word at a point of the image. */
export function wordAt({ words }: PicturedPage, x: number, y: number): Span | null {
  const found = words.find(
    (word) => x >= word.x && x <= word.x + word.w && y >= word.y && y <= word.y + word.h,
  )
  return found === undefined ? null : { start: found.start, end: found.end }
}

/** What is shown of a document whose pages have images. */
export const SIGHTS = ['text', 'both', 'image'] as const
export type Sight = (typeof SIGHTS)[number]

export const SIGHT_WORDS: Readonly<Record<Sight, string>> = {
  text: 'Text',
  both: 'Text and image',
  image: 'Image',
}

export const isSight = (value: string | null): value is Sight =>
  (SIGHTS as readonly (string | null)[]).includes(value)

export const nextSight = (sight: Sight): Sight =>
  SIGHTS[(SIGHTS.indexOf(sight) + 1) % SIGHTS.length] ?? 'both'
