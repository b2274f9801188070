import assert from 'node:assert/strict'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { openStore } from '@colophon/adapters/store'
import { DEFAULT_TENANT, type Store } from '@colophon/domain'
import { skipWithout, startFerretDb, temporaryFolder } from '@colophon/testkit'
import { openArchive } from '../../src/backup/archive.ts'
import { makeBackup } from '../../src/backup/make-backup.ts'
import { restore } from '../../src/backup/restore.ts'
import { runDrill } from '../../src/backup/run-drill.ts'
import { verifyAudit } from '../../src/audit/verify.ts'
import { assertDamageIsSeen } from './damage.ts'
import { assertHolds, Load } from './load.ts'

/** Until there is something of everything. */
async function underWay(load: Load, store: Store): Promise<void> {
  for (;;) {
    await store.ping()
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (load.count('approved') > 5 && load.acknowledged.size > 20) return
  }
}

/** Backs a store up while it is worked on, and restores it elsewhere. */
async function restoredUnderLoad(t: TestContext, url: string, elsewhere: string): Promise<void> {
  const folder = join(temporaryFolder(t), 'backups')
  await using store = await openStore(url)
  let known: ReadonlyMap<string, never> | Load['acknowledged']
  let path: string
  let during: number
  {
    await using load = new Load(store)
    await underWay(load, store)
    known = new Map(load.acknowledged)
    ;({ path } = await makeBackup({ url, folder, keepDays: 30 }))
    during = load.acknowledged.size
  }
  assert.ok(known.size > 20 && during > known.size, `it was worked on: ${known.size}, ${during}`)
  const report = await runDrill({ folder, near: url, signal: AbortSignal.timeout(120_000) })
  assert.ok(report.documents >= known.size && report.events > 10)
  await assertDamageIsSeen(t, path, url)
  await restore(await openArchive(path), { url: elsewhere, images: null })
  await using restored = await openStore(elsewhere)
  await assertHolds(restored, known)
  const { broken, faults } = await verifyAudit(restored, DEFAULT_TENANT, {})
  assert.deepEqual([broken, faults], [0, []])
  // Work goes on where it was, and closes what it began.
  const more = new Load(restored)
  const before = more.acknowledged.size
  await underWay(more, restored)
  await more[Symbol.asyncDispose]()
  assert.ok(more.acknowledged.size > before)
  assert.equal((await verifyAudit(restored, DEFAULT_TENANT, {})).broken, 0)
}

suite('a backup of a store that is worked on', () => {
  test('has all that was acknowledged before it began: sqlite', async (t) => {
    const folder = temporaryFolder(t)
    const [url, elsewhere] = ['one.db', 'two.db'].map((name) => `sqlite:${join(folder, name)}`)
    await restoredUnderLoad(t, String(url), String(elsewhere))
  })

  test(
    'has all that was acknowledged before it began: mongodb',
    { skip: skipWithout('ferretdb') },
    async (t) => {
      const server = await startFerretDb(t)
      await restoredUnderLoad(t, server.url('one'), server.url('two'))
    },
  )
})
