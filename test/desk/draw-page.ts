/**
 * Draws the page image of a sample, and writes it with the boxes of its words beside the text: `node test/desk/draw-page.ts`.
 * The picture shows what was written; the text of the sample is what a poor OCR made of it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { launch } from './rig.ts'

const SAMPLE = new URL('../../samples/letters/07-business-poor-ocr.json', import.meta.url)
const IMAGE = new URL('../../samples/letters/scans/07-business-poor-ocr.png', import.meta.url)
/** Pixels of the image for one of the page that is drawn. */
const SCALE = 2
const [WIDTH, HEIGHT] = [640 * SCALE, 1_180 * SCALE]

/** What stands on the paper where the OCR read something else. Nothing: a speck that it took for a mark. */
const WRITTEN: Readonly<Record<string, string>> = {
  ...{ JOSlAH: 'JOSIAH', S0N: 'SON,', 'S0N,': 'SON,', 'Nottinghain.': 'Nottingham.' },
  ...{ Novernber: 'November', 'l8.,4': '18 4', 'Loudon,': 'London,', recelpt: 'receipt' },
  ...{ '1earn': 'learn', Rai1way: 'Railway', deliveied: 'delivered', 'carrnan,': 'carman,' },
  ...{
    Wi1liam: 'William',
    we1l: 'well',
    ho1ds: 'holds',
    bave: 'have',
    aud: 'and',
    tbe: 'the',
    g1ad: 'glad',
  },
  ...{ wrappiugs: 'wrappings', unti1: 'until', '1ook': 'look', Valencieunes: 'Valenciennes' },
  ...{ 'c1aim.': 'claim.', Coy1e: 'Coyle', 'September;,': 'September,', lf: 'If' },
  ...{ 'mernorandum.': 'memorandum.', shou1d: 'should', p1ace: 'place', wil1ing: 'willing' },
  ...{
    'ceut.,': 'cent.,',
    c1ean: 'clean',
    'rnonth.': 'month.',
    sha1l: 'shall',
    bimself: 'himself',
  },
  ...{ enc1ose: 'enclose', 'u1t.': 'ult.', 'ba1ance,': 'balance,', 'l8s.': '18s.' },
  ...{ 'couvenience.': 'convenience.', 'faitbfully,': 'faithfully,', Pernble: 'Pemble' },
}
const SPECK = /^[|'~^¦*.,]+$/

const PAGE = `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; width: ${WIDTH / SCALE}px; height: ${HEIGHT / SCALE}px; background: #efe6d2; overflow: hidden }
  pre { margin: 60px 0 0 56px; font: italic 19px/26px 'Liberation Serif', 'DejaVu Serif', serif; color: #3a2f26; word-spacing: 2px }
  pre::first-line { font-style: normal; letter-spacing: 3px }
  span { display: inline-block }
  .speck { color: transparent; background: radial-gradient(circle 2px, #8b7a64, transparent 3px) }
  .blot { background: radial-gradient(9px 11px at 58% 55%, #3a2f26 60%, transparent) }
</style><pre></pre>`

const [INK, PAPER] = [
  [58, 47, 38],
  [239, 230, 210],
] as const
const SHADES = 16

/** The place of each pixel between ink and paper, in sixteen shades. */
const shadesOf = (page: Page, png: Buffer): Promise<number[]> =>
  page.evaluate(
    async ({ address, ink, paper, shades }) => {
      const image = new Image()
      image.src = address
      await image.decode()
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
      if (context === null) return []
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, image.width, image.height)
      return Array.from({ length: data.length / 4 }, (_, at) => {
        const light = ((data[at * 4] ?? 0) - ink) / (paper - ink)
        return Math.round(Math.max(0, Math.min(1, light)) * (shades - 1))
      })
    },
    {
      ...{ address: `data:image/png;base64,${png.toString('base64')}` },
      ...{ ink: INK[0], paper: PAPER[0], shades: SHADES },
    },
  )

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** A PNG of four bits a pixel: a fifth of what a browser makes of the same. */
function pngOf(shades: readonly number[]): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(WIDTH, 0)
  header.writeUInt32BE(HEIGHT, 4)
  header.set([4, 3, 0, 0, 0], 8)
  const palette = Array.from({ length: SHADES }, (_, shade) =>
    INK.map((ink, channel) => ink + (shade / (SHADES - 1)) * ((PAPER[channel] ?? 0) - ink)),
  )
  const rows = Array.from({ length: HEIGHT }, (_, y) => {
    const row = shades.slice(y * WIDTH, (y + 1) * WIDTH)
    const pairs = Array.from(
      { length: WIDTH / 2 },
      (__, x) => (row[x * 2] ?? 0) * SHADES + (row[x * 2 + 1] ?? 0),
    )
    return Buffer.from([0, ...pairs])
  })
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat().map(Math.round))),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

