import assert from 'node:assert/strict'
import { cp, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { ReadInputsOptions } from '../../src/input/read-inputs.ts'
import { documents, folderOf, readAll, stdinOf, summary } from './reading.ts'

const idsOf = async (
  cwd: string,
  paths: string[],
  options: Partial<ReadInputsOptions> = {},
): Promise<string[]> =>
  documents(await readAll(cwd, paths, options)).map((document) => document.document_id)

suite('the id of a file', () => {
  test('is the same however the file is named, and from wherever', async (t) => {
    const cwd = await folderOf(t, { 'fonds/letters/a.txt': 'Dear Sir', 'elsewhere/b.txt': 'B' })
    const letters = join(cwd, 'fonds/letters')
    await symlink(letters, join(cwd, 'link'))
    await symlink(join(letters, 'a.txt'), join(cwd, 'elsewhere/other-name.txt'))
    const [id = '', ...others] = await idsOf(cwd, ['fonds'])
    assert.match(id, /^a-[0-9a-f]{12}$/)
    assert.deepEqual(others, [])
    for (const [folder, path] of [
      [cwd, 'fonds/letters/'],
      [cwd, 'fonds/letters/a.txt'],
      [cwd, './fonds/../fonds/letters/a.txt'],
      [cwd, 'link'],
      [cwd, 'link/a.txt'],
      [cwd, 'elsewhere'],
      [cwd, 'elsewhere/other-name.txt'],
      [letters, '.'],
      [letters, 'a.txt'],
      [join(cwd, 'elsewhere'), join(letters, 'a.txt')],
      [join(cwd, 'link'), '..'],
      ['/', letters],
    ] as const) {
      assert.ok((await idsOf(folder, [path])).includes(id), `${path} in ${folder}`)
    }
  })

  test('is another one in another collection, folder, line or with another prefix', async (t) => {
    const lines = '{"text":"One"}\n{"text":"Two"}\n{"text":"One","collection_id":"b"}\n'
    const cwd = await folderOf(t, { 'a/1.txt': 'One', 'b/1.txt': 'Two', 'l.jsonl': lines })
    const paths = ['a', 'b', 'l.jsonl']
    const ids = [
      ...(await idsOf(cwd, paths)),
      ...(await idsOf(cwd, paths, { defaultCollection: 'fonds-b' })),
      ...(await idsOf(cwd, paths, { idPrefix: 'tower-' })),
    ]
    // The third line names its collection itself.
    assert.equal(ids.length, 15)
    assert.equal(new Set(ids).size, 14)
  })

  test('does not change with the text', async (t) => {
    const cwd = await folderOf(t, { 'a.txt': 'One' })
    const before = await idsOf(cwd, ['.'])
    await writeFile(join(cwd, 'a.txt'), 'One, corrected')
    assert.deepEqual(await idsOf(cwd, ['.']), before)
  })

  test('below a root is the same wherever the root is moved or copied', async (t) => {
    const cwd = await folderOf(t, { 'fonds/a/1.txt': 'One', 'fonds/b/1.txt': 'Two' })
    const before = await idsOf(cwd, ['fonds'], { idRoot: 'fonds' })
    assert.equal(new Set(before).size, 2)
    await cp(join(cwd, 'fonds'), join(cwd, 'copy'), { recursive: true })
    await rename(join(cwd, 'fonds'), join(cwd, 'moved'))
    assert.deepEqual(
      await idsOf(join(cwd, 'moved'), ['b', 'a'], { idRoot: '.' }),
      before.toReversed(),
    )
    assert.deepEqual(await idsOf(cwd, ['copy'], { idRoot: join(cwd, 'copy') }), before)
    const without = await idsOf(cwd, ['copy'])
    assert.equal(new Set([...before, ...without]).size, 4)
    // Files outside of the root keep their place on the machine.
    assert.deepEqual(await idsOf(cwd, ['copy'], { idRoot: 'moved' }), without)
    await assert.rejects(idsOf(cwd, ['copy'], { idRoot: 'gone' }), { code: 'input.not_found' })
  })

  test('one file under two names in a run is one document', async (t) => {
    const cwd = await folderOf(t, { 'a.txt': 'One' })
    assert.deepEqual(summary(await readAll(cwd, ['a.txt', './a.txt', join(cwd, 'a.txt')])), [
      'document a.txt',
      'duplicate a.txt of a.txt',
      'duplicate a.txt of a.txt',
    ])
  })

  test('of a stream follows from text and collection', async () => {
    const idOf = async (defaultCollection: string, text: string) =>
      (await idsOf('/', ['-'], { defaultCollection, stdin: stdinOf(text) })).join()
    assert.equal(await idOf('a', 'Dear Sir'), await idOf('a', 'Dear Sir'))
    assert.notEqual(await idOf('a', 'Dear Sir'), await idOf('b', 'Dear Sir'))
    assert.notEqual(await idOf('a', 'Dear Sir'), await idOf('a', 'Dear Madam'))
  })

  test('that earlier versions made is told beside it, unless there is a prefix', async (t) => {
    const cwd = await folderOf(t, {
      'l/a.txt': 'One',
      'l/b.jsonl': '{"text":"B"}\n{"id":"x","text":"C"}',
    })
    const formers = async (options: Partial<ReadInputsOptions> = {}) =>
      documents(await readAll(cwd, ['l'], options)).map((document) => document.former_id)
    assert.deepEqual(await formers(), ['a-7d4ad8c9', 'b-8c429dca-1', undefined])
    assert.deepEqual(await formers({ idPrefix: 'p-' }), [undefined, undefined, undefined])
  })
})
