import assert from 'node:assert/strict'
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { suite, test } from 'node:test'
import { outputRecord, type OutputFormatName } from '@colophon/formats/write'
import type { ColophonError, ErrorCode } from '@colophon/domain'
import { documentRecord, temporaryFolder } from '@colophon/testkit'
import { openOutput } from '../../src/output/open-output.ts'
import { checkTarget, type TargetRequest } from '../../src/output/target.ts'

const STORE = 'data/colophon.db'

const check = (cwd: string, out: string, rest: Partial<TargetRequest> = {}) =>
  checkTarget({
    out,
    cwd,
    storeUrl: `sqlite:${STORE}`,
    inputs: [],
    files: ['text', 'json', 'jsonl'],
    overwrite: false,
    ...rest,
  })

const refusedWith = (code: ErrorCode) => (error: ColophonError) => {
  assert.equal(error.code, code, error.message)
  return true
}

async function writeOutput(cwd: string, name: string, format: OutputFormatName, count = 2) {
  const output = await openOutput(name, format, { cwd, columns: [], stdout: new PassThrough() })
  for (let n = 0; n < count; n += 1) {
    await output.write(outputRecord(documentRecord({ document_id: `"d",${String(n)}` })))
  }
  await output.close()
}

suite('where records may go', () => {
  test('the files of the store are refused under every name they have, also before they are there', async (t) => {
    const cwd = temporaryFolder(t)
    for (const overwrite of [false, true]) {
      for (const ending of ['', '-wal', '-shm', '-journal']) {
        await assert.rejects(
          check(cwd, STORE + ending, { overwrite, format: 'jsonl' }),
          refusedWith('output.refused'),
        )
      }
    }
    mkdirSync(join(cwd, 'data'))
    writeFileSync(join(cwd, STORE), 'SQLite format 3\0')
    symlinkSync(STORE, join(cwd, 'link.jsonl'))
    linkSync(join(cwd, STORE), join(cwd, 'hard.jsonl'))
    symlinkSync('data', join(cwd, 'elsewhere'))
    for (const out of [
      'link.jsonl',
      'hard.jsonl',
      'elsewhere/colophon.db',
      'elsewhere/colophon.db-wal',
    ]) {
      await assert.rejects(
        check(cwd, out, { overwrite: true, format: 'jsonl' }),
        refusedWith('output.refused'),
      )
    }
    assert.equal((await check(cwd, 'data/records.jsonl')).replaces, false)
  })

  test('an input is refused, named itself or in a folder that is read, whatever is asked for', async (t) => {
    const cwd = temporaryFolder(t)
    mkdirSync(join(cwd, 'letters/deep'), { recursive: true })
    writeFileSync(join(cwd, 'letters/deep/in.jsonl'), '{"id":"a","text":"Dear Sir"}\n')
    linkSync(join(cwd, 'letters/deep/in.jsonl'), join(cwd, 'other.jsonl'))
    for (const inputs of [['letters'], ['letters/deep/in.jsonl'], ['-', 'other.jsonl'], ['.']]) {
      await assert.rejects(
        check(cwd, 'letters/deep/in.jsonl', { inputs, overwrite: true }),
        refusedWith('output.refused'),
        inputs.join(),
      )
    }
    const target = await check(cwd, 'letters/records.jsonl', { inputs: ['letters', 'missing'] })
    assert.deepEqual(target, { format: 'jsonl', ownOutput: null, replaces: false })
  })

  test('what is there is replaced when a run wrote it, in whatever format, or when it is empty', async (t) => {
    const cwd = temporaryFolder(t)
    for (const format of ['jsonl', 'json', 'csv'] as const) {
      for (const count of [0, 2]) {
        const name = `own-${String(count)}.${format}`
        await writeOutput(cwd, name, format, count)
        const isEmpty = readFileSync(join(cwd, name)).length === 0
        const target = await check(cwd, name, { inputs: ['.'] })
        assert.equal(target.replaces, !isEmpty, name)
        assert.equal(target.ownOutput, isEmpty ? null : join(cwd, name), name)
      }
    }
    const table = readFileSync(join(cwd, 'own-2.csv'), 'utf8')
    assert.ok(table.startsWith('\uFEFF'))
    writeFileSync(join(cwd, 'unmarked.csv'), table.slice(1))
    assert.equal((await check(cwd, 'unmarked.csv')).replaces, true)
  })

  test('what is there and anything else is refused, unless it is to be overwritten', async (t) => {
    const cwd = temporaryFolder(t)
    const others: Record<string, string> = {
      'letters.jsonl': '{"id":"a","text":"\\"tenant_id\\":\\"document_id\\""}\n',
      'notes.json': '[\n{"document_id":"a"}]',
      'list.csv': 'document_id,status\n',
      'text.jsonl': 'Dear Sir\n',
      'binary.jsonl': '\0\u0001\u0002',
      'blank.jsonl': '\n',
    }
    for (const [name, text] of Object.entries(others)) {
      writeFileSync(join(cwd, name), text)
      await assert.rejects(check(cwd, name), refusedWith('output.refused'), name)
      const target = await check(cwd, name, { overwrite: true })
      assert.deepEqual([target.replaces, target.ownOutput], [true, null], name)
      assert.equal(readFileSync(join(cwd, name), 'utf8'), text)
    }
  })

  test('the ending says the format, and one that says none is refused without --format', async (t) => {
    const cwd = temporaryFolder(t)
    const endings = { jsonl: 'jsonl', NDJSON: 'jsonl', json: 'json', CSV: 'csv' }
    for (const [ending, format] of Object.entries(endings)) {
      assert.equal((await check(cwd, `out.${ending}`)).format, format)
    }
    for (const out of ['-', 'records', '.records', '/dev/null']) {
      assert.equal((await check(cwd, out)).format, 'jsonl')
    }
    for (const out of ['out.xlsx', 'out.txt', 'out.jsonl.gz']) {
      await assert.rejects(check(cwd, out), refusedWith('output.format'))
      assert.equal((await check(cwd, out, { format: 'csv' })).format, 'csv')
    }
  })
})
