import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../temporary-folder.ts'

export interface RunningService {
  readonly url: string
  readonly pid: number
  /** Asks it to stop, and waits until it has: its exit code and all that it wrote to stderr. */
  readonly stop: () => Promise<{ code: number | null; output: string }>
}

export interface ServiceProgram {
  /** Resolves when it says that it is ready. */
  start(t: TestContext, env?: Readonly<Record<string, string>>): Promise<RunningService>
  /** The refusal on stderr when it cannot start with these settings, and no others. */
  refusal(env: Readonly<Record<string, string>>): string
}

const PATIENCE_MS = 60_000
const READY = /"(?:url|ops)":"([^"]+)","msg":"ready"/

/** A service as it runs in production: a process of its own, told by its environment and its arguments alone. */
export function serviceProgram(
  main: URL,
  settings: Readonly<Record<string, string>>,
  ...args: string[]
): ServiceProgram {
  const command = [fileURLToPath(main), ...args]
  return {
    start(t, env = {}) {
      const STORE_URL = `sqlite:${join(temporaryFolder(t), 'test.db')}`
      return startService(t, command, { STORE_URL, ...settings, ...env })
    },
    refusal(env) {
      const options = { env, encoding: 'utf8', timeout: PATIENCE_MS } as const
      const { status, stdout, stderr } = spawnSync(process.execPath, command, options)
      assert.deepEqual([status, stdout], [1, ''], stderr)
      return stderr
    },
  }
}

async function startService(
  t: TestContext,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<RunningService> {
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  // Not `exit`: the last lines of a log come after it.
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, output }))
  t.after(async () => {
    clearTimeout(late)
    child.kill('SIGKILL')
    await ended
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const [, address] = READY.exec(output) ?? []
      if (address === undefined) return
      // What has started may serve for as long as its test takes.
      clearTimeout(late)
      resolve(address)
    })
    void ended.then(() => {
      reject(new Error(`it has ended:\n${output}`))
    })
  })
  return {
    url,
    pid: child.pid ?? -1,
    stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/**
 * Asserts of a service what every one does: it gets ready with these checks, shows its figures, and ends when it is
 * asked to.
 */
export async function assertStartsAndStops(
  t: TestContext,
  program: ServiceProgram,
  checks: readonly string[],
): Promise<void> {
  const { url, stop } = await program.start(t)
  const ready = await fetch(`${url}/readyz`)
  assert.equal(ready.status, 200)
  assert.deepEqual(Object.keys(((await ready.json()) as { checks: object }).checks), checks)
  assert.match(await (await fetch(`${url}/metrics`)).text(), /colophon_build_info\{/)
  const { code, output } = await stop()
  assert.equal(code, 0, output)
  assert.match(output, /"reason":"SIGTERM"/)
}
