import assert from 'node:assert/strict'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@colophon/testkit'
import { LAUNCHER, plainEnvironment, until } from './command.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Makes the launcher believe that it runs on an older Node, so that it hands over to another process. */
const OLDER = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.0.0' } })",
)}`

type Start = readonly [file: string, ...args: string[]]
const WAYS: Record<string, Start> = {
  'npm start': ['npm', 'start'],
  'npx colophon': ['npx', '--no', 'colophon', 'serve'],
  'a launcher on an older Node': [process.execPath, '--import', OLDER, LAUNCHER, 'serve'],
}

const isAlive = (pid: number): boolean => {
  try {
    // A zombie that nobody has waited for is no process any more.
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)])
      .toString()
      .trim()
      .startsWith('Z')
  } catch {
    return false
  }
}

/** All processes below one. */
function descendants(root: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='])
    .toString()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const below = (pid: number): number[] =>
    rows.flatMap(([child = 0, parent]) => (parent === pid ? [child, ...below(child)] : []))
  return below(root)
}

interface Tree {
  child: ChildProcess
  root: number
  below: number[]
}

/** Starts a server in a process group of its own and waits until it is ready. */
async function startTree(t: TestContext, [file, ...args]: Start): Promise<Tree> {
  const folder = temporaryFolder(t)
  const child = spawn(file, args, {
    cwd: ROOT,
    detached: true,
    env: {
      ...plainEnvironment(),
      STORE_URL: `sqlite:${join(folder, 'colophon.db')}`,
      JOB_PORT: '0',
      REVIEW_PORT: '0',
      COST_PORT: '0',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const root = child.pid ?? 0
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const tree = { child, root, below: [] as number[] }
  t.after(() => {
    for (const pid of [root, ...tree.below].filter(isAlive)) process.kill(pid, 'SIGKILL')
  })
  await until('the server is ready', 90_000, () => said.includes('ready, Ctrl-C') || undefined)
  tree.below = descendants(root)
  assert.ok(tree.below.length > 0)
  return tree
}

const ENDS: Record<string, (tree: Tree) => void> = {
  SIGTERM: ({ root }) => process.kill(root, 'SIGTERM'),
  // To the whole group, as a terminal does it.
  'Ctrl-C': ({ root }) => process.kill(-root, 'SIGINT'),
  SIGKILL: ({ root }) => process.kill(root, 'SIGKILL'),
}

for (const [way, start] of Object.entries(WAYS)) {
  for (const [end, send] of Object.entries(ENDS)) {
    test(`no process outlives ${way} that is ended by ${end}`, async (t) => {
      const tree = await startTree(t, start)
      const ended = once(tree.child, 'exit')
      send(tree)
      await ended
      await until('all have ended', 30_000, () => !tree.below.some(isAlive) || undefined)
    })
  }
}
