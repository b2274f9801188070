import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { delimiter, join } from 'node:path'
import type { TestContext } from 'node:test'
import { temporaryFolder } from '@colophon/testkit'
import { LAUNCHER, plainEnvironment, startCommand, until } from '../e2e/command.ts'
import { ROOT } from './blocks.ts'

const LETTERS = 20

export interface Clone {
  cwd: string
  env: Record<string, string>
  /** An address of this machine that nobody else has, so that ports can stand as they are. */
  host: string
}

/** All of 127.0.0.0/8 is loopback on Linux; elsewhere there is one. */
function ownLoopback(): string {
  const part = (): number => 1 + Math.floor(Math.random() * 253)
  return process.platform === 'linux' ? `127.${part()}.${part()}.${part()}` : '127.0.0.1'
}

/** Twenty letters: those of the samples, and some of them once more with another ending. */
function writeLetters(folder: string): void {
  mkdirSync(folder)
  const names = readdirSync(join(ROOT, 'samples/letters')).filter((name) => name.endsWith('.txt'))
  for (let n = 0; n < LETTERS; n += 1) {
    const name = names[n % names.length] ?? ''
    const text = readFileSync(join(ROOT, 'samples/letters', name), 'utf8')
    const again = n < names.length ? '' : `\nP.S. This is copy ${n} of it.\n`
    writeFileSync(join(folder, `${String(n).padStart(2, '0')}-${name}`), text + again)
  }
}

/** Takes webhooks, as another system would. */
async function receiver(t: TestContext): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

async function writeWebhooks(t: TestContext, file: string): Promise<void> {
  const url = await receiver(t)
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const endpoint = { name: 'catalogue', url, secret, allow_private: true }
  writeFileSync(file, JSON.stringify({ endpoints: [endpoint] }))
}

/** `npx colophon` without the second that npx takes to find it. */
function writeShims(folder: string): void {
  mkdirSync(folder)
  const shim = `#!/bin/sh\n[ "$1" = colophon ] || exit 127\nshift\nexec "${process.execPath}" "${LAUNCHER}" "$@"\n`
  writeFileSync(join(folder, 'npx'), shim, { mode: 0o755 })
}

/** A folder as a clone is, with letters in it. */
export async function makeClone(t: TestContext): Promise<Clone> {
  const cwd = temporaryFolder(t)
  for (const name of ['node_modules', 'package.json', 'packages', 'services', 'web'])
    symlinkSync(join(ROOT, name), join(cwd, name))
  cpSync(join(ROOT, 'samples'), join(cwd, 'samples'), { recursive: true })
  writeLetters(join(cwd, 'letters'))
  writeShims(join(cwd, '.shims'))
  await writeWebhooks(t, join(cwd, 'webhooks.json'))
  const host = ownLoopback()
  const { PATH: path = '', ...rest } = plainEnvironment()
  const env = {
    ...rest,
    PATH: [join(cwd, '.shims'), path].join(delimiter),
    HOST: host,
    COLOPHON_URL: `http://${host}:5000`,
    WEBHOOKS_FILE: join(cwd, 'webhooks.json'),
    JWT_SECRET: randomBytes(48).toString('base64'),
    JOB_PORT: '5000',
    REVIEW_PORT: '5001',
    COST_PORT: '5002',
  }
  return { cwd, env, host }
}

/** Starts `colophon serve` there; resolves when it is ready. */
export async function serveIn(t: TestContext, { cwd, env }: Clone): Promise<void> {
  const serving = startCommand(['serve'], { cwd, env })
  t.after(async () => {
    serving.child.kill('SIGTERM')
    await serving.ended
  })
  await until('colophon serve is ready', 60_000, () => {
    if (serving.child.exitCode !== null) throw new Error(serving.printed.stderr)
    return serving.printed.stdout.includes('ready, Ctrl-C stops') ? true : undefined
  })
}
