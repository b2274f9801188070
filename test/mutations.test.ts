import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readInputs, type InputItem } from '@colophon/cli/inputs'
import { lettersProfile } from '@colophon/profiles/records'
import { temporaryFolder } from '@colophon/testkit'
import { createRandom, type Random } from '../proof/random.ts'
import { runCommand } from './e2e/command.ts'
import { mutatedBytes, mutatedLine, type Line } from './mutations/mutate.ts'

const SEED = 20_261_130
const FILES = 1_000
const LINES = 1_000
/** Lines of one file: it has an end that is the end of a line. */
const LINES_A_FILE = 100

const SAMPLES = fileURLToPath(new URL('../samples/letters', import.meta.url))
// Images of their pages lie in a folder.
const samples = readdirSync(SAMPLES)
  .filter((name) => name.includes('.'))
  .sort()
  .map((name) => ({ name, bytes: readFileSync(join(SAMPLES, name)) }))
const letters = samples.filter(({ name }) => !name.endsWith('.json'))

const numbered = (number: number): string => String(number).padStart(4, '0')

function writeFiles(folder: string, random: Random): void {
  for (let number = 0; number < FILES; number++) {
    const { name, bytes } = random.pick(samples)
    writeFileSync(join(folder, `m${numbered(number)}${extname(name)}`), mutatedBytes(bytes, random))
  }
}

/** Every tenth id comes twice, with the same text or another. */
function lineOf(number: number, random: Random): Line {
  const id = number % 10 === 9 ? number - 1 : number
  return { id: `line-${numbered(id)}`, text: random.pick(letters).bytes.toString('utf8') }
}

function writeLines(folder: string, random: Random): void {
  for (let from = 0; from < LINES; from += LINES_A_FILE) {
    const lines = Array.from({ length: LINES_A_FILE }, (_, at) =>
      mutatedLine(lineOf(from + at, random), random),
    )
    writeFileSync(
      join(folder, `z${numbered(from)}.jsonl`),
      Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])),
    )
  }
}

const fileOf = ({ where }: InputItem): string => /[mz]\d{4}\.\w+/.exec(where)?.[0] ?? where

test('of 2,000 damaged inputs each becomes a record or an error with a name; none is lost, doubled or waited for', async (t) => {
  const folder = temporaryFolder(t)
  const inputs = join(folder, 'inputs')
  mkdirSync(inputs)
  const random = createRandom(SEED)
  writeFiles(inputs, random)
  writeLines(inputs, random)

  const items = await Array.fromAsync(
    readInputs(['inputs'], {
      source: lettersProfile.source,
      cwd: folder,
      stdin: Readable.from([]),
    }),
  )
  const answers = items.filter(({ kind }) => kind !== 'note')
  const byFile = Map.groupBy(answers, fileOf)
  for (const name of readdirSync(inputs)) {
    const expected = name.endsWith('.jsonl') ? LINES_A_FILE : 1
    assert.ok((byFile.get(name)?.length ?? 0) >= 1, name)
    assert.equal(byFile.get(name)?.length, expected, name)
  }
  const errors = answers.flatMap((item) => (item.kind === 'error' ? [item.error] : []))
  const documents = answers.flatMap((item) => (item.kind === 'document' ? [item.document] : []))
  assert.deepEqual([...new Set(errors.map(({ code }) => code.split('.')[0]))], ['input'])
  assert.ok(documents.length > 1_000)
  assert.ok(errors.length > 100)

  const run = await runCommand(['enrich', 'inputs', '--out', 'out.jsonl'], { cwd: folder })
  assert.equal(run.code, 2, run.stderr.slice(-2_000))
  for (const { message } of errors) assert.ok(run.stderr.includes(message), message)
  const records = readFileSync(join(folder, 'out.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { document_id: string; status: string })
  assert.deepEqual(
    records.map(({ document_id }) => document_id),
    documents.map(({ document_id }) => document_id),
  )
  assert.deepEqual(
    records.filter(({ status }) => status !== 'completed'),
    [],
  )
})
