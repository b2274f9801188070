import { readFileSync } from 'node:fs'

/** Ticks of the kernel's interface: always this on Linux, whatever its own clock. */
const TICKS_PER_S = 100
const [USER, SYSTEM] = [11, 12]

/** CPU time a process has used by now, in milliseconds; 0 where /proc is not there. */
export function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before it, in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[USER]) + Number(fields[SYSTEM])) * 1000) / TICKS_PER_S
  } catch {
    return 0
  }
}
