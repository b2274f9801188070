import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** The pid namespace every Linux machine starts with; containers have others. */
const INITIAL_PID_NAMESPACE = 'pid:[4026531836]'

const nonce = randomBytes(6).toString('hex')
let own: Machine | undefined

/** Where a process runs. */
interface Machine {
  host: string
  /** Tells machines and containers of the same host name apart. */
  scope: string
  boot: string
}

/**
 * Names this process as the owner of leases: `role@host/scope/boot/pid/start/nonce`. The parts let another process on
 * the same machine see that this one is gone (`isDeadLocalOwner`).
 */
export function processOwner(role: string): string {
  const { host, scope, boot } = (own ??= readMachine())
  const start = startTicks(process.pid) ?? ''
  return `${role}@${[host, scope, boot, String(process.pid), start, nonce].join('/')}`
}

/**
 * True only when the owner surely is no longer: it ran on this machine and its process has ended. False for owners
 * elsewhere, and whenever in doubt; their leases run out by themselves.
 */
export function isDeadLocalOwner(owner: string): boolean {
  const [host, scope, boot, pidText, start, itsNonce, ...rest] = owner
    .slice(owner.indexOf('@') + 1)
    .split('/')
  const pid = Number(pidText)
  if (itsNonce === undefined || rest.length > 0 || !Number.isSafeInteger(pid) || pid <= 0) {
    return false
  }
  const here = (own ??= readMachine())
  if (host !== here.host || scope !== here.scope) return false
  if (itsNonce === nonce) return false
  if (boot !== here.boot || pid === process.pid || !isRunning(pid)) return true
  const startNow = startTicks(pid)
  // The pid may have been given to another process since.
  return startNow !== undefined && start !== '' && startNow !== start
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** When the process started, in clock ticks since boot; undefined where there is no /proc. */
function startTicks(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`)
  // Field 2 is the command in parentheses and may hold blanks and parentheses; field 22 is counted from behind it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

function readMachine(): Machine {
  const boot = short(readIfThere('/proc/sys/kernel/random/boot_id') ?? '')
  const namespace = pidNamespace()
  // Outside containers the machine id outlives a reboot, so owners from before it are known to be dead. Containers may
  // share the machine id of their image: there only the same boot and namespace count as the same machine.
  const id =
    namespace === INITIAL_PID_NAMESPACE ? readIfThere('/etc/machine-id')?.trim() : undefined
  const scope = short(id === undefined || id === '' ? `${boot} ${namespace}` : id)
  return { host: hostname().replaceAll('/', '_'), scope, boot }
}

function pidNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const short = (text: string): string =>
  createHash('sha256').update(text.trim()).digest('hex').slice(0, 8)
