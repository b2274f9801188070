import assert from 'node:assert/strict'
import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { imagesIn } from '@colophon/adapters/images'
import { aJpeg, aPng } from '@colophon/testkit'
import { documents, folderOf, readAll, summary, temporaryFolder } from './reading.ts'

const TEXT = 'Dear Mary 🖋 yours'
const image = { file: 'scans/1.png', width: 600, height: 800 }
const box = { start: 5, end: 9, x: 10, y: 20, w: 40, h: 12 }

const itemOf = (page: Record<string, unknown>): string =>
  JSON.stringify({ id: 'a', pages: [{ text: TEXT, image, ...page }] })

async function aFolder(t: TestContext, page: Record<string, unknown> = {}, bytes = aPng(600, 800)) {
  const folder = await folderOf(t, { 'a.json': itemOf(page), 'scans/1.png': bytes })
  const store = imagesIn(join(await temporaryFolder(t), 'images'))
  const read = (paths = ['a.json'], options = {}) =>
    readAll(folder, paths, { images: { store, tenantId: 'museum' }, ...options })
  return { folder, store, read }
}

suite('images of pages', () => {
  test('an image is kept under its hash, for its tenant alone, and the page says so', async (t) => {
    const { store, read } = await aFolder(t, { words: [{ ...box, text: 'Mary' }] })
    const [document] = documents(await read())
    const [page] = document?.source.pages ?? []
    assert.ok(page?.image)
    const { sha256, ...told } = page.image
    assert.deepEqual(told, { type: 'image/png', ...image })
    assert.deepEqual(page.words, [box])
    const kept = await store.get('museum', { sha256 })
    assert.ok(kept)
    const bytes = Buffer.concat(await Array.fromAsync(kept.bytes))
    assert.ok(bytes.equals(aPng(600, 800)))
    assert.equal(kept.size, bytes.length)
    assert.equal(await store.get('archive', { sha256 }), null)
    // The same again is the same.
    assert.deepEqual(documents(await read()), [document])
  })

  test('its type is what its bytes say, whatever it is called', async (t) => {
    const { read } = await aFolder(t, {}, aJpeg(600, 800))
    assert.equal(documents(await read())[0]?.source.pages[0]?.image?.type, 'image/jpeg')
  })

  test('an image that a page names is not told as left out; others are', async (t) => {
    const { folder, read } = await aFolder(t)
    assert.deepEqual(summary(await read(['.'])), ['document a.json'])
    await symlink('1.png', join(folder, 'scans/2.png'))
    assert.match(summary(await read(['.'])).join(), /1 entry skipped \(1 \.png\)/)
  })

  test('without a place to keep it a document comes without its image, and that is told', async (t) => {
    const { read } = await aFolder(t, { words: [box] })
    const items = await read(['a.json'], { images: null })
    assert.deepEqual(documents(items)[0]?.source.pages, [{ number: 1, start: 0, end: TEXT.length }])
    assert.match(summary(items).join(), /the image of 1 page is left out/)
  })

  const outside = /input\.image .*page 1: names an image that is not below the folder/
  const refused: [what: string, page: Record<string, unknown>, said: RegExp, bytes?: Buffer][] = [
    ['a way up', { image: { ...image, file: '../1.png' } }, outside],
    ['a way up and down again', { image: { ...image, file: 'x/../scans/1.png' } }, outside],
    ['an absolute path', { image: { ...image, file: '/etc/hostname' } }, outside],
    ['an address', { image: { ...image, file: 'https://archive.example/1.png' } }, outside],
    ['a path of another system', { image: { ...image, file: 'C:\\1.png' } }, outside],
    ['a link that leads out', { image: { ...image, file: 'out.png' } }, outside],
    ['what is not there', { image: { ...image, file: 'none.png' } }, /not there or cannot be read/],
    ['a folder', { image: { ...image, file: 'scans' } }, /no file|cannot be read/],
    ['another size', {}, /6 × 8 pixels, not 600 × 800/, aPng(6, 8)],
    ['a page of the web', {}, /neither PNG nor JPEG/, Buffer.from('<svg onload="alert(1)"/>')],
    ['half a header', {}, /neither PNG nor JPEG/, aPng(600, 800).subarray(0, 20)],
    ['words without an image', { image: null, words: [box] }, /no image that they are in/],
    [
      'a word beyond the text',
      { words: [{ ...box, end: 900 }] },
      /word 1 does not lie in the text/,
    ],
    ['a word of nothing', { words: [{ ...box, end: 5 }] }, /word 1 does not lie in the text/],
    ['half a character', { words: [{ ...box, end: 11 }] }, /within a character/],
    ['another word', { words: [{ ...box, text: 'John' }] }, /another text/],
    ['a box outside', { words: [{ ...box, x: 590 }] }, /does not lie in the image/],
    ['a box of no size', { words: [{ ...box, w: 0 }] }, /does not lie in the image/],
  ]
  for (const [what, page, said, bytes] of refused) {
    test(`${what} is refused, with its page`, async (t) => {
      const { folder, read } = await aFolder(t, page, bytes)
      await symlink('/etc/hostname', join(folder, 'out.png'))
      const [line = ''] = summary(await read())
      assert.match(line, said)
      assert.ok(!line.includes('Mary'), line)
    })
  }

  test('of a stream there is no folder that an image could be in', async (t) => {
    const { read } = await aFolder(t)
    const { Readable } = await import('node:stream')
    const stdin = Readable.from([Buffer.from(itemOf({}))])
    assert.match(summary(await read(['-'], { stdin })).join(), /input\.image .*taken of files only/)
  })
})
