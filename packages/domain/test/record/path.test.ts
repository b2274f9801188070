import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { getPath, isPresent, setPath, type Tree, withoutPaths } from '../../src/record/path.ts'

const key = fc.stringMatching(/^[a-z_]{1,8}$/)
const path = fc.array(key, { minLength: 1, maxLength: 5 }).map((keys) => keys.join('.'))

suite('paths', () => {
  test('what was set at a path is read there', () => {
    fc.assert(
      fc.property(path, fc.anything(), (at, value) => {
        const tree: Tree = {}
        setPath(tree, at, value)
        assert.equal(getPath(tree, at), value)
      }),
    )
  })

  test('setting one path leaves the paths beside it', () => {
    fc.assert(
      fc.property(
        key,
        fc.uniqueArray(key, { minLength: 2, maxLength: 2 }),
        (root, [one, other]) => {
          const tree: Tree = {}
          setPath(tree, `${root}.${String(one)}`, 1)
          setPath(tree, `${root}.${String(other)}`, 2)
          assert.equal(getPath(tree, `${root}.${String(one)}`), 1)
        },
      ),
    )
  })

  for (const evil of [
    '__proto__.polluted',
    'a.__proto__.polluted',
    'constructor.prototype.polluted',
    'a.prototype',
    'a..b',
    '',
  ])
    test(`"${evil}" is refused and changes nothing`, () => {
      const tree: Tree = { a: {} }
      assert.throws(() => {
        setPath(tree, evil, true)
      }, RangeError)
      assert.deepEqual(tree, { a: {} })
      assert.equal(({} as Tree)['polluted'], undefined)
    })

  test('what objects inherit is not read', () => {
    for (const inherited of ['__proto__', 'constructor', 'toString', 'a.constructor.name'])
      assert.equal(getPath({ a: {} }, inherited), undefined, inherited)
  })

  test('an item of a list is read and set by its index, and the list stays a list', () => {
    const tree: Tree = { people: [{ name: 'Ada' }, { name: 'Bo' }] }
    assert.equal(getPath(tree, 'people.1.name'), 'Bo')
    setPath(tree, 'people.1.name', 'Bob')
    setPath(tree, 'people.2', { name: 'Cy' })
    assert.deepEqual(tree, { people: [{ name: 'Ada' }, { name: 'Bob' }, { name: 'Cy' }] })
  })

  for (const hole of [
    'people.3',
    'people.-1',
    'people.01',
    'people.name',
    'people.1e1',
    'people.length',
  ])
    test(`a list has no place "${hole}"`, () => {
      const tree: Tree = { people: [1, 2] }
      assert.throws(() => {
        setPath(tree, hole, 9)
      }, RangeError)
      assert.deepEqual(tree, { people: [1, 2] })
    })

  test('a value that stands in the way of a path gives way to an object', () => {
    const tree: Tree = { a: 'text' }
    setPath(tree, 'a.b', 1)
    assert.deepEqual(tree, { a: { b: 1 } })
  })
})

suite('leaving paths out', () => {
  test('the tree stays as it is, and shares what is not concerned', () => {
    const tree: Tree = { a: { x: 1, y: { z: 2, w: 3 } }, b: { c: 4 }, d: [{ x: 1 }] }
    const before = structuredClone(tree)
    const pruned = withoutPaths(tree, ['a.x', 'a.y.z', 'd.x', 'not.there', 'b'])
    assert.deepEqual(pruned, { a: { y: { w: 3 } }, d: [{ x: 1 }] })
    assert.deepEqual(tree, before)
    assert.equal(pruned['d'], tree['d'])
  })
})

suite('presence', () => {
  for (const nothing of [
    undefined,
    null,
    '',
    '  \n',
    [],
    {},
    [''],
    { name: '' },
    { a: { b: null } },
    ['Unknown'],
  ])
    test(`${JSON.stringify(nothing)} says nothing`, () => {
      assert.equal(isPresent(nothing), false)
    })

  for (const placeholder of [
    'Unknown',
    'unknown.',
    '[unknown]',
    'N/A',
    'n/a',
    'None',
    'not specified',
    'Not available',
    'unbekannt',
    'inconnu',
    '—',
    '?',
    '[...]',
    '(not given)',
  ])
    test(`the placeholder "${placeholder}" says nothing`, () => {
      assert.equal(isPresent(placeholder), false)
    })

  for (const something of [
    0,
    false,
    'No',
    'X',
    'N. A. Woodrow',
    'The Unknown Soldier',
    'Noneley',
    '東京',
    'Ж',
    '5',
    ['a'],
    { n: 0 },
  ])
    test(`${JSON.stringify(something)} says something`, () => {
      assert.equal(isPresent(something), true)
    })
})
