import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test, type TestContext } from 'node:test'
import { imagesIn } from '@colophon/adapters/images'
import { openStore } from '@colophon/adapters/store'
import { readBackupStatus } from '@colophon/runtime/backup-status'
import { aDocument, aJob, temporaryFolder } from '@colophon/testkit'
import { makeBackup } from '../../src/backup/make-backup.ts'
import { removeOld } from '../../src/backup/retention.ts'

const LAUNCHER = fileURLToPath(new URL('../../bin/colophon.js', import.meta.url))

const colophon = (cwd: string, args: readonly string[], env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [LAUNCHER, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...env },
  })

/** A folder with a store in it, of three documents. */
async function folderWithStore(t: TestContext): Promise<{ cwd: string; url: string }> {
  const cwd = temporaryFolder(t)
  const url = `sqlite:${join(cwd, 'data/colophon.db')}`
  await using store = await openStore(url)
  const job = aJob()
  await store.jobs.create(job)
  await store.jobs.submit(job, [aDocument(), aDocument(), aDocument()])
  return { cwd, url }
}

suite('colophon backup and restore', () => {
  test('make an archive, hand it to the hook, prove it and restore it', async (t) => {
    const { cwd } = await folderWithStore(t)
    const hook = 'cp -R "$1" copied && test "$1" = "$COLOPHON_ARCHIVE"'
    const made = colophon(cwd, ['backup', '--hook', hook, '--json'])
    assert.equal(made.status, 0, made.stderr)
    const { archive, tenants } = JSON.parse(made.stdout) as { archive: string; tenants: object }
    assert.deepEqual(tenants, { default: 3 })
    assert.deepEqual(readdirSync(join(cwd, 'copied')), readdirSync(archive))
    const drill = colophon(cwd, ['restore', '--drill'])
    assert.equal(drill.status, 0, drill.stderr)
    assert.match(drill.stdout, /can be restored: 3 documents opened/)
    const status = await readBackupStatus(join(cwd, 'data/backups'))
    assert.equal(status?.drill?.ok, true)
    // Nothing of the drill is left.
    assert.equal(readdirSync(join(cwd, 'data/backups')).length, 2)
    const restored = colophon(cwd, ['restore', 'copied', '--into', 'sqlite:elsewhere/new.db'])
    assert.equal(restored.status, 0, restored.stderr)
    const jobs = colophon(cwd, ['status', '--json'], { STORE_URL: 'sqlite:elsewhere/new.db' })
    assert.equal((JSON.parse(jobs.stdout) as { total: number }[])[0]?.total, 3)
  })

  test('carry the images of pages, each held against its hash', async (t) => {
    const { cwd } = await folderWithStore(t)
    const kept = imagesIn(join(cwd, 'data/images'))
    // One with line feeds, since a line of JSON introduces each, and one longer than a chunk.
    const names = [
      kept.put('default', Buffer.from('\n{"tenant":"x"}\n')),
      kept.put('other', randomBytes(300_000)),
    ]
    writeFileSync(join(cwd, 'data/images/default/notes.txt'), 'none of ours')
    const { archive } = JSON.parse(colophon(cwd, ['backup', '--json']).stdout) as {
      archive: string
    }
    const drill = colophon(cwd, ['restore', '--drill'])
    assert.match(drill.stdout, /2 images of pages looked at/, drill.stderr)
    const restored = colophon(cwd, ['restore', archive, '--into', 'sqlite:elsewhere/new.db'])
    assert.equal(restored.status, 0, restored.stderr)
    const there: string[] = []
    for await (const { sha256 } of imagesIn(join(cwd, 'elsewhere/images')).list()) {
      there.push(sha256)
    }
    assert.deepEqual(there.toSorted(), names.toSorted())
  })

  test('refuse a place where something is, and leave it as it was', async (t) => {
    const { cwd } = await folderWithStore(t)
    colophon(cwd, ['backup', '--to', 'kept'])
    const name = readdirSync(join(cwd, 'kept')).find((each) => each.startsWith('colophon-')) ?? ''
    writeFileSync(join(cwd, 'note.db'), 'mine')
    for (const into of [['--into', 'sqlite:note.db'], []]) {
      const { status, stderr } = colophon(cwd, ['restore', join('kept', name), ...into])
      assert.equal(status, 1)
      assert.match(stderr, /\[backup\.not_empty\]/)
    }
    assert.equal(readFileSync(join(cwd, 'note.db'), 'utf8'), 'mine')
  })

  test('end a failed drill with 2, and say so where alerts look', async (t) => {
    const { cwd } = await folderWithStore(t)
    const { archive } = JSON.parse(colophon(cwd, ['backup', '--json']).stdout) as {
      archive: string
    }
    writeFileSync(join(archive, 'colophon.db.gz'), 'not what it was')
    const { status, stderr } = colophon(cwd, ['restore', '--drill'])
    assert.equal(status, 2)
    assert.match(stderr, /^DRILL FAILED\n.*\[backup\.damaged\]/s)
    assert.equal((await readBackupStatus(join(cwd, 'data/backups')))?.drill?.ok, false)
    const restored = colophon(cwd, ['restore', archive, '--into', 'sqlite:new.db'])
    assert.equal(restored.status, 1)
    assert.ok(!existsSync(join(cwd, 'new.db')))
  })

  test('count a backup as made only when the hook has taken it', async (t) => {
    const { cwd } = await folderWithStore(t)
    const { status, stderr } = colophon(cwd, ['backup', '--hook', 'echo no room there; exit 7'])
    assert.equal(status, 1)
    assert.match(stderr, /no room there[^]*ended with 7[^]*\[backup\.hook_failed\]/)
    assert.equal(await readBackupStatus(join(cwd, 'data/backups')), null)
  })

  test('go on with --every, from where the last one was, until they are stopped', async (t) => {
    const { cwd } = await folderWithStore(t)
    const args = ['backup', '--every', '1s', '--drill-every', '1s']
    const child = spawn(process.execPath, [LAUNCHER, ...args], {
      cwd,
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    let stdout = ''
    for await (const chunk of child.stdout) {
      stdout += String(chunk)
      if (stdout.includes('can be restored')) child.kill('SIGTERM')
    }
    const [status] = (await ended) as [number | null]
    assert.equal(status, 0)
    assert.match(stdout, /3 documents, [^]*can be restored/)
  })
})

suite('archives that are kept', () => {
  test('are those of the last days, and the newest however old it is', async (t) => {
    const { url } = await folderWithStore(t)
    const folder = temporaryFolder(t)
    const at = (day: string) => () => new Date(`${day}T03:00:00Z`)
    await makeBackup({ url, folder, keepDays: 30, now: at('2026-01-01') })
    await makeBackup({ url, folder, keepDays: 30, now: at('2026-01-20') })
    mkdirSync(join(folder, 'of-somebody-else'))
    const { removed } = await makeBackup({ url, folder, keepDays: 30, now: at('2026-02-05') })
    assert.deepEqual(removed, [join(folder, 'colophon-20260101T030000Z')])
    assert.deepEqual(await removeOld(folder, 1, new Date('2027-01-01')), [
      join(folder, 'colophon-20260120T030000Z'),
    ])
    const left = ['backup-status.json', 'colophon-20260205T030000Z', 'of-somebody-else']
    assert.deepEqual(readdirSync(folder), left)
  })

  test('leave no half ones of backups that were killed', async (t) => {
    const folder = temporaryFolder(t)
    const [old, young] = [
      '.colophon-20260101T030000Z.17.part',
      '.colophon-20260102T030000Z.18.part',
    ]
    for (const name of [old, young]) mkdirSync(join(folder, name))
    utimesSync(join(folder, old), 0, 0)
    await removeOld(folder, 30, new Date())
    assert.deepEqual(readdirSync(folder), [young])
  })
})
