import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { runCommand, startCommand } from './command.ts'

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

for (const args of [['--help'], ['enrich', '--help'], ['show', 'nothing'], ['enrich', 'a.txt']])
  test(`colophon ${args.join(' ')} minds no reader that has gone`, async (t) => {
    const cwd = temporaryFolder(t)
    writeFileSync(join(cwd, 'a.txt'), 'Dear Sir,\n\nI thank you.\n\nYours,\nA. Writer\n')
    const { child, ended } = startCommand(args, { cwd })
    child.stdout?.destroy()
    const { signal, stderr } = await ended
    assert.equal(signal, null)
    assert.doesNotMatch(stderr, /EPIPE|node:events/)
  })
