import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test } from 'node:test'
import { ERROR_CODES } from '@colophon/domain'
import { staleFiles } from '../scripts/generate-docs.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const README_LINES = 120

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** Names that git ignores; a checkout without git is tested too. */
const IGNORED = /^(?:\.git|node_modules|data|coverage|\.servers|\.env)$|\.db(?:-wal|-shm)?$/

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.test(entry.name)) return []
    const path = posix.join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

const files = filesBelow('')
const markdown = files.filter((path) => path.endsWith('.md'))

/** Texts written by people a hundred years ago may hold any words. */
const written = files.filter((path) => !path.startsWith('samples/letters/'))

/** `path:line: text` of every line that the pattern finds. */
function linesWith(pattern: RegExp, paths: readonly string[]): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${path}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
      ),
  )
}

suite('reference', () => {
  test('generated files are what the code says', async () => {
    const stale = await staleFiles()
    assert.deepEqual(
      stale.map(({ path }) => path),
      [],
      'run `npm run docs`',
    )
  })

  test('the page of errors has every code of the catalogue and no other', () => {
    const rows = read('docs/reference/errors.md').matchAll(/^\| `([a-z]+\.[a-z_]+)` \|/gm)
    const listed = [...rows].map(([, name]) => name)
    assert.deepEqual(listed.sort(), [...ERROR_CODES].sort())
  })
})

/** The anchor of a heading as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

const withoutCode = (text: string): string =>
  text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, 'code')

function anchorsOf(path: string): string[] {
  const headings = read(path)
    .replaceAll(/^```.*?^```/gms, '')
    .matchAll(/^#+ (.+)$/gm)
  return [...headings].map(([, heading = '']) => anchorOf(heading))
}

/** The fault of a link, or null. */
function faultOf(target: string, from: string): string | null {
  if (/^[a-z]+:/.test(target)) return null
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? from : join(dirname(from), decodeURIComponent(path))
  if (!existsSync(join(ROOT, file))) return 'is not there'
  if (anchor === undefined || !file.endsWith('.md')) return null
  return anchorsOf(file).includes(anchor) ? null : 'has no such heading'
}

suite('pages', () => {
  test('every relative link leads somewhere', () => {
    const broken = markdown.flatMap((from) =>
      [...withoutCode(read(from)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
        const fault = faultOf(target, from)
        return fault === null ? [] : [`${from}: ${target} ${fault}`]
      }),
    )
    assert.deepEqual(broken, [])
  })

  test('every file that a page names is there', () => {
    const named = /`((?:packages|services|proof|scripts|test|docs|samples)\/[\w./-]*\w)`/g
    const missing = markdown.flatMap((from) =>
      [...read(from).matchAll(named)]
        .filter(([, path = '']) => !existsSync(join(ROOT, path)))
        .map(([, path]) => `${from}: ${path}`),
    )
    assert.deepEqual(missing, [])
  })

  test('the index of decisions has each of them, in order, by its title', () => {
    const folder = 'docs/decisions'
    const written = readdirSync(join(ROOT, folder))
      .filter((name) => /^\d/.test(name))
      .sort()
      .map((name) => `[${/^# (.+)$/m.exec(read(`${folder}/${name}`))?.[1] ?? ''}](${name})`)
    const index = read(`${folder}/README.md`).matchAll(/^\| (\[.+?\]\(.+?\))/gm)
    assert.deepEqual(
      [...index].map(([, link]) => link),
      written,
    )
  })

  test('the README stays short', () => {
    const lines = existsSync(join(ROOT, 'README.md')) ? read('README.md').split('\n').length : 0
    assert.ok(lines < README_LINES, `${lines} lines`)
  })

  test('the page of the samples lists every sample', () => {
    const page = read('samples/README.md')
    const missing = readdirSync(join(ROOT, 'samples/letters')).filter(
      (name) => !page.includes(`\`${name}\``),
    )
    assert.deepEqual(missing, [])
  })
})

suite('repository', () => {
  test('no path of one machine stands in a file', () => {
    assert.deepEqual(linesWith(/(?<![\w.~-])\/(?:home|root|work|Users)\/\w/, written), [])
  })

  test('no registry or mirror is named: npm decides where packages come from', () => {
    const registry = /https?:\/\/[\w.-]*(?:npmjs|registry|artifactory|nexus|mirror)[\w.-]*\//
    assert.deepEqual(linesWith(registry, written), [])
  })

  test('the lockfile has versions and checksums, and no download addresses', () => {
    const elsewhere = linesWith(/"resolved": "(?!(?:packages|services|web)\/)/, [
      'package-lock.json',
    ])
    assert.deepEqual(elsewhere, [])
  })

  test('nothing is left to be done in a comment', () => {
    // Written so that this line does not find itself.
    assert.deepEqual(linesWith(/\b(?:TO{1}DO|FIX{1}ME)\b/, written), [])
  })
})
