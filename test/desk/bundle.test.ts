import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../sources.ts'

const DIST = `${ROOT}web/desk/dist`
/** What a browser loads before the first page shows, packed. Pages and the viewer of images come when they are opened. */
const BUDGET_BYTES = 200_000

suite('what the desk is built to', () => {
  execFileSync(process.execPath, [`${ROOT}web/build.js`], { stdio: 'ignore' })
  const page = readFileSync(`${DIST}/index.html`, 'utf8')

  test('is small enough to be there at once', () => {
    const files = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
      ([, file = '']) => file,
    )
    assert.ok(files.length >= 2, page)
    const bytes = files.map((file) => gzipSync(readFileSync(DIST + file)).length)
    const sum = bytes.reduce((total, size) => total + size, 0)
    assert.ok(
      readdirSync(`${DIST}/assets`).some((file) => file.startsWith('viewer-')),
      'the viewer of images is a file of its own',
    )
    assert.ok(!files.some((file) => file.includes('viewer')), 'and does not come first')
    assert.ok(sum < BUDGET_BYTES, `${sum} bytes: ${files.join(', ')}`)
  })

  test('names no other server, and runs nothing that stands in the page', () => {
    assert.doesNotMatch(page, /https?:\/\//)
    assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)/)
    assert.doesNotMatch(page, /\son\w+=/)
  })
})
