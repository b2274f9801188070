import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { documents, folderOf, readAll, summary, temporaryFolder } from './reading.ts'

const SAMPLES = fileURLToPath(new URL('../../../../samples', import.meta.url))

suite('folders', () => {
  test('are read with all folders below, in the order of names', async (t) => {
    const cwd = await folderOf(t, {
      'l/b.txt': 'B',
      'l/a/2.md': '2',
      'l/a/1.TXT': '1',
      'l/a/10.txt': '10',
      'l/c.jsonl': '{"text":"C"}',
      'l/d.ndjson': '{"text":"D"}',
      'l/e.json': '{"text":"E"}',
    })
    const items = await readAll(cwd, ['l'])
    assert.deepEqual(
      items.map((item) => item.where),
      [
        'l/a/1.TXT',
        'l/a/10.txt',
        'l/a/2.md',
        'l/b.txt',
        'l/c.jsonl line 1',
        'l/d.ndjson line 1',
        'l/e.json',
      ],
    )
    assert.deepEqual(
      documents(items).map((document) => document.source.file?.format.replace(/.*\//, '')),
      ['plain', 'plain', 'markdown', 'plain', 'x-ndjson', 'x-ndjson', 'json'],
    )
  })

  test('other types and hidden files are counted, not read', async (t) => {
    const cwd = await folderOf(t, {
      'a.txt': 'A',
      'a.jpg': '',
      'b.JPG': '',
      '.hidden.txt': 'H',
      '.git/a.txt': 'G',
      README: 'R',
    })
    assert.deepEqual(summary(await readAll(cwd, ['.'])), [
      'document a.txt',
      'note .: 5 entries skipped (2 hidden, 2 .jpg, 1 README; name one to have it read)',
    ])
  })

  test('what describes letters, and what is expected of them, is passed over and told, unless it is named', async (t) => {
    const cwd = await folderOf(t, {
      'l/README.md': 'R',
      'l/Readme.txt': 'R',
      'l/readme-letter.txt': 'a letter that begins so',
      'l/expected/a.json': '{"text":"E"}',
      'l/expected.json': '{"text":"E"}',
      'l/a.expected.json': '{"text":"E"}',
      'l/unexpected.txt': 'a letter too',
      'l/a.txt': 'A',
    })
    assert.deepEqual(summary(await readAll(cwd, ['l'])), [
      'document l/a.txt',
      'document l/readme-letter.txt',
      'document l/unexpected.txt',
      'note l: 5 entries skipped (3 expected, 2 README; name one to have it read)',
    ])
    assert.deepEqual(summary(await readAll(cwd, ['l/README.md', 'l/expected'])), [
      'document l/README.md',
      'document l/expected/a.json',
    ])
  })

  test('of the bundled samples the fifteen letters are read, and nothing else', async () => {
    const items = await readAll(SAMPLES, ['.'])
    assert.equal(documents(items).length, 15)
    assert.ok(documents(items).every(({ source }) => source.file?.path.startsWith('letters/')))
    assert.deepEqual(
      // Its page has an image, which is kept where there is a place for it.
      summary(items).filter((line) => !/^(?:document|note pages:)/.test(line)),
      ['note .: 2 entries skipped (1 README, 1 expected; name one to have it read)'],
    )
  })

  test('the output of an earlier run is no input, wherever it lies', async (t) => {
    const cwd = await folderOf(t, {
      'l/a.txt': 'A',
      'l/out.jsonl': '{}',
      'l/b/out.jsonl': '{"text":"B"}',
    })
    await symlink('l', join(cwd, 'link'))
    assert.deepEqual(
      summary(await readAll(cwd, ['link'], { passOver: join(cwd, 'l/out.jsonl') })),
      [
        'document link/a.txt',
        'document link/b/out.jsonl line 1',
        'note link: 1 entry skipped (1 output of an earlier run)',
      ],
    )
  })

  test('a folder with nothing to read is an error', async (t) => {
    const cwd = await folderOf(t, { 'scans/a.jpg': '' })
    await mkdir(join(cwd, 'empty'))
    assert.deepEqual(summary(await readAll(cwd, ['empty', 'scans'])), [
      'input.unsupported empty: is an empty folder',
      'input.unsupported scans: has no file that is read: 1 entry skipped (1 .jpg)',
    ])
  })

  test('paths that lead nowhere are named, and the others are read', async (t) => {
    const cwd = await folderOf(t, { 'a.txt': 'A', 'l/b.txt': 'B' })
    await symlink('gone', join(cwd, 'l/broken.txt'))
    await symlink('circle.txt', join(cwd, 'l/circle.txt'))
    await symlink('gone', join(cwd, 'l/broken.lock'))
    const paths = ['missing.txt', 'a.txt/b.txt', '', 'n'.repeat(300), 'l/broken.txt', 'l']
    assert.deepEqual(summary(await readAll(cwd, paths)), [
      'input.not_found missing.txt: does not exist',
      'input.not_found a.txt/b.txt: does not exist',
      'input.not_found An empty name is no path',
      `input.unreadable ${'n'.repeat(300)}: cannot be read: its name is too long`,
      'input.unreadable l/broken.txt: is a link to something that does not exist',
      'document l/b.txt',
      'input.unreadable l/broken.txt: is a link to something that does not exist',
      'input.unreadable l/circle.txt: cannot be read: its links go round in a circle',
      'note l: 1 entry skipped (1 broken link)',
    ])
  })

  test('links are followed, and each real folder is read once', async (t) => {
    const cwd = await folderOf(t, { 'a/one.txt': '1', 'b/two.txt': '2' })
    await symlink('..', join(cwd, 'a/loop'))
    await symlink('../b', join(cwd, 'a/to-b'))
    await symlink('../b/two.txt', join(cwd, 'a/z.txt'))
    assert.deepEqual(
      summary(await readAll(cwd, ['a', 'b'])),
      [
        'document a/loop/b/two.txt',
        'note a/loop/a: is a folder that was read already',
        'document a/one.txt',
        'note a/to-b: is a folder that was read already',
        'duplicate a/z.txt of a/loop/b/two.txt',
        'note b: is a folder that was read already',
      ].toSorted((x, y) => order(x) - order(y)),
    )

    function order(line: string): number {
      return ['note a/loop/a', 't a/loop/b', 'one', 'to-b', 'z.txt', 'note b'].findIndex((at) =>
        line.includes(at),
      )
    }
  })

  test('pipes in a folder are left alone', async (t) => {
    const cwd = await folderOf(t, { 'a.txt': 'A' })
    execFileSync('mkfifo', [join(cwd, 'pipe.txt')])
    assert.deepEqual(summary(await readAll(cwd, ['.'])), [
      'document a.txt',
      'note .: 1 entry skipped (1 special file)',
    ])
  })

  test('what may not be read is an error of its own', async (t) => {
    const cwd = await folderOf(t, { 'a.txt': 'A', 'b.txt': 'B', 'c/d.txt': 'D' })
    await chmod(cwd, 0o755)
    await chmod(join(cwd, 'a.txt'), 0)
    await chmod(join(cwd, 'c'), 0)
    // Modes do not hold for root, so become somebody else for a moment.
    const isRoot = process.geteuid?.() === 0
    if (isRoot) process.seteuid?.(65534)
    try {
      assert.deepEqual(summary(await readAll(cwd, ['.'])), [
        'input.unreadable a.txt: cannot be read: permission denied',
        'document b.txt',
        'input.unreadable c: cannot be read: permission denied',
      ])
    } finally {
      if (isRoot) process.seteuid?.(0)
      await chmod(join(cwd, 'c'), 0o755)
    }
  })

  test('ten thousand files are read one at a time', async (t) => {
    const cwd = await temporaryFolder(t)
    const { writeFileSync } = await import('node:fs')
    const name = (n: number) => `${String(n).padStart(5, '0')}.txt`
    for (let n = 0; n < 10_000; n += 1) writeFileSync(join(cwd, name(n)), `Letter ${n}`)
    const items = await readAll(cwd, ['.'])
    assert.equal(documents(items).length, 10_000)
    assert.equal(items[1234]?.where, name(1234))
  })
})
