import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { CannotRun } from './options.ts'

/** Runs `docker` with these arguments; resolves to what it printed. Progress goes to our stderr. */
async function docker(args: readonly string[], { quiet = false } = {}): Promise<string> {
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', quiet ? 'ignore' : 'inherit'] })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`docker ${args[0] ?? ''} ended with ${code ?? 'a signal'}`)
  return printed
}

const works = (args: readonly string[]): Promise<boolean> =>
  docker(args, { quiet: true }).then(
    () => true,
    () => false,
  )

/** Throws with what is missing on this machine. */
export async function requireEngine(): Promise<void> {
  if (!(await works(['info']))) {
    throw new CannotRun('--compose needs a running container engine: `docker info` fails')
  }
  if (!(await works(['compose', 'version']))) {
    throw new CannotRun('--compose needs the Compose plugin: `docker compose version` fails')
  }
}

/** One Compose project: its files, its variables, its name. */
export class ComposeProject {
  readonly #base: readonly string[]

  constructor(name: string, files: readonly string[], envFile: string) {
    const named = files.flatMap((file) => ['--file', file])
    this.#base = ['compose', '--project-name', name, '--env-file', envFile, ...named]
  }

  run(...args: readonly string[]): Promise<string> {
    return docker([...this.#base, ...args])
  }

  /** Names of the containers of a service. */
  async replicas(service: string): Promise<number> {
    const ids = await this.run('ps', '--quiet', service)
    return ids.split('\n').filter((line) => line !== '').length
  }

  /** What a URL answers inside of a container: most publish no port. */
  get(service: string, url: string, index = 1): Promise<string> {
    const script = `fetch('${url}').then(async (r) => { process.stdout.write(await r.text()); process.exitCode = r.ok ? 0 : 1 })`
    return this.run('exec', '-T', `--index=${index}`, service, 'node', '-e', script)
  }
}
