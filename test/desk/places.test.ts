import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { ROOT } from '../sources.ts'

const quoted = (file: string, from: string, to: string): string[] => {
  const text = readFileSync(`${ROOT}${file}`, 'utf8')
  const begin = text.indexOf(from)
  assert.ok(begin >= 0, `${from} in ${file}`)
  const part = text.slice(begin, text.indexOf(to, begin))
  return [...part.matchAll(/'(\/[^']*)'/g)].map(([, path = '']) => path)
}

test('the server shows the desk at the addresses that the desk has', () => {
  const served = quoted('services/review-api/src/desk.ts', 'DESK_PATHS = [', ']')
  const known = quoted('web/desk/src/behaviour/places.ts', 'PLACES = {', '}')
  assert.ok(known.length > 3)
  assert.deepEqual(served.toSorted(), known.toSorted())
})

test('the server shows the costs at the addresses that their page has', () => {
  const served = quoted('services/cost-api/src/pages.ts', 'COST_PATHS = [', ']')
  const known = quoted('web/costs/src/behaviour/places.ts', 'PLACES = {', '}')
  assert.deepEqual(served.toSorted(), known.toSorted())
})
