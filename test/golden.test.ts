import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { isHere, recordsOf, SETS } from './golden/records.ts'

const hashes = JSON.parse(
  readFileSync(new URL('golden/hashes.json', import.meta.url), 'utf8'),
) as Record<string, string>

suite('letters give what they gave', () => {
  for (const set of SETS) {
    const skip =
      isHere(set) || process.env['CI'] === 'true' ? false : 'the benchmark letters are not here'
    test(`values, provenance and routing of ${set}`, { skip }, async () => {
      const records = await recordsOf(set)
      const hash = createHash('sha256').update(records).digest('hex')
      if (hash === hashes[set]) return
      const file = join(tmpdir(), `colophon-golden-${set}.jsonl`)
      writeFileSync(file, records)
      assert.fail(
        `${set} gives other records. They are in ${file}; compare them with those that ` +
          'test/golden/write.ts writes of the state before. Where the change is meant: write.ts --keep',
      )
    })
  }
})
