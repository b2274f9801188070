#!/usr/bin/env node
// Plain JavaScript on purpose: whatever Node calls it can read it. Colophon itself needs Node 24 (native TypeScript,
// node:sqlite); an older Node hands over to the one that the `node` package brought.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { NODE_FLAGS } from './node-flags.js'

const NEEDED = 24
const main = new URL('../src/main.ts', import.meta.url)
const args = process.argv.slice(1)

if (Number(process.versions.node.split('.')[0]) < NEEDED) {
  handOver()
} else {
  // The same process again with its flags, where the system can do that (not on Windows); else without them.
  const flagged = NODE_FLAGS.every((flag) => process.execArgv.includes(flag))
  if (!flagged && process.execve !== undefined && process.platform !== 'win32') {
    const own = [process.execPath, ...process.execArgv, ...NODE_FLAGS, ...args]
    process.execve(process.execPath, own, process.env)
  }
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  const { run } = await import(main.href)
  await run(args.slice(1))
}

function handOver() {
  let node
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json')
    node = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  } catch {
    console.error(
      `colophon needs Node ${NEEDED} or newer. Run "npm ci" in its folder: it brings one along.`,
    )
    process.exit(1)
  }
  // The variable of packages/runtime/src/parent.ts: what is killed without a signal to pass on is noticed by its child.
  const env = { ...process.env, COLOPHON_STARTED_BY: String(process.pid) }
  const child = spawn(node, [...NODE_FLAGS, ...args], { stdio: 'inherit', env })
  // A terminal sends Ctrl-C to both processes; the child takes the second one for an echo.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(
      `colophon could not start its own Node ${NEEDED}: ${error.message}. Run "npm ci" again.`,
    )
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    // As shells have it.
    process.exit(code ?? 128 + constants.signals[signal])
  })
}
