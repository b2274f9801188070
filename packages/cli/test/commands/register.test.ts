import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test, type TestContext } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { getPath, isOfRegister } from '@colophon/domain'
import { PROFILES, type ProfileFolder } from '@colophon/profiles'
import { initialsRegister, temporaryFolder } from '@colophon/testkit'
import type { Context } from '../../src/context.ts'
import { createProgram } from '../../src/main.ts'

const SENDER = 'document.correspondence.sender.name'

/** Letters, with a register that knows of initials. */
const FOLDERS: readonly ProfileFolder[] = PROFILES.map((folder) => ({
  ...folder,
  record: { ...folder.record, register: () => Promise.resolve(initialsRegister(SENDER)) },
}))

const signed = (id: string, name: string): string =>
  JSON.stringify({
    id,
    text: `Boston, 3 May 1864\n\nMy dear Mary,\n\nAll is well with us here, and the garden is green.\n\nYours truly,\n${name}\n`,
  })

function commandLine(t: TestContext) {
  const cwd = temporaryFolder(t)
  const url = `sqlite:${join(cwd, 'store.db')}`
  let text = ''
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk)
      done()
    },
  }) as unknown as NodeJS.WriteStream
  const env = { STORE_URL: url, BUS_URL: 'local:', LOG_LEVEL: 'silent' }
  const context: Context = {
    ...{ env, cwd, stdin: process.stdin, stdout: stream, stderr: stream, profiles: FOLDERS },
  }
  return {
    cwd,
    url,
    run: async (...args: string[]): Promise<string> => {
      text = ''
      await createProgram(context, () => undefined).parseAsync(args, { from: 'user' })
      return text
    },
  }
}

test('letters of one collection are enriched, and the register fills out who signs with initials', async (t) => {
  const { cwd, url, run } = commandLine(t)
  const lines = [signed('a', 'Jane Lowell'), signed('b', 'J. Lowell'), signed('c', 'Eva Hill')]
  writeFileSync(join(cwd, 'letters.jsonl'), `${lines.join('\n')}\n`)
  await run('enrich', 'letters.jsonl', '--collection', 'papers')
  const seen = await run('register', 'papers', '--dry-run')
  assert.match(seen, /^papers: 3 documents, 2 people$/m)
  assert.match(seen, /^Jane Lowell +2 +Jane Lowell \(1\), J\. Lowell \(1\)$/m)
  await run('register', 'papers')
  const report = JSON.parse(await run('register', 'papers', '--json')) as Record<string, unknown>
  assert.deepEqual([report['changed'], report['held'], report['changes']], [0, 0, []])

  await using store = await openStore(url)
  const { items } = await store.documents.list('default', {}, { limit: 9 })
  const sender = items.map((one) => getPath(one.enriched_data, SENDER))
  assert.deepEqual(sender, ['Jane Lowell', 'Jane Lowell', 'Eva Hill'])
  const entry = items[1]?.provenance[SENDER]
  assert.ok(isOfRegister(entry))
  assert.deepEqual([entry?.evidence?.quote, entry?.supports?.length], ['J. Lowell', 1])
})

test('letters that name no collection have no register, and one that is not there is said to be', async (t) => {
  const { cwd, run } = commandLine(t)
  writeFileSync(join(cwd, 'letters.jsonl'), `${signed('a', 'Jane Lowell')}\n`)
  await run('enrich', 'letters.jsonl')
  await assert.rejects(run('register', 'default'), { code: 'collection.not_found' })
  await assert.rejects(run('register', 'papers'), { code: 'collection.not_found' })
})
