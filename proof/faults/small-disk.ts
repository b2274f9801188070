import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServerScope } from '@colophon/testkit'

const SIZE_MIB = 48
const CHUNK = Buffer.alloc(64 * 1024, 1)

/** A file system of its own, small enough to be filled. Undefined where none can be mounted: that takes root. */
export interface SmallDisk {
  readonly folder: string
  /** Until nothing more goes on it. */
  fill(): void
  empty(): void
}

export function mountSmallDisk(scope: ServerScope): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'colophon-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m`, 'none', folder], {
      stdio: 'ignore',
    })
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
  scope.after(() => {
    execFileSync('umount', ['-l', folder], { stdio: 'ignore' })
    rmSync(folder, { recursive: true, force: true })
  })
  const filler = join(folder, 'filler')
  return {
    folder,
    fill() {
      const file = openSync(filler, 'a')
      try {
        for (;;) writeSync(file, CHUNK)
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown
      } finally {
        closeSync(file)
      }
    },
    empty() {
      rmSync(filler, { force: true })
    },
  }
}
