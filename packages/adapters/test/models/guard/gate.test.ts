import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setImmediate as tick } from 'node:timers/promises'
import fc from 'fast-check'
import { Gate } from '../../../src/models/guard/gate.ts'

const never = new AbortController().signal

suite('the gate', () => {
  test('never lets more in than there are places, and lets everybody in that does not leave', async () => {
    const call = fc.record({ steps: fc.nat(4), leavesAfter: fc.option(fc.nat(3)) })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(call, { maxLength: 30 }),
        async (concurrency, calls) => {
          const gate = new Gate({ concurrency })
          let inside = 0
          const run = async ({ steps, leavesAfter }: (typeof calls)[number]): Promise<string> => {
            const caller = new AbortController()
            const leaving = (async () => {
              if (leavesAfter === null) return
              for (let step = 0; step < leavesAfter; step += 1) await tick()
              caller.abort(new Error('left'))
            })()
            try {
              const leave = await gate.enter(caller.signal)
              inside += 1
              assert.ok(inside <= concurrency, `${inside} of ${concurrency}`)
              for (let step = 0; step < steps; step += 1) await tick()
              inside -= 1
              leave()
              leave()
              return 'in'
            } catch (error) {
              assert.equal((error as Error).message, 'left')
              return 'left'
            } finally {
              await leaving
            }
          }
          const ends = await Promise.all(calls.map(run))
          for (const [index, { leavesAfter }] of calls.entries())
            if (leavesAfter === null) assert.equal(ends[index], 'in')
          assert.equal(gate.inFlight, 0)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('lets calls in in the order they came', async () => {
    const gate = new Gate({ concurrency: 1 })
    const order: number[] = []
    await Promise.all(
      [1, 2, 3, 4].map(async (n) => {
        const leave = await gate.enter(never)
        order.push(n)
        await tick()
        leave()
      }),
    )
    assert.deepEqual(order, [1, 2, 3, 4])
  })

  test('who waits for the pace leaves at once when told to, with the reason it was given', async () => {
    const gate = new Gate({ concurrency: 5, perMinute: 1 })
    const leave = await gate.enter(never)
    const caller = new AbortController()
    const waiting = gate.enter(caller.signal)
    const reason = new Error('lease lost')
    caller.abort(reason)
    await assert.rejects(waiting, (thrown) => thrown === reason)
    await assert.rejects(gate.enter(caller.signal), (thrown) => thrown === reason)
    leave()
  })

  test('tells how many wait and how many are in', async () => {
    const told: string[] = []
    const gate = new Gate({
      concurrency: 1,
      onChange: ({ waiting, inFlight }) => told.push(`${waiting}+${inFlight}`),
    })
    const leave = await gate.enter(never)
    const second = gate.enter(never)
    leave()
    const leaveSecond = await second
    leaveSecond()
    assert.deepEqual(told, ['0+1', '1+1', '0+1', '0+0'])
  })

  test('sends all away that wait, and takes new ones', async () => {
    const gate = new Gate({ concurrency: 1 })
    const leave = await gate.enter(never)
    const waiting = [gate.enter(never), gate.enter(never)]
    const reason = new Error('closed')
    gate.turnAway(reason)
    for (const each of waiting) await assert.rejects(each, (thrown) => thrown === reason)
    leave()
    const leaveAgain = await gate.enter(never)
    leaveAgain()
  })
})
