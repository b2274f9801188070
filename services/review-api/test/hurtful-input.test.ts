import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { codeOf, PEOPLE, SENDER, startRig, taken } from './rig.ts'

const external = 'the envelope'
const nested = (levels: number): unknown => {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

suite('input that hurts', () => {
  test('a value within itself a thousand times over is refused, wherever it stands', async (t) => {
    const { actor, letter } = await startRig(t)
    const { reviewId } = await letter()
    const eva = actor('eva', ['lead'])
    const task = await taken(eva, reviewId)
    const value = nested(1_000)
    for (const path of [SENDER, PEOPLE]) {
      const decision = { action: 'correct', path, value, external } as const
      assert.deepEqual(codeOf(await task.fields([decision])), [400, 'request.invalid'])
      const bulk = { select: { filter: {} }, action: { kind: 'fields', decisions: [decision] } }
      const answer = await eva.ask('POST', '/api/review/bulk', bulk)
      assert.deepEqual(codeOf(answer), [400, 'request.invalid'])
    }
  })

  test('nothing is handed to somebody whose name cannot be shown, alone or in bulk', async (t) => {
    const { actor, letter } = await startRig(t)
    const { reviewId } = await letter()
    const eva = actor('eva', ['lead'])
    for (const to of ['', 'a\u0000b', '\u001b[31m', '\ud800', 'x'.repeat(201)]) {
      const one = await eva.ask('POST', `/api/review/${reviewId}/assign`, { to })
      assert.deepEqual(codeOf(one), [400, 'request.invalid'], JSON.stringify(to))
      const action = { kind: 'assign', to }
      const all = { select: { review_ids: [reviewId] }, action, dry_run: false }
      const bulk = await eva.ask('POST', '/api/review/bulk', all)
      assert.deepEqual(codeOf(bulk), [400, 'request.invalid'], JSON.stringify(to))
    }
  })

  test('a reason that says nothing is none, and half a character is no text', async (t) => {
    const { actor, letter } = await startRig(t)
    const { reviewId } = await letter()
    const eva = actor('eva', ['lead'])
    const task = await taken(eva, reviewId)
    for (const text of ['', '  \n ', 'half \ud800 of it']) {
      const refused = [
        await eva.ask('POST', `${task.path}/comments`, { text }),
        await task.reject({ reason: text }),
        await task.fields([{ action: 'correct', path: SENDER, value: 'John', external: text }]),
        await eva.ask('POST', `${task.path}/reopen`, { why: text }, task.revision),
      ]
      for (const answer of refused) assert.deepEqual(codeOf(answer), [400, 'request.invalid'])
    }
  })

  test('a change is undone by a request without a body', async (t) => {
    const { actor, letter } = await startRig(t)
    const { reviewId } = await letter()
    const eva = actor('eva')
    const task = await taken(eva, reviewId)
    const decision = { action: 'correct', path: SENDER, value: 'John', external } as const
    const { body } = await task.fields([decision])
    const undone = await eva.ask('POST', `/api/review/undo/${String(body['undo'])}`)
    assert.deepEqual([undone.status, undone.body['done']], [200, 1])
  })
})
