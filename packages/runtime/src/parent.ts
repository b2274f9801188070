import { readFileSync } from 'node:fs'
import type { Environment } from './config.ts'

/** Set by a launcher that waits for the process it has started. */
export const STARTED_BY = 'COLOPHON_STARTED_BY'

/** Scripts of npm by which Colophon is started. */
const NPM_EVENTS = ['npx', 'start', 'colophon']

const EVERY_MS = 500

/** Processes without which this one should not go on: its parent, and where that is the shell of npm, npm itself. */
export type Starters = readonly [parent: number, npm?: number]

/** Undefined: it stands for itself, as under nohup, and whoever started it may end. */
export function startedBy(env: Environment): Starters | undefined {
  const launcher = Number(env[STARTED_BY])
  if (launcher > 0) return [launcher]
  if (!NPM_EVENTS.includes(env['npm_lifecycle_event'] ?? '')) return undefined
  const { ppid } = process
  const { name, parent } = describe(ppid)
  // npm names its process after itself. A shell of it passes no signal on, and outlives it.
  return parent === undefined || name?.startsWith('npm') === true ? [ppid] : [ppid, parent]
}

/**
 * Calls `gone` once when one of them has ended. Where a process keeps the number of a parent that has ended (Windows),
 * never; where there is no /proc, the end of the parent alone is seen.
 */
export function watchStarters([parent, npm]: Starters, gone: () => void): Disposable {
  const timer = setInterval(() => {
    const isThere =
      process.ppid === parent && (npm === undefined || describe(parent).parent === npm)
    if (isThere) return
    clearInterval(timer)
    gone()
  }, EVERY_MS)
  timer.unref()
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer)
    },
  }
}

interface ProcessFacts {
  name?: string | undefined
  parent?: number
}

function describe(pid: number): ProcessFacts {
  try {
    // `pid (name) state ppid …`: the name may hold blanks and parentheses.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const nameEnd = stat.lastIndexOf(')')
    const parent = Number(stat.slice(nameEnd + 2).split(' ')[1])
    return { name: stat.slice(stat.indexOf('(') + 1, nameEnd), parent }
  } catch {
    return {}
  }
}
