/**
 * `node test/golden/write.ts FOLDER`: writes what each set of letters gives to FOLDER, a file a set, to be compared with
 * what another state of the sources gives; `--keep` writes their hashes as those that the test expects from now on.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isHere, recordsOf, SETS } from './records.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keep: { type: 'boolean', default: false } },
})
const folder = positionals[0]
if (folder === undefined || !SETS.every(isHere)) {
  process.stderr.write('Name a folder; the benchmark letters have to be here too.\n')
  process.exit(2)
}
mkdirSync(folder, { recursive: true })
const hashes: Record<string, string> = {}
for (const set of SETS) {
  const records = await recordsOf(set)
  writeFileSync(join(folder, `${set}.jsonl`), records)
  hashes[set] = createHash('sha256').update(records).digest('hex')
  process.stdout.write(`${set} ${hashes[set]}\n`)
}
if (values.keep) {
  const kept = fileURLToPath(new URL('hashes.json', import.meta.url))
  writeFileSync(kept, `${JSON.stringify(hashes, null, 2)}\n`)
}
