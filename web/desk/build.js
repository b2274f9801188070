// Builds the desk where it is absent or older than its sources: `npm ci` and `npm start` call this. Plain JavaScript on
// purpose: whatever Node calls it can read it.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const inHere = (name) => join(HERE, name)
const DIST = inHere('dist')
const STAMP = '.built-from'

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

/** What the build is made of. Contents, not times: a checkout sets times as it likes. */
function fingerprint() {
  const sources = [...filesIn(inHere('src')), ...filesIn(inHere('public'))]
  const files = [...sources, ...['index.html', 'package.json', 'vite.config.js'].map(inHere)]
  const hash = createHash('sha256')
  for (const file of files.sort()) {
    hash.update(`${file.slice(HERE.length)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Whole or not at all: a server may be reading the folder, and another process building it. */
function put(built, wanted) {
  writeFileSync(join(built, STAMP), wanted)
  rmSync(DIST, { recursive: true, force: true })
  try {
    renameSync(built, DIST)
  } catch (thrown) {
    // Another process has just put the same there.
    if (thrown.code !== 'ENOTEMPTY' && thrown.code !== 'EEXIST') throw thrown
    rmSync(built, { recursive: true, force: true })
  }
}

async function build() {
  const wanted = fingerprint()
  const stamp = join(DIST, STAMP)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  const vite = await import('vite').catch((thrown) => {
    if (thrown.code !== 'ERR_MODULE_NOT_FOUND') throw thrown
  })
  if (vite === undefined) {
    // An installation without what is for development: the desk's address says what to do.
    console.error('desk: not built, since vite is not installed')
    return
  }
  const from = performance.now()
  const built = inHere(`.dist-${process.pid}`)
  await vite.build({ root: HERE, logLevel: 'warn', build: { outDir: built, emptyOutDir: true } })
  put(built, wanted)
  console.error(`desk: built in ${((performance.now() - from) / 1000).toFixed(1)} s`)
}

await build()
