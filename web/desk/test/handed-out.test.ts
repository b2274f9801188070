import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { OnItsWay, type HandedOut } from '../src/behaviour/handed-out.ts'

const document = (reviewId: string): HandedOut => ({ reviewId, leaseId: `lease of ${reviewId}` })

function watched() {
  const back: string[] = []
  const way = new OnItsWay(({ leaseId }) => back.push(leaseId))
  return { back, way }
}

suite('a document on its way to its page', () => {
  test('is given back once when nobody goes on', () => {
    const { back, way } = watched()
    way.put(document('a'))
    way.drop()
    way.drop()
    assert.deepEqual(back, ['lease of a'])
  })

  test('is kept by the page that shows it', () => {
    const { back, way } = watched()
    way.put(document('a'))
    way.arrived('a')
    way.drop('a')
    assert.deepEqual(back, [])
  })

  test('is not given back by a page that is left for it', () => {
    const { back, way } = watched()
    way.put(document('b'))
    way.drop('a')
    way.arrived('a')
    assert.deepEqual(back, [])
    way.drop('b')
    assert.deepEqual(back, ['lease of b'])
  })

  test('gives way to the next one', () => {
    const { back, way } = watched()
    way.put(document('a'))
    way.put(document('b'))
    assert.deepEqual(back, ['lease of a'])
  })
})
