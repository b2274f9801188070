import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { circlesOf } from './circles.ts'
import { everything, filesImportedBy } from './sources.ts'

suite('circles of imports', () => {
  test('no file is needed by what it needs itself, not even for a type', () => {
    const imports = new Map(everything.map((source) => [source.file, filesImportedBy(source)]))
    assert.deepEqual(circlesOf(imports), [])
  })

  test('most imports between our files are seen', () => {
    const seen = everything.flatMap(filesImportedBy)
    const files = new Set(everything.map(({ file }) => file))
    const unknown = [...new Set(seen)].filter((file) => !files.has(file) && file.endsWith('.ts'))
    assert.deepEqual(unknown, [])
    assert.ok(seen.length > 2 * files.size, `${seen.length} imports`)
  })

  test('a circle is what reaches itself, whatever else there is', () => {
    const file = fc.nat({ max: 7 }).map(String)
    fc.assert(
      fc.property(fc.array(fc.tuple(file, file), { maxLength: 20 }), (pairs) => {
        const files = [...new Set(pairs.flat())]
        const imports = new Map(
          files.map((one) => [one, pairs.flatMap(([from, to]) => (from === one ? [to] : []))]),
        )
        const reach = (from: string, reached = new Set<string>()): Set<string> => {
          for (const next of imports.get(from) ?? []) {
            if (reached.has(next)) continue
            reached.add(next)
            reach(next, reached)
          }
          return reached
        }
        const inCircles = files.filter((one) => reach(one).has(one))
        const found = circlesOf(imports)
        assert.deepEqual(found.flat().sort(), inCircles.sort())
        for (const circle of found) {
          for (const one of circle) assert.ok(circle.every((other) => reach(one).has(other)))
        }
      }),
    )
  })
})
