import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** With the tests of the desk: it is driven as they drive it, and its scripts know the browser's types. */
const BENCH = fileURLToPath(new URL('../../test/desk/bench/main.ts', import.meta.url))

/** How soon the desk shows what, in a real browser. */
export async function benchDesk({ short }: { short: boolean }): Promise<void> {
  const bench = spawn(process.execPath, [BENCH, ...(short ? ['--short'] : [])], {
    stdio: 'inherit',
  })
  process.once('exit', () => bench.kill())
  const [code] = (await once(bench, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the bench of the desk ended with ${String(code)}`)
}
