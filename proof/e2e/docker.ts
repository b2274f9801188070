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

/** A container of the project, as `docker compose ps` tells of it. */
export interface Container {
  ID: string
  Service: string
  Name: string
  State: string
  Health: string
  ExitCode: number
}

/** One object a line, or, by older versions, a list of them. */
function readContainers(printed: string): Container[] {
  const text = printed.trim()
  if (text === '') return []
  return text.startsWith('[')
    ? (JSON.parse(text) as Container[])
    : text.split('\n').map((line) => JSON.parse(line) as Container)
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

  /** All of them, also those that have ended. */
  async containers(): Promise<Container[]> {
    return readContainers(await this.run('ps', '--all', '--format', 'json'))
  }

  /** Services that are to run for as long as the project does; the others do one thing and end. */
  async lasting(): Promise<Set<string>> {
    const { services } = JSON.parse(await this.run('config', '--format', 'json')) as {
      services: Record<string, { restart?: string }>
    }
    const lasts = ({ restart }: { restart?: string }): boolean =>
      restart === 'always' || restart === 'unless-stopped'
    return new Set(Object.keys(services).filter((name) => lasts(services[name] ?? {})))
  }

  /** How often the engine has started it again, by id. */
  async restarts(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map()
    const printed = await docker(['inspect', '--format', '{{.Id}} {{.RestartCount}}', ...ids])
    const counts = printed
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
    return new Map(
      ids.map((id) => {
        const [, count] = counts.find(([full = '']) => full.startsWith(id)) ?? []
        return [id, Number(count ?? 0)]
      }),
    )
  }

  /** The logs of all containers of a service. */
  log(service: string): Promise<string> {
    return this.run('logs', '--no-color', '--no-log-prefix', service)
  }

  /** Names of the containers of a service. */
  async replicas(service: string): Promise<number> {
    const ids = await this.run('ps', '--quiet', service)
    return ids.split('\n').filter((line) => line !== '').length
  }

  /** The answer of a URL inside of a container: most publish no port. */
  get(service: string, url: string, index = 1): Promise<string> {
    const script = `fetch('${url}').then(async (r) => { process.stdout.write(await r.text()); process.exitCode = r.ok ? 0 : 1 })`
    return this.run('exec', '-T', `--index=${index}`, service, 'node', '-e', script)
  }
}
