import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { isDeadLocalOwner, processOwner } from '@colophon/runtime'

/** The owner string of a child process that runs until `stop`. */
async function startChild() {
  const code = `import { processOwner } from '@colophon/runtime'
    process.stdout.write(processOwner('worker'))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  const stop = async () => {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
  return { owner: chunk.toString(), stop }
}

/** The owner with some of its parts changed: host, scope, boot, pid, start, nonce. */
function altered(owner: string, changes: Record<number, string>): string {
  const [role, rest = ''] = owner.split('@')
  const parts = rest.split('/').map((part, index) => changes[index] ?? part)
  return `${String(role)}@${parts.join('/')}`
}

test('an owner of this process is not dead, whatever its role', () => {
  assert.notEqual(processOwner('worker'), processOwner('coordinator'))
  assert.equal(isDeadLocalOwner(processOwner('worker')), false)
  assert.equal(isDeadLocalOwner(processOwner('coordinator')), false)
})

test('another process is dead once it has ended, and not before', async () => {
  const { owner, stop } = await startChild()
  assert.equal(isDeadLocalOwner(owner), false)
  await stop()
  assert.equal(isDeadLocalOwner(owner), true)
})

test('an earlier process that had our pid is dead', () => {
  assert.equal(isDeadLocalOwner(altered(processOwner('worker'), { 5: 'another' })), true)
})

test('a reused pid is noticed', { skip: process.platform !== 'linux' }, async () => {
  const { owner, stop } = await startChild()
  assert.equal(isDeadLocalOwner(altered(owner, { 4: '1' })), true)
  await stop()
})

test('owners on other machines, in other containers, or of unknown form are left alone', () => {
  const gone = altered(processOwner('worker'), { 3: '999999999', 5: 'another' })
  assert.equal(isDeadLocalOwner(gone), true)
  assert.equal(isDeadLocalOwner(altered(gone, { 0: 'elsewhere' })), false)
  assert.equal(isDeadLocalOwner(altered(gone, { 1: 'container' })), false)
  for (const odd of ['', 'worker', 'worker@host/1', `${gone}/more`, altered(gone, { 3: 'x' })]) {
    assert.equal(isDeadLocalOwner(odd), false, odd)
  }
})
