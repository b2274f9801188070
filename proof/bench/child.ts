import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NODE_FLAGS } from '@colophon/cli/node-flags'

export const LAUNCHER = fileURLToPath(
  new URL('../../packages/cli/bin/colophon.js', import.meta.url),
)
const COMPILE_CACHE = join(tmpdir(), 'colophon-bench-cache')

/** Runs one measured task in a process of its own, and resolves to the JSON that it prints. */
export async function runOnce(program: URL, task: object): Promise<unknown> {
  const args = [...NODE_FLAGS, fileURLToPath(program), JSON.stringify(task)]
  const child = spawn(process.execPath, args, {
    // Nothing is compiled twice, as with the launcher.
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`A run ended with ${code}: ${JSON.stringify(task)}`)
  return JSON.parse(output)
}

export const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN
