/**
 * Proves the Dockerfile without a container engine: performs its own steps in an empty folder, takes away the right to
 * write, and starts every program from there as an unprivileged user. Fails when a step fails, when a program needs what
 * is not in the image, and when one does not end well. Needs npm's registry or cache. As root, programs run as the user of
 * the image; else as whoever runs this.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
} from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { accepts, AGENT_NAMES, freePorts, Launch, type ProcessSpec } from '../stack/index.ts'
import { buildImage, type Image } from './build.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const INSTALL_MS = 240_000

const run = promisify(execFile)
const say = (text: string): void => void process.stdout.write(`image: ${text}\n`)

interface Program {
  name: string
  /** Behind the entrypoint. */
  command: readonly string[]
  env: Readonly<Record<string, string>>
}

/** Every program there is, with the least it starts with: no server but itself. */
function programsWith(temporary: string): Program[] {
  const tokens = { JWT_SECRET: randomBytes(32).toString('hex'), LOG_LEVEL: 'error' }
  const store = (name: string) => ({ STORE_URL: `sqlite:${join(temporary, name)}.db` })
  const service = (name: string, env: Record<string, string>): Program => ({
    name,
    command: [`services/${name}/src/main.ts`],
    env: { ...tokens, ...store(name), ...env },
  })
  return [
    service('coordinator', { BUS_URL: 'local:' }),
    service('enrichment-worker', { BUS_URL: 'local:', AGENT_URLS: 'memory:' }),
    service('review-api', {}),
    service('cost-api', {}),
    ...AGENT_NAMES.map((name) => ({
      name,
      command: ['services/agent-host/src/main.ts', name],
      env: tokens,
    })),
  ]
}

function userOf({ user }: Image): { uid: number; gid: number } | undefined {
  const [uid = 0, gid = 0] = user.split(':').map(Number)
  if (!(uid > 0 && gid > 0))
    throw new Error(`USER must be the numbers of a user and a group that are not root: ${user}`)
  return process.getuid?.() === 0 ? { uid, gid } : undefined
}

/** Throws when something is in the image that is for development or for tests alone. */
function assertLean(root: string): void {
  const namesIn = (path: string, ...kinds: ('dependencies' | 'devDependencies')[]): string[] => {
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Partial<
      Record<string, Record<string, string>>
    >
    return kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {}))
  }
  const manifests = globSync('{packages,services,web}/*/package.json', { cwd: root })
  const needed = new Set(
    manifests.flatMap((manifest) => namesIn(join(root, manifest), 'dependencies')),
  )
  const testkit = namesIn(join(ROOT, 'packages/testkit/package.json'), 'dependencies')
  const ours = namesIn(join(ROOT, 'package.json'), 'devDependencies')
  const found = [...ours, ...testkit, '@colophon/testkit'].filter(
    (name) => !needed.has(name) && existsSync(join(root, 'node_modules', name)),
  )
  if (found.length > 0) throw new Error(`no program needs ${found.join(', ')}`)
}

/** Throws unless the program shows a page, with a script that is there. */
async function assertPage(url: string): Promise<void> {
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text()
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1]
  if (script === undefined) throw new Error(`no page at ${url}`)
  const { status } = await fetch(new URL(script, url))
  if (status !== 200) throw new Error(`its script ${script} answers ${status}`)
}

/** Programs that show pages, and where. */
const PAGES: Readonly<Record<string, string>> = {
  'review-api': '/',
  'cost-api': '/',
  coordinator: '/status',
}

const passes = (file: string, args: readonly string[], options: object): Promise<boolean> =>
  run(file, [...args], options).then(
    () => true,
    () => false,
  )

interface Container {
  /** Folder with the programs that the entrypoint may name. */
  bin: string
  /** The only folder that programs may write to. */
  temporary: string
  port: number
}

/** A program as a container would run it, ready when the image's own health check says so. */
function specOf(
  { name, command, env: own }: Program,
  image: Image,
  container: Container,
): ProcessSpec {
  const { bin, temporary, port } = container
  const [file = '', ...args] = image.entrypoint
  const [check = '', ...checked] = image.healthcheck
  const env = {
    ...image.env,
    PATH: bin,
    HOME: temporary,
    TMPDIR: temporary,
    NODE_COMPILE_CACHE: join(temporary, 'compiled'),
    // Nothing else than this machine needs to reach it here.
    ...{ HOST: '127.0.0.1', OPS_HOST: '127.0.0.1', PORT: String(port), OPS_PORT: String(port) },
    ...own,
  }
  const as = { cwd: image.folder, ...userOf(image) }
  return {
    ...{ name, command: file, args: [...args, ...command], env, as },
    url: `http://127.0.0.1:${port}`,
    // The check is a process of its own, which would slow down the one it waits for: first somebody must listen.
    isReady: async () => (await accepts(port)) && (await passes(check, checked, { env, ...as })),
  }
}

async function prove(scratch: string): Promise<void> {
  const [bin, temporary] = [join(scratch, 'bin'), join(scratch, 'temporary')]
  mkdirSync(bin)
  mkdirSync(temporary)
  // The image has its own Node; here this one stands for it, at a place that every user reaches.
  copyFileSync(process.execPath, join(bin, 'node'))
  const image = await buildImage({
    context: ROOT,
    folder: join(scratch, 'app'),
    env: {
      ...process.env,
      PATH: [bin, process.env['PATH']].join(delimiter),
      NODE_ENV: undefined,
      // npm's cache has the checksums of the lockfile, as if all had been fetched.
      npm_config_prefer_offline: 'true',
    },
    timeoutMs: INSTALL_MS,
  })
  assertLean(image.folder)
  await run('chmod', ['-R', 'a-w', image.folder])
  say('built')
  const ids = userOf(image)
  if (ids !== undefined) chownSync(temporary, ids.uid, ids.gid)
  const programs = programsWith(temporary)
  const launch = new Launch(scratch, await freePorts(programs.length))
  try {
    const container = () => ({ bin, temporary, port: launch.port() })
    const started = await launch.start(programs.map((each) => specOf(each, image, container())))
    for (const program of started) {
      const page = PAGES[program.name]
      if (page !== undefined) await assertPage(program.url + page)
      const ended = await program.kill('SIGTERM')
      if (ended !== 0) throw new Error(`${program.name}: ${ended} after SIGTERM instead of 0`)
      say(`${program.name} starts, answers and ends`)
    }
  } finally {
    await launch.stop()
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'colophon-image-'))
chmodSync(scratch, 0o755)
try {
  await prove(scratch)
  say(`proved, as user ${process.getuid?.() === 0 ? 'of the image' : 'who runs this'}`)
} catch (error) {
  process.exitCode = 1
  say(`FAILED: ${(error as Error).message}`)
} finally {
  await run('chmod', ['-R', 'u+w', scratch])
  await rm(scratch, { recursive: true, force: true })
}
