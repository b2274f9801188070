import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { ColophonError } from '@colophon/domain'

export interface HookOptions {
  env: NodeJS.ProcessEnv
  cwd: string
  /** Takes what the command says. */
  say: (text: string) => void
  signal: AbortSignal
}

/** Runs a command line with the path of the archive as `$1`, and in `COLOPHON_ARCHIVE`. */
export async function runHook(
  command: string,
  archive: string,
  { env, cwd, say, signal }: HookOptions,
): Promise<void> {
  const child = spawn('/bin/sh', ['-c', command, 'sh', archive], {
    cwd,
    env: { ...env, COLOPHON_ARCHIVE: archive },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', say)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === 0) return
  const ended = code === null ? 'was killed' : `ended with ${code}`
  throw new ColophonError('backup.hook_failed', `The command for ${basename(archive)} ${ended}`)
}
