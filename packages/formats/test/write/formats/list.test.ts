import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import { OUTPUT_FORMATS, outputFormatOfEnding } from '../../../src/write/index.ts'

const FOLDER = new URL('../../../src/write/formats/', import.meta.url).pathname

test('each file of the folder is a format on the list, under its name', () => {
  const files = globSync('*.ts', { cwd: FOLDER }).map((file) => basename(file, '.ts'))
  assert.deepEqual(
    files.filter((name) => name !== 'index').sort(),
    OUTPUT_FORMATS.map(({ name }) => name).sort(),
  )
})

test('an ending belongs to one format', () => {
  const endings = OUTPUT_FORMATS.flatMap((format) => format.endings)
  assert.equal(new Set(endings).size, endings.length)
  for (const { name, endings: own } of OUTPUT_FORMATS) {
    for (const ending of own) assert.equal(outputFormatOfEnding(ending), name)
  }
  assert.equal(outputFormatOfEnding('.xlsx'), undefined)
})