interface Token {
  text: string
  start: number
  isWord: boolean
}

const tokensOf = (text: string): Token[] =>
  [...text.matchAll(/\s+|\S+/g)].map(([token], at, all) => ({
    text: token,
    start: all[at]?.index ?? 0,
    isWord: token.trim() !== '',
  }))

/** A word a line: whoever reads the sample wants to find its text. */
const formatted = (sample: unknown): string =>
  JSON.stringify(sample, null, 2).replaceAll(
    /\{\s*"text": ("(?:[^"\\]|\\.){1,40}"),[^{}]*\}/g,
    (word) => word.replaceAll(/\s*\n\s*/g, ' '),
  )

const item = JSON.parse(readFileSync(SAMPLE, 'utf8')) as {
  id: string
  text?: string
  pages?: { text: string }[]
}
const text = item.text ?? item.pages?.[0]?.text ?? ''
const browser = await launch()
try {
  const page = await browser.newPage({
    viewport: { width: WIDTH / SCALE, height: HEIGHT / SCALE },
    deviceScaleFactor: SCALE,
  })
  await page.setContent(PAGE)
  const drawn = tokensOf(text).map((token) => ({
    ...token,
    written: WRITTEN[token.text] ?? token.text,
    look: SPECK.test(token.text) ? 'speck' : token.text === 'l8.,4' ? 'blot' : '',
  }))
  const boxes = await page.evaluate((tokens) => {
    const pre = document.querySelector('pre')
    const drawnWords = tokens.flatMap(({ text: read, written, look, start, isWord }, at) => {
      if (!isWord || pre === null) {
        pre?.append(read)
        return []
      }
      const word = document.createElement('span')
      word.textContent = written
      word.className = look
      // A hand is never quite straight, and the same each time it is drawn.
      word.style.transform = `translateY(${((at * 7) % 5) / 2 - 1}px) rotate(${((at * 13) % 7) / 5 - 0.6}deg)`
      pre.append(word)
      return look === 'speck' ? [] : [{ word, text: read, start }]
    })
    return drawnWords.map(({ word, text: read, start }) => {
      const { x, y, width, height } = word.getBoundingClientRect()
      return { text: read, start, end: start + read.length, x, y, w: width, h: height }
    })
  }, drawn)
  const words = boxes.map(({ x, y, w, h, ...word }) => {
    const [left, top, wide, high] = [x, y, w, h].map((value) => Math.round(value * SCALE))
    return { ...word, x: left, y: top, w: wide, h: high }
  })
  const png = pngOf(await shadesOf(page, await page.screenshot({ type: 'png' })))
  writeFileSync(IMAGE, png)
  const { text: _, pages: __, id, ...rest } = item
  const file = 'scans/07-business-poor-ocr.png'
  const image = { file, width: WIDTH, height: HEIGHT }
  writeFileSync(SAMPLE, `${formatted({ id, pages: [{ text, image, words }], ...rest })}\n`)
  process.stdout.write(`${words.length} words, ${png.length} bytes\n`)
} finally {
  await browser.close()
}
