/**
 * Proves the Dockerfile without a container engine: performs its own steps in an empty folder, takes away the right to
 * write, and starts every program from there as an unprivileged user. Fails when a step fails, when a program needs what
 * is not in the image, when one does not end well, and when anything has changed in the tree. Needs npm's registry or
 * cache. As root, programs run as the user of the image; else as whoever runs this.
 */
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
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { buildImage, fingerprint, makeReadOnly, makeWritable, type Image } from './build.ts'
import { readDockerfile, readDockerignore } from './dockerfile.ts'
import { startAndStop, type Program } from './start.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const INSTALL_MS = 240_000
const START_MS = 60_000
const AT_ONCE = 2

const say = (text: string): void => void process.stdout.write(`image: ${text}\n`)
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

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
    ...LETTER_AGENTS.map(({ name }) => ({
      name,
      command: ['packages/agents/src/main.ts', name],
      env: tokens,
    })),
  ]
}

function userOf(image: Image): { uid: number; gid: number } | undefined {
  const [uid, gid] = image.user.split(':').map(Number)
  if (uid === undefined || gid === undefined || !(uid > 0) || !(gid > 0)) {
    throw new Error(
      `USER must be the numbers of a user and a group that are not root, not "${image.user}"`,
    )
  }
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
  const manifests = globSync('{packages,services}/*/package.json', { cwd: root })
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

async function prove(scratch: string): Promise<void> {
  const bin = join(scratch, 'bin')
  const temporary = join(scratch, 'temporary')
  mkdirSync(bin)
  mkdirSync(temporary)
  // The image has its own Node; here this one stands for it, at a place that every user reaches.
  copyFileSync(process.execPath, join(bin, 'node'))

  const image = await buildImage({
    stages: readDockerfile(read('Dockerfile')),
    context: ROOT,
    lets: readDockerignore(read('.dockerignore')),
    scratch,
    env: {
      ...process.env,
      PATH: [bin, process.env['PATH']].join(delimiter),
      NODE_ENV: undefined,
      // What is in npm's cache has the checksum of the lockfile, as if it had been fetched.
      npm_config_prefer_offline: 'true',
    },
    timeoutMs: INSTALL_MS,
  })
  assertLean(join(image.root, image.workdir))
  makeReadOnly(image.root)
  const before = fingerprint(image.root)
  say('built')

  const ids = userOf(image)
  if (ids !== undefined) chownSync(temporary, ids.uid, ids.gid)
  const waiting = programsWith(temporary)
  const next = async (): Promise<void> => {
    for (let program = waiting.shift(); program !== undefined; program = waiting.shift()) {
      await startAndStop(program, { image, bin, temporary, ids, timeoutMs: START_MS })
      say(`${program.name} starts, answers and ends`)
    }
  }
  // All of them come to their end before the folder goes, also when one fails.
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, next))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  if (fingerprint(image.root) !== before) throw new Error('something has written into the image')
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
  makeWritable(scratch)
  await rm(scratch, { recursive: true, force: true })
}
