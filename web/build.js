// Builds the pages that are absent or older than their sources: `npm ci` and `npm start` call this. Plain JavaScript on
// purpose: whatever Node calls it can read it.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
/** Folders with pages; the files of the others are parts of them. */
const PAGES = ['desk', 'costs', 'status']
const SHARED = join(HERE, 'shared')
const STAMP = '.built-from'

const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    : []

const sourcesOf = (folder) => [
  ...[...filesIn(join(folder, 'src')), ...filesIn(join(folder, 'public'))],
  ...['index.html', 'package.json', 'vite.config.js']
    .map((name) => join(folder, name))
    .filter(existsSync),
]

/** What a build is made of. Contents, not times: a checkout sets times as it likes. */
function fingerprint(folder) {
  const hash = createHash('sha256')
  for (const file of [...sourcesOf(folder), ...sourcesOf(SHARED), join(HERE, 'vite.js')].sort()) {
    hash.update(`${file.slice(HERE.length)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Whole or not at all: a server may be reading the folder, and another process building it. */
function put(built, dist, wanted) {
  writeFileSync(join(built, STAMP), wanted)
  rmSync(dist, { recursive: true, force: true })
  try {
    renameSync(built, dist)
  } catch (thrown) {
    // Another process has just put the same there.
    if (thrown.code !== 'ENOTEMPTY' && thrown.code !== 'EEXIST') throw thrown
    rmSync(built, { recursive: true, force: true })
  }
}

async function build(name) {
  const folder = join(HERE, name)
  const dist = join(folder, 'dist')
  const wanted = fingerprint(folder)
  const stamp = join(dist, STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const vite = await import('vite').catch((thrown) => {
    if (thrown.code !== 'ERR_MODULE_NOT_FOUND') throw thrown
  })
  if (vite === undefined) {
    // An installation without what is for development: the page's address says what to do.
    console.error(`${name}: not built, since vite is not installed`)
    return
  }
  const from = performance.now()
  const built = join(folder, `.dist-${process.pid}`)
  await vite.build({ root: folder, logLevel: 'warn', build: { outDir: built, emptyOutDir: true } })
  put(built, dist, wanted)
  console.error(`${name}: built in ${((performance.now() - from) / 1000).toFixed(1)} s`)
}

for (const name of PAGES) await build(name)
