import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Breaker, type BreakerState } from '../../../src/models/guard/breaker.ts'

function aBreaker(failures = 3) {
  const clock = { now: 0 }
  const states: BreakerState[] = []
  const breaker = new Breaker({
    failures,
    openMs: 1_000,
    now: () => clock.now,
    onChange: (state) => states.push(state),
  })
  const fail = (times: number): void => {
    for (let time = 0; time < times; time += 1) breaker.begin().failed()
  }
  return { breaker, clock, states, fail }
}

suite('the circuit breaker', () => {
  test('opens after so many failures in a row, and says how long to stay away', () => {
    const { breaker, clock, fail } = aBreaker()
    fail(2)
    assert.equal(breaker.refusedForMs(), null)
    fail(1)
    assert.deepEqual([breaker.state, breaker.refusedForMs()], ['open', 1_000])
    clock.now = 400
    assert.equal(breaker.refusedForMs(), 600)
  })

  test('an answer in between starts the count anew', () => {
    const { breaker, fail } = aBreaker()
    fail(2)
    breaker.begin().answered()
    fail(2)
    assert.equal(breaker.state, 'closed')
  })

  test('lets one probe through when the time is up; its answer closes it', () => {
    const { breaker, clock, fail, states } = aBreaker()
    fail(3)
    clock.now = 1_000
    assert.equal(breaker.refusedForMs(), null)
    const probe = breaker.begin()
    assert.equal(breaker.refusedForMs(), 1_000)
    probe.answered()
    assert.equal(breaker.refusedForMs(), null)
    assert.deepEqual(states, ['open', 'half_open', 'closed'])
  })

  test('a probe that fails opens it for the whole time again', () => {
    const { breaker, clock, fail, states } = aBreaker()
    fail(3)
    clock.now = 1_500
    breaker.begin().failed()
    assert.deepEqual([breaker.state, breaker.refusedForMs()], ['open', 1_000])
    assert.deepEqual(states, ['open', 'half_open', 'open'])
  })

  test('a probe whose caller gave up makes room for another one', () => {
    const { breaker, clock, fail } = aBreaker()
    fail(3)
    clock.now = 1_000
    breaker.begin().abandoned()
    assert.equal(breaker.refusedForMs(), null)
    breaker.begin().answered()
    assert.equal(breaker.state, 'closed')
  })

  test('calls made before it opened do not close it', () => {
    const { breaker, fail } = aBreaker()
    const old = breaker.begin()
    fail(3)
    old.answered()
    assert.equal(breaker.state, 'open')
  })

  test('callers that give up say nothing about the provider', () => {
    const { breaker } = aBreaker(1)
    breaker.begin().abandoned()
    assert.equal(breaker.state, 'closed')
  })
})
