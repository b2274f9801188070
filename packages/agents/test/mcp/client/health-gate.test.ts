import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { createHealthGate } from '../../../src/mcp/client/health-gate.ts'

function aGate(random = 1) {
  const clock = { now: 0 }
  const gate = createHealthGate({ now: () => clock.now, random: () => random })
  return { clock, gate }
}
const fail = (gate: ReturnType<typeof createHealthGate>, times: number): void => {
  for (let i = 0; i < times; i++) gate.failed()
}

suite('the gate before an agent', () => {
  test('stays open for single failures', () => {
    const { gate } = aGate()
    for (let i = 0; i < 10; i++) {
      fail(gate, 2)
      gate.succeeded()
    }
    assert.equal(gate.enter(), 0)
  })

  test('closes after three in a row, and says for how long', () => {
    const { gate, clock } = aGate()
    fail(gate, 3)
    assert.equal(gate.enter(), 1_000)
    clock.now = 400
    assert.equal(gate.enter(), 600)
  })

  test('lets one through to try, and the others wait for it', () => {
    const { gate, clock } = aGate()
    fail(gate, 3)
    clock.now = 1_000
    assert.equal(gate.enter(), 0)
    assert.ok(gate.enter() > 0)
    gate.succeeded()
    assert.equal(gate.enter(), 0)
  })

  test('stays closed for longer each time, up to its cap', () => {
    const { gate, clock } = aGate()
    fail(gate, 3)
    const waits: number[] = []
    for (let i = 0; i < 7; i++) {
      const waitMs = gate.enter()
      waits.push(waitMs)
      clock.now += waitMs
      assert.equal(gate.enter(), 0)
      gate.failed()
    }
    assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
  })

  test('gates do not open together', () => {
    const [early, late] = [aGate(0), aGate(1)]
    fail(early.gate, 3)
    fail(late.gate, 3)
    assert.deepEqual([early.gate.enter(), late.gate.enter()], [500, 1_000])
  })
})
