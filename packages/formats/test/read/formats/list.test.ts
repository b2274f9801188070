import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { INPUT_FORMATS, InputFormats, type InputFormat } from '../../../src/read/index.ts'

const FOLDER = fileURLToPath(new URL('../../../src/read/formats', import.meta.url))

/** A format as its file would say it: nothing else has to know of it. */
const toy: InputFormat = {
  name: 'toy',
  endings: { '.toy': 'text/x-toy', '.toybox': 'text/x-toy' },
  alsoCalled: ['application/toy'],
  begins: (start) => (start.length < 4 ? undefined : start.startsWith('TOY:')),
  limit: () => null,
  async *read({ bytes, where }) {
    for await (const chunk of bytes) {
      yield { kind: 'item', item: { text: chunk.toString() }, where, position: null }
    }
  },
}
const withToy = new InputFormats(['text', 'jsonl', 'toy'], [toy, ...INPUT_FORMATS])

suite('input formats', () => {
  test('each file of the folder is a format on the list, under its name', () => {
    const files = globSync('*.ts', { cwd: FOLDER }).map((file) => basename(file, '.ts'))
    assert.deepEqual(
      files.filter((name) => name !== 'index').sort(),
      INPUT_FORMATS.map(({ name }) => name).sort(),
    )
  })

  test('no ending and no media type belongs to two', () => {
    for (const names of [
      INPUT_FORMATS.flatMap(({ endings }) => Object.keys(endings)),
      INPUT_FORMATS.flatMap(({ endings, alsoCalled = [] }) => [
        ...new Set([...Object.values(endings), ...alsoCalled]),
      ]),
    ]) {
      assert.deepEqual(names.toSorted(), [...new Set(names)].sort())
    }
  })

  test('one that is added is known by its endings, media types and first characters', () => {
    assert.equal(withToy.ofFile('box/Bear.TOYBOX')?.format, toy)
    assert.deepEqual(withToy.ofMediaType('application/toy'), {
      format: toy,
      mediaType: 'text/x-toy',
    })
    assert.equal(withToy.ofStream(Buffer.from(' \nTOY: bear')), toy)
    assert.equal(withToy.ofStream(Buffer.from('TOY')), undefined)
    assert.equal(withToy.ofWholeStream(Buffer.from('TOY')), toy)
    assert.equal(withToy.ofStream(Buffer.from('Dear bear'))?.name, 'text')
    assert.equal(withToy.inWords(), '.txt, .md, .jsonl or .toy')
  })

  test('those that a profile does not take are not read for it', () => {
    const tables = new InputFormats(['csv', 'jsonl'])
    assert.equal(tables.ofFile('a.txt'), undefined)
    assert.equal(tables.ofMediaType('text/plain'), undefined)
    assert.equal(tables.ofUnknownFile('notes.xyz'), undefined)
    const texts = new InputFormats(['text', 'jsonl'])
    assert.equal(texts.ofUnknownFile('notes.xyz')?.format.name, 'text')
    assert.equal(texts.ofUnknownFile('box.csv'), undefined)
    assert.equal(tables.inWords(), '.csv or .jsonl')
    assert.equal(tables.ofStream(Buffer.from('title,method\n'))?.name, 'csv')
    assert.equal(tables.ofStream(Buffer.from('{"title":"a"}\n'))?.name, 'jsonl')
    assert.equal(tables.ofWholeStream(Buffer.from('')).name, 'csv')
    assert.throws(() => new InputFormats(['cvs']), /There is no input format cvs/)
  })

  test('a stream is what its first characters say, however few they are', () => {
    const all = new InputFormats(INPUT_FORMATS.map(({ name }) => name))
    const formatOf = (whole: string): string | undefined => {
      for (let end = 0; end <= whole.length; end += 1) {
        const found = all.ofStream(Buffer.from(whole.slice(0, end)))
        if (found !== undefined) return found.name
      }
      return all.ofWholeStream(Buffer.from(whole)).name
    }
    const wanted = {
      '': 'text',
      ' \n ': 'text',
      'Dear Sir': 'text',
      '[1862] Dear Sir': 'text',
      '{': 'jsonl',
      ' { "a": 1 }\n': 'jsonl',
      '{ \r\n"a": 1\n}': 'json',
      '[ \n{': 'json',
    }
    for (const [whole, name] of Object.entries(wanted)) {
      assert.equal(formatOf(whole), name, JSON.stringify(whole))
    }
  })
})
