import { setTimeout as delay } from 'node:timers/promises'
import type { StackProcess } from '../stack/index.ts'
import type { Outages } from './outages.ts'
import type { Plan } from './plan.ts'
import type { Random } from '../random.ts'
import type { Stage } from './stage.ts'
import type { Watch } from './watch.ts'

export interface Scene {
  stage: Stage
  plan: Plan
  random: Random
  watch: Watch
  outages: Outages
  /** Processes that something is being done to. */
  busy: Set<StackProcess>
  say: (line: string) => void
}

/** `lasting`: it goes on beside the faults that follow. */
export interface Fault {
  name: string
  lasting?: boolean
  run(scene: Scene): Promise<void>
}

const RESTART_AFTER_MS: readonly [number, number] = [0, 1_500]

/** One that nothing is being done to, kept from other faults meanwhile. */
async function withOne(
  { busy, random }: Scene,
  among: readonly StackProcess[],
  work: (target: StackProcess) => Promise<void>,
): Promise<void> {
  const free = among.filter((each) => !busy.has(each))
  if (free.length === 0) return
  const target = random.pick(free)
  busy.add(target)
  try {
    await work(target)
  } finally {
    busy.delete(target)
  }
}

/** Killed and started again; whoever needs it has to wait from the one to the other. */
async function killAndRestart(
  scene: Scene,
  target: StackProcess,
  { afterMs, emptied = false }: { afterMs: number; emptied?: boolean },
): Promise<void> {
  const back = scene.outages.begin()
  await target.kill('SIGKILL')
  await delay(afterMs)
  await target.restart({ emptied })
  back()
}

const soon = ({ random }: Scene): number => random.between(...RESTART_AFTER_MS)

async function killWorker(scene: Scene): Promise<void> {
  const { stage, watch, say } = scene
  await withOne(scene, stage.stack.workers, async (worker) => {
    const { pid, name } = worker
    await worker.kill('SIGKILL')
    const held = watch.heldBy(pid)
    say(`${name} killed, ${held.length} documents in its hands`)
    watch.recoveryOf(`${name} killed`, held)
    await delay(soon(scene))
    await worker.restart()
  })
}

/** Stopped for longer than its lease: it comes back with answers in its hands that are no longer wanted. */
async function stopWorker(scene: Scene): Promise<void> {
  const { stage, watch, plan, say } = scene
  await withOne(scene, stage.stack.workers, async (worker) => {
    const { pid, name } = worker
    worker.suspend()
    const held = watch.heldBy(pid)
    say(`${name} stopped, ${held.length} documents in its hands`)
    const back = new AbortController()
    watch.recoveryOf(`${name} stopped`, held, back.signal)
    await delay(plan.times.workerAway)
    back.abort()
    worker.resume()
    say(`${name} goes on`)
  })
}

async function killAgent(scene: Scene): Promise<void> {
  const { stage, watch, say } = scene
  await withOne(scene, [...stage.stack.agents.values()], async (agent) => {
    say(`${agent.name} killed`)
    await killAndRestart(scene, agent, { afterMs: soon(scene) })
    watch.goesOn(`${agent.name} killed`)
  })
}

async function cutOffAgent(scene: Scene): Promise<void> {
  const { stage, plan, watch, outages, say } = scene
  await withOne(scene, [...stage.stack.agents.values()], async (agent) => {
    say(`${agent.name} cut off`)
    const back = outages.begin()
    agent.suspend()
    await delay(plan.times.agentAway)
    agent.resume()
    back()
    say(`${agent.name} reached again`)
    watch.goesOn(`${agent.name} cut off`)
  })
}

async function killCoordinator(scene: Scene): Promise<void> {
  const { stage, watch, say } = scene
  say('coordinator killed')
  await killAndRestart(scene, stage.stack.coordinator, { afterMs: soon(scene) })
  watch.goesOn('coordinator killed')
}

const killNsqd =
  (emptied: boolean) =>
  async (scene: Scene): Promise<void> => {
    const { stage, watch, say } = scene
    await withOne(scene, [stage.stack.nsqd], async (nsqd) => {
      const name = `${nsqd.name} killed${emptied ? ', its data lost' : ''}`
      say(name)
      await killAndRestart(scene, nsqd, { afterMs: soon(scene), emptied })
      watch.goesOn(name)
    })
  }

async function killStore(scene: Scene): Promise<void> {
  const { stage, watch, plan, say } = scene
  say('store killed')
  await killAndRestart(scene, stage.database.process, { afterMs: plan.times.storeAway })
  watch.goesOn('store killed')
}

async function fillProviders({ stage, plan, watch, outages, say }: Scene): Promise<void> {
  say("providers' queue full")
  const back = outages.begin()
  await stage.control({ capacity: 0 })
  await delay(plan.times.queueFull)
  await stage.control({ capacity: null })
  back()
  watch.goesOn("providers' queue full")
}

const WORKER_KILLED: Fault = { name: 'worker killed', run: killWorker }

/** Lasts longest, so it comes early. */
const WORKER_STOPPED: Fault = { name: 'worker stopped', lasting: true, run: stopWorker }

/** With that one, in each run at least once where it has that many. */
const KINDS: readonly Fault[] = [
  WORKER_KILLED,
  { name: 'agent killed', run: killAgent },
  { name: 'agent cut off', lasting: true, run: cutOffAgent },
  { name: 'coordinator killed', run: killCoordinator },
  { name: 'nsqd killed', run: killNsqd(false) },
  { name: 'nsqd killed and emptied', run: killNsqd(true) },
  { name: 'store killed', run: killStore },
  { name: 'providers full', lasting: true, run: fillProviders },
]

/** So many, in an order of chance. */
export function faultsFor(count: number, random: Random): Fault[] {
  const more = Array.from({ length: Math.max(0, count - KINDS.length - 1) }, (_, n) =>
    // A worker is what is most likely to die, and has the most to lose.
    n % 2 === 0 ? WORKER_KILLED : random.pick([...KINDS, WORKER_STOPPED]),
  )
  const others = random.shuffled([...random.shuffled(KINDS).slice(0, count - 1), ...more])
  return [...others.slice(0, 1), WORKER_STOPPED, ...others.slice(1)].slice(0, count)
}
