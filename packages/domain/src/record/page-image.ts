import { z } from 'zod'

/** Kinds of images that browsers show and that carry no script. */
export const IMAGE_TYPES = ['image/png', 'image/jpeg'] as const
export type ImageType = (typeof IMAGE_TYPES)[number]

/** A side that is longer is no page. */
export const MAX_IMAGE_SIDE = 30_000
const Pixels = z.int().min(1).max(MAX_IMAGE_SIDE)

/** The image of a page. Its bytes lie beside the store, under their hash; a document holds no more than this. */
export const PageImage = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  type: z.enum(IMAGE_TYPES),
  width: Pixels.describe('In pixels'),
  height: Pixels.describe('In pixels'),
  /** As the submitter called the file. */
  file: z.string(),
})
export type PageImage = z.infer<typeof PageImage>

const Coordinate = z.number().min(0).max(MAX_IMAGE_SIDE)

/** Where words of a page stand in its image. */
export const WordBox = z.object({
  /** UTF-16 offsets into the text of the page. */
  start: z.int().min(0),
  end: z.int().min(0),
  /** Pixels of the image, from its upper left corner. */
  x: Coordinate,
  y: Coordinate,
  w: Coordinate,
  h: Coordinate,
})
export type WordBox = z.infer<typeof WordBox>

const MAX_FILE_LENGTH = 4_096

/** An image as it is submitted: a file below the folder of the input. */
export const SubmittedImage = z.object(
  {
    file: z.string().min(1).max(MAX_FILE_LENGTH),
    width: Pixels,
    height: Pixels,
  },
  { error: 'must be {file, width, height}, in pixels' },
)
export type SubmittedImage = z.infer<typeof SubmittedImage>

export const MAX_WORDS_OF_PAGE = 10_000

/** Words as they are submitted. `text`, where it is given, is what stands between the offsets. */
export const SubmittedWord = WordBox.extend({ text: z.string().max(1_000).optional() })
export type SubmittedWord = z.infer<typeof SubmittedWord>

/** What does not fit about words of a page, in a sentence without their text; null where all of it fits. */
export function wordsProblem(
  words: readonly SubmittedWord[],
  { text, image }: { text: string; image: Pick<SubmittedImage, 'width' | 'height'> | undefined },
): string | null {
  if (image === undefined) return 'has words with boxes and no image that they are in'
  for (const [at, word] of words.entries()) {
    const fault = wordFault(word, text, image)
    if (fault !== null) return `word ${at + 1} ${fault}`
  }
  return null
}

function wordFault(
  word: SubmittedWord,
  text: string,
  image: Pick<SubmittedImage, 'width' | 'height'>,
): string | null {
  const { start, end, x, y, w, h } = word
  if (end <= start || end > text.length) return 'does not lie in the text of the page'
  if (isWithinPair(text, start) || isWithinPair(text, end))
    return 'begins or ends within a character'
  if (word.text !== undefined && word.text !== text.slice(start, end))
    return 'has another text than stands between its offsets'
  if (w <= 0 || h <= 0 || x + w > image.width || y + h > image.height)
    return 'has a box that does not lie in the image'
  return null
}

const isWithinPair = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at)
  const before = text.charCodeAt(at - 1)
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff
}
