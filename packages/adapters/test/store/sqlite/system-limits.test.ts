import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { openStore } from '@colophon/adapters/store'
import { temporaryFolder } from '@colophon/testkit'

const STORE = new URL('../../../src/store/open.ts', import.meta.url).href
const NOBODY = 65_534

interface Said {
  code: string
  message: string
  fix: string
}

/** The error a process of its own meets: `code` is a module that sets `thrown`. */
async function meets(code: string, limit = 'unlimited'): Promise<Said> {
  const whole = `import { openStore } from ${JSON.stringify(STORE)}
    let thrown
    ${code}
    const { code, message, fix } = thrown
    process.stdout.write(JSON.stringify({ code, message, fix }))`
  const command = `ulimit -n ${limit}; exec "$0" --input-type=module -e "$1"`
  const isRoot = process.getuid?.() === 0
  const { stdout } = await promisify(execFile)('sh', ['-c', command, process.execPath, whole], {
    // To root nothing is read-only by its permissions.
    ...(isRoot && { uid: NOBODY, gid: NOBODY }),
    env: { PATH: process.env['PATH'] ?? '' },
  })
  return JSON.parse(stdout) as Said
}

test('a store that can only be read says so, and which one it is', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'store.db')
  await (await openStore(`sqlite:${file}`))[Symbol.asyncDispose]()
  chmodSync(file, 0o444)
  chmodSync(folder, 0o555)
  const written = `try {
      const store = await openStore(${JSON.stringify(`sqlite:${file}`)})
      await store.dispatch.lead('reconciler', 'me', 1000)
    } catch (error) { thrown = error }`
  const said = await meets(written, '1024').finally(() => {
    // To be removed by whoever is not root.
    chmodSync(folder, 0o755)
  })
  assert.equal(said.code, 'store.read_only', said.message)
  assert.ok(said.message.includes(file), said.message)
  assert.doesNotMatch(said.fix, /disk space/)
})

test('a process that may open no more files is told how to raise its limit', async (t) => {
  const folder = temporaryFolder(t)
  chmodSync(folder, 0o777)
  const file = join(folder, 'store.db')
  for (const left of [2, 6]) {
    const said = await meets(
      `import { openSync, closeSync } from 'node:fs'
      // Loads once all that is loaded when it is needed.
      await (await openStore('sqlite::memory:'))[Symbol.asyncDispose]()
      const opened = []
      try { for (;;) opened.push(openSync('/dev/null', 'r')) } catch {}
      for (const descriptor of opened.splice(0, ${left})) closeSync(descriptor)
      await openStore(${JSON.stringify(`sqlite:${file}`)}).catch((error) => { thrown = error })
      for (const descriptor of opened) closeSync(descriptor)`,
      '64',
    )
    assert.equal(said.code, 'store.unavailable')
    assert.match(said.message, /ulimit -n/)
    assert.ok(said.message.includes(file), said.message)
  }
})
