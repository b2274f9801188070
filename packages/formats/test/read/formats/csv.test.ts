import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { csv } from '../../../src/read/formats/csv.ts'
import { csvTable } from '../../../src/write/csv-table.ts'
import { chunksOf, cut, readAll, summary } from '../chunks.ts'

const read = async (...chunks: (string | Uint8Array)[]) =>
  summary(await readAll(csv, chunksOf(...chunks)))

suite('CSV as input', () => {
  test('gives an item a row, and says on which line it begins', async () => {
    const table =
      '\ufefftitle,method\r\nPlum cake,"Stone, then\r\nbake"\r\n\r\n"Rye ""loaf""", knead \nSoup,Boil'
    const wanted = [
      'a.csv line 2: {"title":"Plum cake","method":"Stone, then\\r\\nbake"}',
      'a.csv line 5: {"title":"Rye \\"loaf\\"","method":" knead "}',
      'a.csv line 6: {"title":"Soup","method":"Boil"}',
    ]
    for (const size of [1, 2, 3, 7, 1_000])
      assert.deepEqual(await read(...cut(table, size)), wanted)
    const utf16 = Buffer.from(table, 'utf16le')
    assert.deepEqual(await read(...cut(utf16, 5)), wanted)
  })

  test('leaves cells without text out, and rows without any', async () => {
    assert.deepEqual(await read('a,b,c\n1,,\n,,\n,2\n""\n,,3,,\n'), [
      'a.csv line 2: {"a":"1"}',
      'a.csv line 4: {"b":"2"}',
      'a.csv line 6: {"c":"3"}',
    ])
  })

  test('has semicolons or tabs where the header has them', async () => {
    assert.deepEqual(await read('"x,y,z";b\n1,5;2\n'), ['a.csv line 2: {"x,y,z":"1,5","b":"2"}'])
    assert.deepEqual(await read('a\tb\n1;2\t3\n'), ['a.csv line 2: {"a":"1;2","b":"3"}'])
    assert.deepEqual(await read('only\n1;2\n'), ['a.csv line 2: {"only":"1;2"}'])
  })

  test('names the line of a row that fits no column, and reads those after it', async () => {
    assert.deepEqual(
      await read('a,,c\n1,,3\n1,2,3\n1,,3,4\n', Buffer.from([0xff, 0x2c, 0x0a]), '5,,6\n'),
      [
        'a.csv line 2: {"a":"1","c":"3"}',
        'input.invalid_csv a.csv line 3: column 2 has no name, but a value',
        'input.invalid_csv a.csv line 4: has 4 cells, and there are 3 columns',
        'input.encoding a.csv line 5: is not valid UTF-8',
        'a.csv line 6: {"a":"5","c":"6"}',
      ],
    )
  })

  test('is given up where quotes go wrong, after the rows before', async () => {
    const told = (line: number) =>
      `input.invalid_csv a.csv line ${String(line)}: begins a row whose quotes do not end where a cell does; what follows is not read`
    for (const broken of ['3,"4"x\n5,6\n', '3,4"\n5,6\n', '3,"4\n5,6\n']) {
      for (const size of [1, 1_000]) {
        const found = await read(...cut(`a,b\n"1\r\n",2\n\n${broken}`, size))
        assert.deepEqual(found, ['a.csv line 2: {"a":"1\\r\\n","b":"2"}', told(5)], broken)
      }
    }
  })

  test('is refused where its header is none, where it is empty, and where it is no text', async () => {
    assert.deepEqual(await read('a,b, a \n1,2,3\n'), [
      'input.invalid_csv a.csv line 1: names two columns a',
    ])
    assert.deepEqual(await read('\n, \n1,2\n'), ['input.invalid_csv a.csv line 2: names no column'])
    for (const empty of ['', '\n', 'a,b\n', 'a,b\n,\n']) {
      assert.deepEqual(await read(empty), ['input.empty a.csv: has no documents'])
    }
    assert.deepEqual(await read('%PDF-1.4\n1,2'), ['input.binary a.csv: is a PDF, not text'])
  })

  test('does not take our own tables for documents', async () => {
    assert.deepEqual(
      await read('document_id,status,review_status,completeness,title\na,,,,Soup\n'),
      ['note a.csv: is left out: it holds enriched records, not documents'],
    )
  })

  test('holds one row, however long the table is, and no row that is longer than it may be', async () => {
    let sent = 0
    async function* endless() {
      yield Buffer.from('a,b\n1,2\n3,"')
      for (; sent < 1_000; sent += 1) yield await Promise.resolve(Buffer.alloc(1_000, 'x'))
    }
    assert.deepEqual(summary(await readAll(csv, endless(), 1_000)), [
      'a.csv line 2: {"a":"1","b":"2"}',
      'input.too_large a.csv line 3: is larger than a row may be: 4000 bytes',
    ])
    assert.ok(sent < 10, `${String(sent)} chunks were read`)
  })

  test('gives the rows that were whole when its bytes break off, and no half one', async () => {
    async function* broken() {
      yield await Promise.resolve(Buffer.from('a\nwhole\nhal'))
      throw new Error('cut off')
    }
    const found: unknown[] = []
    const reading = async () => {
      for await (const one of csv.read({ bytes: broken(), where: 'a.csv', maxTextBytes: 1_000 })) {
        found.push(one.kind === 'item' && one.item)
      }
    }
    await assert.rejects(reading(), /cut off/)
    assert.deepEqual(found, [{ a: 'whole' }])
  })

  test('gives back what any row holds, however its bytes are cut', async () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', 'é', '📜', ' ', ',', ';', '"', '\n', '\r\n') })
      .filter((text) => text !== '')
    const names = ['one', 'two', 'three']
    // Not our table: its guards against formulas stay in the cells.
    const line = (cells: readonly string[]): string =>
      cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 12 }),
        async (rows, lineEnd, size) => {
          const table = [names, ...rows].map(line).join(lineEnd)
          const found = await readAll(csv, chunksOf(...cut(table, size)))
          const items = rows.map((cells): unknown =>
            Object.fromEntries(cells.map((text, n) => [names[n], text])),
          )
          assert.deepEqual(
            found.map((one) => one.kind === 'item' && one.item),
            items,
          )
          const starts = rows.map((_, n) => [names, ...rows.slice(0, n)].map(line).join('\n'))
          assert.deepEqual(
            found.map((one) => one.kind === 'item' && one.position),
            starts.map((before) => before.split(/\r\n|\n|\r/).length + 1),
          )
        },
      ),
    )
  })

  test('reads a table that was written here', async () => {
    const { header, row } = csvTable<{ name: string; people: string[] }>([
      { name: 'name', of: ({ name }) => name },
      { name: 'people', of: ({ people }) => people },
    ])
    const written = header + row({ name: 'a "b", c', people: ['Ann', 'Bob'] })
    assert.deepEqual(await read(written), [
      'a.csv line 2: {"name":"a \\"b\\", c","people":"Ann;Bob"}',
    ])
  })
})
