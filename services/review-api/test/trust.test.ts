import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TaskView } from '@colophon/domain'
import { aWorld, corrected, expectOk, type Caller } from './world.ts'

const REVIEWER: Caller = { sub: 'ann', roles: ['reviewer'] }
const NEUTRAL = { reasons: ['review_requested'], flagged_fields: [], gain: 0, completeness: 1 }

test('of a task that does not tell why it is there, routing is shown to leads once it is decided', async (t) => {
  const world = await aWorld(t)
  const reviewed = await world.review({ task: NEUTRAL })
  const viewed = async (caller?: Caller): Promise<TaskView> =>
    (await expectOk(world.ask({ method: 'GET', path: reviewed.at }, caller))) as TaskView
  for (const caller of [REVIEWER, undefined]) {
    const { document, task, why, fields } = await viewed(caller)
    assert.deepEqual([document.quality_metrics, document.agents], [null, {}])
    assert.deepEqual([document.review_reasons, task.reasons], [NEUTRAL.reasons, NEUTRAL.reasons])
    assert.deepEqual(why, ['Somebody is asked to look at it.'])
    assert.ok(fields.every(({ issues }) => issues.length === 0))
  }
  await corrected(world, reviewed, 'content.summary', 'All is well with John.')
  const { task } = await viewed()
  assert.deepEqual(
    [task.flagged_fields, task.gain, task.completeness, task.version > 1],
    [[], 0, 1, true],
  )
  const stored = await world.store.reviews.get('museum', task.review_id)
  assert.ok(stored)
  const version = stored.version + 1
  await world.store.desk.putTask({ ...stored, version, status: 'approved' }, [])
  assert.notEqual((await viewed()).document.quality_metrics, null)
  assert.equal((await viewed(REVIEWER)).document.quality_metrics, null)
})
