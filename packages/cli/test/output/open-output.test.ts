import { documentRecord } from '@colophon/testkit'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { suite, test, type TestContext } from 'node:test'
import type { ColophonError } from '@colophon/domain'
import { outputRecord, type OutputFormatName } from '@colophon/formats/write'
import { openOutput } from '../../src/output/open-output.ts'

const record = (id: string, text = 'Dear Sir') =>
  outputRecord(documentRecord({ document_id: id, enriched_data: { content: { full_text: text } } }))

async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'colophon-output-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const open = (
  target: string,
  format: OutputFormatName,
  cwd = '/',
  stdout: Writable = new PassThrough(),
) => openOutput(target, format, { stdout, cwd, columns: [] })

const noFullDevice = existsSync('/dev/full') ? false : 'there is no /dev/full here'

const failedWith = (message: RegExp) => (error: ColophonError) => {
  assert.equal(error.code, 'output.failed')
  assert.match(error.message, message)
  return true
}

suite('output to a file', () => {
  test('is one record a line, a JSON list, or CSV', async (t) => {
    const cwd = await temporaryFolder(t)
    const ids = ['a', 'b', 'c']
    for (const format of ['jsonl', 'json', 'csv'] as const) {
      const output = await open(`out.${format}`, format, cwd)
      // Not awaited one by one: the order is that of the calls all the same.
      await Promise.all(ids.map((id) => output.write(record(id))))
      await output.close()
    }
    const read = (format: string) => readFile(join(cwd, `out.${format}`), 'utf8')
    const idsOf = (records: { document_id: string }[]) => records.map((one) => one.document_id)
    const lines = (await read('jsonl')).trimEnd().split('\n')
    assert.deepEqual(idsOf(lines.map((line) => JSON.parse(line) as never)), ids)
    assert.deepEqual(idsOf(JSON.parse(await read('json')) as never), ids)
    const rows = (await read('csv')).trimEnd().split('\r\n')
    assert.deepEqual(
      rows.slice(1).map((row) => row.split(',')[0]),
      ids,
    )
    assert.deepEqual(await readdir(cwd), ['out.csv', 'out.json', 'out.jsonl'])
  })

  test('without records is still a valid file', async (t) => {
    const cwd = await temporaryFolder(t)
    for (const format of ['jsonl', 'json', 'csv'] as const) {
      await (await open(format, format, cwd)).close()
    }
    assert.equal(await readFile(join(cwd, 'jsonl'), 'utf8'), '')
    assert.deepEqual(JSON.parse(await readFile(join(cwd, 'json'), 'utf8')), [])
    assert.match(
      await readFile(join(cwd, 'csv'), 'utf8'),
      /^\ufeffdocument_id,collection,.*error\r\n$/,
    )
  })

  test('is CSV without a byte order mark where none is wanted', async (t) => {
    const cwd = await temporaryFolder(t)
    const stdout = new PassThrough()
    const output = await openOutput('a.csv', 'csv', {
      stdout,
      cwd,
      columns: [],
      byteOrderMark: false,
    })
    await output.close()
    assert.match(await readFile(join(cwd, 'a.csv'), 'utf8'), /^document_id,/)
  })

  test('is under its name only when it is whole', async (t) => {
    const cwd = await temporaryFolder(t)
    await writeFile(join(cwd, 'out.jsonl'), 'before')
    await chmod(join(cwd, 'out.jsonl'), 0o640)
    const output = await open('out.jsonl', 'jsonl', cwd)
    await output.write(record('a', 'x'.repeat(1_000_000)))
    assert.equal(await readFile(join(cwd, 'out.jsonl'), 'utf8'), 'before')
    assert.deepEqual(await readdir(cwd), [`.out.jsonl.${process.pid}.part`, 'out.jsonl'])
    await output.close()
    await output.close()
    await output.abort()
    assert.equal((await readFile(join(cwd, 'out.jsonl'))).length > 1_000_000, true)
    assert.equal((await stat(join(cwd, 'out.jsonl'))).mode & 0o777, 0o640)
    assert.deepEqual(await readdir(cwd), ['out.jsonl'])
    await assert.rejects(output.write(record('b')), /closed/)
  })

  test('that is given up leaves everything as it was', async (t) => {
    const cwd = await temporaryFolder(t)
    await writeFile(join(cwd, 'out.jsonl'), 'before')
    {
      await using output = await open('out.jsonl', 'jsonl', cwd)
      await output.write(record('a', 'x'.repeat(100_000)))
      await output.abort()
    }
    assert.deepEqual(await readdir(cwd), ['out.jsonl'])
    assert.equal(await readFile(join(cwd, 'out.jsonl'), 'utf8'), 'before')
  })

  test('replaces the file behind a link, not the link', async (t) => {
    const cwd = await temporaryFolder(t)
    await mkdir(join(cwd, 'real'))
    await writeFile(join(cwd, 'real/out.jsonl'), 'before')
    await symlink('real/out.jsonl', join(cwd, 'link.jsonl'))
    const output = await open('link.jsonl', 'jsonl', cwd)
    await output.write(record('a'))
    await output.close()
    assert.match(await readFile(join(cwd, 'real/out.jsonl'), 'utf8'), /"document_id":"a"/)
    assert.deepEqual(await readdir(join(cwd, 'real')), ['out.jsonl'])
  })

  test('fails at once where nothing can be written', async (t) => {
    const cwd = await temporaryFolder(t)
    await writeFile(join(cwd, 'file'), 'x')
    await assert.rejects(open('file/out.jsonl', 'jsonl', cwd), failedWith(/not a folder/))
    await assert.rejects(open('gone/out.jsonl', 'jsonl', cwd), failedWith(/folder does not exist/))
    await assert.rejects(open('.', 'jsonl', cwd), failedWith(/it is a folder/))
    await assert.rejects(open('n'.repeat(300), 'jsonl', cwd), failedWith(/name is too long/))
    assert.deepEqual(await readdir(cwd), ['file'])
  })

  test('that cannot be put in its place at the end leaves nothing behind', async (t) => {
    const cwd = await temporaryFolder(t)
    const output = await open('out.jsonl', 'jsonl', cwd)
    await output.write(record('a'))
    await mkdir(join(cwd, 'out.jsonl'))
    await assert.rejects(output.close(), failedWith(/it is a folder/))
    assert.deepEqual(await readdir(cwd), ['out.jsonl'])
  })

  test('on a full disk leaves nothing behind', async (t) => {
    const cwd = join(await temporaryFolder(t), 'small')
    await mkdir(cwd)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', cwd], { stdio: 'ignore' })
    } catch {
      t.skip('a small file system cannot be mounted here')
      return
    }
    try {
      await writeFile(join(cwd, 'out.jsonl'), 'before')
      const output = await open('out.jsonl', 'jsonl', cwd)
      const noSpace = failedWith(/there is no space left/)
      await assert.rejects(output.write(record('a', 'x'.repeat(200_000))), noSpace)
      await assert.rejects(output.write(record('b')), noSpace)
      await assert.rejects(output.close(), noSpace)
      assert.deepEqual(await readdir(cwd), ['out.jsonl'])
      assert.equal(await readFile(join(cwd, 'out.jsonl'), 'utf8'), 'before')
    } finally {
      execFileSync('umount', [cwd])
    }
  })

  test(
    'goes into a device as it is and does not take its place',
    { skip: noFullDevice },
    async () => {
      const full = await open('/dev/full', 'jsonl')
      await full.write(record('a'))
      await assert.rejects(full.close(), failedWith(/there is no space left/))
      const sink = await open('/dev/null', 'jsonl')
      await sink.write(record('a'))
      await sink.close()
      assert.equal((await stat('/dev/null')).isCharacterDevice(), true)
      assert.equal((await stat('/dev/full')).isCharacterDevice(), true)
    },
  )
})

