import assert from 'node:assert/strict'
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { TestContext } from 'node:test'
import { ColophonError } from '@colophon/domain'
import { temporaryFolder } from '@colophon/testkit'
import { readBackupStatus } from '@colophon/runtime/backup-status'
import { runDrill } from '../../src/backup/run-drill.ts'

type Harm = (file: string) => void

const HARMS: Readonly<Record<string, Harm>> = {
  truncated: (file) => {
    truncateSync(file, readFileSync(file).length - 1)
  },
  emptied: (file) => {
    truncateSync(file, 0)
  },
  'with a flipped bit': (file) => {
    const bytes = readFileSync(file)
    const place = Math.floor(Math.random() * bytes.length)
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
    writeFileSync(file, bytes)
  },
  'with more behind it': (file) => {
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('x')]))
  },
  missing: (file) => {
    rmSync(file)
  },
}

/** That a drill with an archive of which any part is damaged in any way fails, and says so where alerts look. */
export async function assertDamageIsSeen(
  t: TestContext,
  path: string,
  near: string,
): Promise<void> {
  for (const file of readdirSync(path)) {
    for (const [how, harm] of Object.entries(HARMS)) {
      const what = `${file} ${how}`
      await assertRefused(t, { path, near, what }, (archive) => {
        harm(join(archive, file))
      })
    }
  }
  const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8')) as object
  await assertRefused(t, { path, near, what: 'another manifest' }, (archive) => {
    const other = { ...manifest, at: '2026-01-01T00:00:00.000Z' }
    writeFileSync(join(archive, 'manifest.json'), JSON.stringify(other))
  })
}

async function assertRefused(
  t: TestContext,
  { path, near, what }: { path: string; near: string; what: string },
  harm: (archive: string) => void,
): Promise<void> {
  const folder = temporaryFolder(t)
  const archive = join(folder, basename(path))
  cpSync(path, archive, { recursive: true })
  harm(archive)
  await assert.rejects(
    () => runDrill({ folder, near, signal: AbortSignal.timeout(60_000) }),
    (thrown) => thrown instanceof ColophonError && thrown.code === 'backup.damaged',
    what,
  )
  const status = await readBackupStatus(folder)
  assert.equal(status?.drill?.ok, false, what)
  assert.match(status.drill.why ?? '', /^backup\.damaged: /, what)
}
