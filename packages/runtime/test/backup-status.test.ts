import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'
import { readBackupStatus, writeBackupStatus } from '@colophon/runtime/backup-status'

const backup = { at: '2026-11-30T03:00:00.000Z', bytes: 4_096, archive: 'colophon-1' }
const drill = { at: '2026-11-30T04:00:00.000Z', ok: false, why: 'backup.damaged' }

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-status-'))
  t.after(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}

suite('the status of backups', () => {
  test('is nothing where none was ever made', async (t) => {
    assert.equal(await readBackupStatus(join(temporaryFolder(t), 'none')), null)
  })

  test('keeps what another had written, and leaves no part behind', async (t) => {
    const folder = join(temporaryFolder(t), 'backups')
    await writeBackupStatus(folder, { backup })
    await writeBackupStatus(folder, { drill })
    await writeBackupStatus(folder, { backup: { ...backup, bytes: 8_192 } })
    assert.deepEqual(await readBackupStatus(folder), { backup: { ...backup, bytes: 8_192 }, drill })
    assert.deepEqual(readdirSync(folder), ['backup-status.json'])
  })

  test('is not taken from a file of something else, and takes its place', async (t) => {
    const folder = temporaryFolder(t)
    writeFileSync(join(folder, 'backup-status.json'), '{"backup": {"at": "yesterday"}}')
    await assert.rejects(() => readBackupStatus(folder))
    await writeBackupStatus(folder, { drill })
    assert.deepEqual(await readBackupStatus(folder), { drill })
  })
})