suite('output to standard output', () => {
  test('waits for its reader, and leaves the stream open', async () => {
    const stdout = new PassThrough({ highWaterMark: 16 })
    const output = await open('-', 'jsonl', '/', stdout)
    let written = 0
    const writing = (async () => {
      for (const id of ['a', 'b', 'c']) {
        await output.write(record(id))
        written += 1
      }
      await output.close()
    })()
    await new Promise((resolve) => setTimeout(resolve, 20))
    assert.equal(written < 3, true)
    let text = ''
    stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await writing
    assert.equal(text.trimEnd().split('\n').length, 3)
    assert.equal(stdout.writable, true)
  })

  test('says why it cannot write, and goes on saying it', async () => {
    const gone = Object.assign(new Error('gone'), { code: 'EPIPE' })
    const stdout = new Writable({
      write: (_chunk, _encoding, callback) => {
        callback(gone)
      },
    })
    const output = await open('-', 'jsonl', '/', stdout)
    await assert.rejects(output.write(record('a')), failedWith(/^\(stdout\).*its reader has gone/))
    await assert.rejects(output.write(record('b')), failedWith(/its reader has gone/))
    await assert.rejects(output.close(), failedWith(/its reader has gone/))
    await output.abort()
  })

  test('onto a full device is an error', { skip: noFullDevice }, async () => {
    const output = await open('-', 'csv', '/', createWriteStream('/dev/full'))
    await assert.rejects(output.write(record('a')), failedWith(/there is no space left/))
  })
})
