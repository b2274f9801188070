import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  aroundAll,
  boxesOf,
  nextSight,
  pageOf,
  picturedPages,
  wordAt,
} from '../src/behaviour/page-images.ts'

const image = {
  sha256: 'a'.repeat(64),
  type: 'image/png',
  width: 100,
  height: 200,
  file: '2.png',
} as const
const words = [
  { start: 0, end: 4, x: 10, y: 10, w: 20, h: 10 },
  { start: 5, end: 9, x: 34, y: 12, w: 20, h: 10 },
  { start: 10, end: 14, x: 10, y: 30, w: 20, h: 10 },
]
const pages = picturedPages([
  { number: 1, start: 0, end: 20 },
  { number: 2, start: 21, end: 35, image, words },
])
const [page] = pages

suite('words in the image of a page', () => {
  test('only pages with an image are looked at, and words are those of the whole text', () => {
    assert.deepEqual(
      pages.map(({ number }) => number),
      [2],
    )
    assert.deepEqual(
      page?.words.map(({ start }) => start),
      [21, 26, 31],
    )
    assert.equal(pageOf(pages, { start: 3, end: 5 }), undefined)
    assert.equal(pageOf(pages, { start: 30, end: 33 })?.number, 2)
  })

  test('words beside each other have one box, and each line its own', () => {
    assert.ok(page)
    assert.deepEqual(boxesOf(page, { start: 21, end: 35 }), [
      { x: 10, y: 10, w: 44, h: 12 },
      { x: 10, y: 30, w: 20, h: 10 },
    ])
    assert.deepEqual(boxesOf(page, { start: 27, end: 28 }), [{ x: 34, y: 12, w: 20, h: 10 }])
    assert.deepEqual(aroundAll(boxesOf(page, { start: 21, end: 35 })), {
      ...{ x: 10, y: 10, w: 44, h: 30 },
    })
    assert.equal(aroundAll([]), null)
  })

  test('a point of the image is a word, or none', () => {
    assert.ok(page)
    assert.deepEqual(wordAt(page, 40, 15), { start: 26, end: 30 })
    assert.equal(wordAt(page, 90, 90), null)
  })

  test('one key goes through text, both and image, and round again', () => {
    assert.deepEqual((['text', 'both', 'image'] as const).map(nextSight), ['both', 'image', 'text'])
  })
})
