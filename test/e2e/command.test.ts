import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand } from './command.ts'

/** Sets a variable of this process until the test ends. */
function given(t: { after(end: () => void): void }, name: string, value: string): void {
  const before = process.env[name]
  process.env[name] = value
  t.after(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, name)
    else process.env[name] = before
  })
}

test('a command under test has its defaults, whatever store and bus the suites were given', async (t) => {
  given(t, 'STORE_URL', 'mongodb://somebody:else@127.0.0.1:1/theirs')
  given(t, 'BUS_URL', 'nsq://127.0.0.1:1')
  const { code, stderr } = await runCommand(['status'], { cwd: temporaryFolder(t) })
  assert.equal(code, 1)
  assert.match(stderr, /no store/i)
})
