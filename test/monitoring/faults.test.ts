import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { GROUPS } from '../../proof/faults/faults.ts'
import { judge } from '../../proof/faults/judge.ts'
import { startStage } from '../../proof/faults/stage.ts'
import { skipWithout } from '@colophon/testkit'

const skip = skipWithout('nsqlookupd', 'nsqd', 'ferretdb', 'prometheus', 'alertmanager')

suite('what goes wrong', { skip }, () => {
  test('raises at Alertmanager exactly the alerts it should, and they resolve', async (t) => {
    const stage = await startStage(t)
    for (const group of GROUPS) {
      const names = group.map(({ name }) => name).join('; ')
      await t.test(names, async (t) => {
        if (stage.disk === undefined && group.some(({ needs }) => needs === 'disk')) {
          t.skip('a small file system cannot be mounted here')
          return
        }
        const { wrong, raised, raisedAfterMs, resolvedAfterMs } = await judge(stage, group)
        t.diagnostic(`${raised.join(', ')}: ${raisedAfterMs | 0} ms, ${resolvedAfterMs | 0} ms`)
        assert.deepEqual(wrong, [])
      })
    }
  })
})
