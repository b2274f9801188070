import { spawnSync } from 'node:child_process'
import { findServer, skipWithout } from '@colophon/testkit'
import { ROOT } from './programs.ts'

type Variables = Readonly<Record<string, string>>

export interface ComposeEnd {
  code: number | null
  stdout: string
  stderr: string
}

function run(command: readonly string[], args: readonly string[], more: Variables): ComposeEnd {
  // Nothing of this machine's environment may stand in for what the files say.
  const { PATH, HOME, DOCKER_CONFIG } = process.env
  const env = { PATH, HOME, ...(DOCKER_CONFIG !== undefined && { DOCKER_CONFIG }), ...more }
  const [program = '', ...first] = command
  const { status, stdout, stderr, error } = spawnSync(program, [...first, ...args], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (error !== undefined && status === null)
    return { code: null, stdout: '', stderr: error.message }
  return { code: status, stdout, stderr }
}

/** Compose as a plugin of docker, else as a command of its own: the same program, and `config` needs no engine. */
function findCompose(): readonly string[] | undefined {
  const plugin = ['docker', 'compose']
  if (run(plugin, ['version'], {}).code === 0) return plugin
  const alone = findServer('docker-compose')
  return alone === undefined ? undefined : [alone]
}

const found = findCompose()

/** Why tests with Compose are skipped, or false; throws in CI. */
export const skip = found === undefined ? skipWithout('docker-compose') : false

export interface ComposeFiles {
  /** Beside docker-compose.yml. */
  more?: readonly string[]
  envFile?: string
  variables?: Variables
}

/** `docker compose config` on our file with others, and what it printed. */
export function composeConfig(args: readonly string[], files: ComposeFiles = {}): ComposeEnd {
  const { more = [], envFile = '.env.example', variables = {} } = files
  const chosen = ['docker-compose.yml', ...more].flatMap((file) => ['-f', file])
  return run(found ?? [], ['--env-file', envFile, ...chosen, 'config', ...args], variables)
}
