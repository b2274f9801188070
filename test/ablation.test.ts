import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { readUnder, sourcesOf } from '../scripts/docs/profile-version.ts'
import { FAMILIES, familyOf, REGISTER } from '../proof/bench/ablation/families.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = readUnder(ROOT)

suite('families of rules that the ablation leaves out', () => {
  test('every stand-in takes the place of an export that there is, in a module that makes answers', () => {
    const answers = new Set(sourcesOf(ROOT, 'letters').answers)
    for (const { name, replaced } of FAMILIES)
      for (const { module, by } of replaced) {
        assert.ok(answers.has(`packages/${module}`), `${name}: ${module}`)
        const source = read(`packages/${module}`)
        for (const one of Object.keys(by))
          assert.match(
            source,
            new RegExp(String.raw`^export (?:(?:const|function) |\{[^}]*\b)${one}\b`, 'm'),
            name,
          )
      }
  })

  test('every family is named once, and all but that of the register replace something', () => {
    assert.equal(new Set(FAMILIES.map(({ name }) => name)).size, FAMILIES.length)
    const empty = FAMILIES.filter(({ replaced }) => replaced.length === 0)
    assert.deepEqual(empty, [familyOf(REGISTER)])
  })
})
