import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { shutdownSignal } from '@colophon/runtime'

/** A process that prints why it stops, and then hangs in its drain for ten seconds. */
async function startHanging() {
  const code = `import { shutdownSignal } from '@colophon/runtime'
    const stop = shutdownSignal()
    stop.addEventListener('abort', () => process.stdout.write('stop ' + stop.reason))
    setTimeout(() => {}, 10_000)
    process.stdout.write('up')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = async () => String((await once(child.stdout, 'data')) as unknown)
  assert.equal(await said(), 'up')
  return { child, said }
}

test('the first signal aborts with its name, the second ends the process at once', async () => {
  const { child, said } = await startHanging()
  child.kill('SIGTERM')
  assert.equal(await said(), 'stop SIGTERM')
  await delay(400)
  const ended = once(child, 'close')
  child.kill('SIGINT')
  assert.deepEqual(await ended, [130, null])
})

test('a signal that npm repeats right away does not cut the drain off', async () => {
  const { child, said } = await startHanging()
  child.kill('SIGINT')
  assert.equal(await said(), 'stop SIGINT')
  child.kill('SIGINT')
  await delay(150)
  assert.equal(child.exitCode, null)
  child.kill('SIGKILL')
  await once(child, 'close')
})

test('disposing removes the listeners', () => {
  const before = process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')
  {
    using stop = shutdownSignal()
    assert.equal(stop.aborted, false)
    assert.equal(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT'), before + 2)
  }
  assert.equal(process.listenerCount('SIGTERM') + process.listenerCount('SIGINT'), before)
})
