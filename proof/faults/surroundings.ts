import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeBackupStatus } from '@colophon/runtime/backup-status'

/** What stands around a Colophon in operation: a backup that was tried, and a system that is told of events. */
export async function surroundings(folder: string): Promise<Record<string, string>> {
  const backups = join(folder, 'backups')
  const at = new Date().toISOString()
  await writeBackupStatus(backups, { backup: { at, bytes: 1_000_000 }, drill: { at, ok: true } })
  const webhooks = join(folder, 'webhooks.json')
  mkdirSync(folder, { recursive: true })
  // Nobody listens there: deliveries are tried again.
  const endpoint = {
    name: 'catalogue',
    url: 'http://127.0.0.1:9/',
    secret: randomBytes(32).toString('base64url'),
    allow_private: true,
  }
  writeFileSync(webhooks, JSON.stringify({ endpoints: [endpoint] }))
  return {
    BACKUP_DIR: backups,
    WEBHOOKS_FILE: webhooks,
    // Gauges that are looked up in the store follow soon; FerretDB reads all documents for each look.
    RECONCILE_MS: '3000',
  }
}
