import assert from 'node:assert/strict'
import { suite, test, type TestContext } from 'node:test'
import { createProgress, type ProgressOptions } from '../../src/terminal/progress.ts'

/** A progress line on a clock that the test moves. */
function watch(t: TestContext, options: Partial<ProgressOptions> & { columns?: number }) {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let at = 0
  const written: string[] = []
  const stream = { columns: options.columns, write: (text: string) => written.push(text) }
  const progress = createProgress({ tty: true, everyMs: 100, now: () => at, stream, ...options })
  const pass = (ms: number): void => {
    for (let passed = 0; passed < ms; passed += 100) {
      at += 100
      t.mock.timers.tick(100)
    }
  }
  return { progress, written, pass }
}

const ERASE = '\r\u001b[K'

suite('progress', () => {
  test('on a terminal redraws one line and takes it away at the end', (t) => {
    const { progress, written, pass } = watch(t, { total: () => 1200 })
    pass(500)
    progress.advance(30)
    pass(500)
    assert.equal(written.at(-1), `${ERASE}30/1,200 documents · 30/s · 39 s left`)
    progress.advance(2, 'failed')
    pass(100)
    assert.match(written.at(-1) ?? '', /32\/1,200 documents · 2 failed · /)
    progress.stop()
    assert.equal(written.at(-1), ERASE)
    assert.equal(
      written.some((text) => text.includes('\n')),
      false,
    )
    const count = written.length
    pass(1000)
    assert.equal(written.length, count)
  })

  test('stays hidden for what is over in half a second', (t) => {
    for (const tty of [true, false]) {
      const { progress, written, pass } = watch(t, { tty, total: () => 10 })
      progress.advance(10)
      pass(400)
      progress.stop()
      assert.deepEqual(written, [])
      t.mock.timers.reset()
    }
  })

  test('never writes wider than the terminal', (t) => {
    for (const columns of [80, 40, 20, 5, 1]) {
      const { progress, written, pass } = watch(t, { columns, total: () => 123_456 })
      progress.advance(1000, 'failed')
      pass(1000)
      progress.stop()
      for (const text of written) assert.equal(text.replace(ERASE, '').length < columns, true)
      t.mock.timers.reset()
    }
  })

  test('elsewhere writes a line now and then, and only when something has happened', (t) => {
    const { progress, written, pass } = watch(t, { tty: false, everyMs: 5000, total: () => 100 })
    pass(5000)
    progress.advance(25)
    pass(10_000)
    progress.stop()
    assert.deepEqual(written, ['25/100 documents · 2.5/s · 30 s left\n'])
  })

  test('writes other lines above its own', (t) => {
    const { progress, written, pass } = watch(t, {})
    pass(600)
    progress.log('note: a')
    assert.deepEqual(written.slice(-2), [ERASE, 'note: a\n'])
    progress.log('note: b')
    assert.deepEqual(written.slice(-2), ['note: a\n', 'note: b\n'])
  })

  test('says no time left while the total is not known, and follows a change of pace', (t) => {
    const known: { total?: number } = {}
    const { progress, written, pass } = watch(t, { total: () => known.total })
    progress.advance(1000)
    pass(1000)
    assert.equal(written.at(-1), `${ERASE}1,000 documents · 1,000/s`)
    known.total = 2000
    for (let second = 0; second < 40; second += 1) {
      progress.advance(1)
      pass(1000)
    }
    assert.equal(written.at(-1), `${ERASE}1,040/2,000 documents · 1/s · 16 min 00 s left`)
  })
})
