import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { deadlineIn } from '../../proof/stack/index.ts'

export const LAUNCHER = fileURLToPath(
  new URL('../../packages/cli/bin/colophon.js', import.meta.url),
)

export interface CommandEnd {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface RunningCommand {
  child: ChildProcess
  /** All that was printed so far. */
  printed: { stdout: string; stderr: string }
  ended: Promise<CommandEnd>
}

export interface CommandOptions {
  cwd: string
  env?: Record<string, string>
  stdin?: string | Buffer
  /** The file that is started in place of the product's launcher. */
  launcher?: string
}

const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ']

/**
 * The part of our own environment that commands see. Not its settings: the suites may have been given a store and a bus
 * to be run against, and these commands are tested with their defaults.
 */
export const plainEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )

/** Starts `colophon` as its users do, in a process of its own. */
export function startCommand(
  args: readonly string[],
  { cwd, env = {}, stdin, launcher = LAUNCHER }: CommandOptions,
): RunningCommand {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd,
    env: { ...plainEnvironment(), JOB_PORT: '0', REVIEW_PORT: '0', COST_PORT: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const printed = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()))
  // A command that ends before it has read its input closes the pipe: no failure of the test.
  child.stdin.on('error', () => undefined)
  child.stdin.end(stdin ?? '')
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    ...printed,
  }))
  return { child, printed, ended }
}

export const runCommand = (args: readonly string[], options: CommandOptions): Promise<CommandEnd> =>
  startCommand(args, options).ended

/** Runs a script that starts processes of its own. */
export async function runScript(
  t: { after(end: () => void): void },
  command: readonly [file: string, ...args: string[]],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Omit<CommandEnd, 'signal'>> {
  const [file, ...args] = command
  const child = spawn(file, args, { env, detached: true })
  // The whole group: what it has started must not outlive a test that was given up.
  t.after(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
  })
  const printed = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...printed }
}

/** Waits until `condition` gives a value; fails after `withinMs`, later on a busy machine. */
export async function until<T>(
  what: string,
  withinMs: number,
  condition: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadline = deadlineIn(withinMs)
  for (;;) {
    const value = await condition()
    if (value !== undefined) return value
    if (deadline.passed()) throw new Error(`Not within ${deadline.ms.toFixed(0)} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
