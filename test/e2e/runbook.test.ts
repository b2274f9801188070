import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { suite, test, type TestContext } from 'node:test'
import { agentUrls } from '@colophon/profiles/ports'
import { skipWithout, temporaryFolder } from '@colophon/testkit'
import { PORTS as OURS } from '../deployment/programs.ts'
import { plainEnvironment, until } from './command.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PATIENCE_MS = 120_000
const LOOPBACK = '127.0.0.1'
/** Every port the page says something listens on. */
const PORTS = [4150, 4151, 4160, 4161, 27017, ...Object.values(OURS)].sort((a, b) => a - b)

/** The commands that the page has its readers paste, block by block. */
const BLOCKS = [
  ...readFileSync(join(ROOT, 'docs/runbook/plain-processes.md'), 'utf8').matchAll(
    /^```sh\n(.*?)^```$/gms,
  ),
].map(([, block = '']) => block)

/**
 * An address of this machine that nobody else has: all of 127.0.0.0/8 is loopback on Linux. So the ports of the page can
 * stand as they are while other programs have the same ones.
 */
function ownLoopback(): string {
  const part = (): number => 1 + Math.floor(Math.random() * 253)
  return `127.${part()}.${part()}.${part()}`
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const end = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', end(true)).once('error', end(false))
  })
}

const listening = async (host: string): Promise<number[]> => {
  const open = await Promise.all(
    PORTS.map(async (port) => ((await accepts(host, port)) ? [port] : [])),
  )
  return open.flat()
}

/** A clone, as far as the page uses one: what it makes is made here. */
function cloneOf(t: TestContext): string {
  const folder = temporaryFolder(t)
  for (const name of [
    '.servers',
    'node_modules',
    'package.json',
    'packages',
    'samples',
    'services',
  ])
    symlinkSync(join(ROOT, name), join(folder, name))
  return folder
}

/** The machine's own programs: the Node of the project has to come from the page. */
function environmentAt(host: string): Record<string, string> {
  const { PATH: path = '', ...rest } = plainEnvironment()
  const folders = path.split(delimiter).filter((each) => !/node_modules|\.servers/.test(each))
  return {
    ...rest,
    PATH: folders.join(delimiter),
    HOST: host,
    OPS_HOST: host,
    ALLOWED_HOSTS: host,
    COLOPHON_URL: `http://${host}:5000`,
    AGENT_URLS: agentUrls(() => host),
  }
}

/** An interactive shell, as a person has it. */
class Shell {
  readonly #child: ChildProcess
  readonly #host: string
  printed = ''

  constructor(cwd: string, host: string) {
    this.#host = host
    const args = ['--norc', '--noprofile', '-i']
    this.#child = spawn('bash', args, { cwd, env: environmentAt(host), detached: true })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.printed += text))
  }

  /** Resolves when the shell is given back. */
  async paste(block: string): Promise<void> {
    const marker = `given back ${Math.random()}`
    this.#child.stdin?.write(`${block.replaceAll(LOOPBACK, this.#host)}echo "${marker}"\n`)
    await until(`the shell is given back after\n${block}\n${this.printed}`, PATIENCE_MS, () =>
      this.printed.includes(`${marker}\n`) || this.#child.exitCode !== null ? true : undefined,
    )
    assert.equal(this.#child.exitCode, null, this.printed)
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return
    const ended = once(this.#child, 'exit')
    this.#child.stdin?.end('exit\n')
    await ended
  }
}

/** Ends what a failed test has left running. */
function endLeftOvers(folder: string): void {
  const plain = join(folder, 'data/plain')
  if (!existsSync(plain)) return
  for (const name of readdirSync(plain).filter((each) => each.endsWith('.pid'))) {
    try {
      process.kill(Number(readFileSync(join(plain, name), 'utf8')), 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

const skip =
  process.platform === 'linux'
    ? skipWithout('nsqlookupd', 'nsqd', 'ferretdb')
    : 'only Linux has more than one loopback address without further ado'

suite('the page “Plain processes” of the runbook', { skip }, () => {
  test('is lines that any shell takes as they are: an interactive zsh knows no comments', () => {
    assert.ok(BLOCKS.length > 4)
    assert.doesNotMatch(BLOCKS.join(''), /(?:^|\s)#/m)
  })

  test('starts everything, enriches a letter and ends everything, pasted into a shell', async (t) => {
    const host = ownLoopback()
    const folder = cloneOf(t)
    const shell = new Shell(folder, host)
    let ended = false
    try {
      const [ending = '', ...before] = BLOCKS.toReversed()
      for (const block of before.toReversed()) await shell.paste(block)
      assert.match(shell.printed, /completed: 1 auto-approved, 0 to review, 0 failed, 0 cancelled/)
      assert.deepEqual(await listening(host), PORTS)
      // Whatever listens on all interfaces would answer here too.
      assert.deepEqual(await listening(ownLoopback()), [])
      await shell.paste(ending)
      ended = true
    } finally {
      if (!ended) endLeftOvers(folder)
      await shell.end()
    }
    assert.deepEqual(await listening(host), [])
    const files = readdirSync(join(folder, 'data/plain'))
    assert.deepEqual(
      files.filter((name) => name.endsWith('.pid')),
      [],
    )
    // Told to stop, not killed.
    for (const name of ['coordinator', 'review-api', 'cost-api'])
      assert.match(readFileSync(join(folder, `data/plain/${name}.log`), 'utf8'), /"stopping"/)
    assert.match(
      readFileSync(join(folder, 'data/plain/enrichment-worker.log'), 'utf8'),
      /"drained"/,
    )
  })
})
