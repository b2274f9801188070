import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { suite, test } from 'node:test'
import { onAbort, unlessAborted, untilAborted } from '../../src/work/abort.ts'

const GONE = new Error('gone')
const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length

suite('waiting for an abort', () => {
  test('a listener is told once, and at once when it comes too late to be told', () => {
    const controller = new AbortController()
    let told = 0
    const tell = (): void => {
      told += 1
    }
    onAbort(controller.signal, tell)
    controller.abort()
    controller.abort()
    assert.equal(told, 1)
    onAbort(controller.signal, tell)
    assert.equal(told, 2)
  })

  test('one that is disposed of is told nothing, and is not kept', () => {
    const controller = new AbortController()
    const listening = onAbort(controller.signal, () => assert.fail('told'))
    assert.equal(listeners(controller.signal), 1)
    listening[Symbol.dispose]()
    assert.equal(listeners(controller.signal), 0)
    controller.abort()
  })

  test('whoever waits for it goes on when it comes, or has come', async () => {
    const controller = new AbortController()
    const waiting = untilAborted(controller.signal)
    controller.abort()
    await waiting
    await untilAborted(controller.signal)
  })

  test('work that ends first gives its result or its error, and leaves no listener', async () => {
    const { signal } = new AbortController()
    assert.equal(await unlessAborted(Promise.resolve(1), signal), 1)
    await assert.rejects(unlessAborted(Promise.reject(GONE), signal), GONE)
    assert.equal(listeners(signal), 0)
  })

  test('work that does not end is left at the abort, with its reason, however it ends later', async () => {
    const controller = new AbortController()
    const { promise, reject } = Promise.withResolvers<number>()
    const waiting = unlessAborted(promise, controller.signal)
    controller.abort(GONE)
    await assert.rejects(waiting, GONE)
    reject(new Error('later, and nobody waits'))
    await assert.rejects(unlessAborted(new Promise(() => undefined), controller.signal), GONE)
  })
})
