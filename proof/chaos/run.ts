import { setTimeout as delay } from 'node:timers/promises'
import { faultsFor, type Fault, type Scene } from './faults.ts'
import { chaosLetters, inBatches, submit, type Batch } from './letters.ts'

const POLL_MS = 2_000

export interface Run {
  /** Names of the faults, in their order. */
  faults: string[]
  submitted: number
  /** Submissions that had to be sent again. */
  resent: number
  /** False: the time was up with documents unfinished. */
  inTime: boolean
  seconds: number
}

/** True when all have ended before `until`. */
async function allEnded({ watch, plan, say }: Scene, until: number): Promise<boolean> {
  let shown = Infinity
  while (performance.now() < until) {
    const open = plan.letters - watch.ended()
    if (open === 0) return true
    if (open < shown * 0.8) {
      shown = open
      say(`${open} documents open`)
    }
    await delay(POLL_MS)
  }
  return false
}

/** Letters go in a batch before each fault, so that every fault meets work. */
export async function runScene(scene: Scene): Promise<Run> {
  const { plan, random, say, stage, watch } = scene
  const faults = faultsFor(plan.faults, random)
  const batches = inBatches(chaosLetters(plan.letters), faults.length + 1)
  const startedAt = performance.now()
  const until = startedAt + plan.times.limit
  const lasting: Promise<void>[] = []
  let resent = 0
  const submitNext = async (batch: Batch | undefined): Promise<void> => {
    if (batch !== undefined) resent += (await submit(stage.stack, batch, until)) - 1
  }
  const strike = async (fault: Fault): Promise<void> => {
    await delay(random.between(...plan.times.pause))
    const running = fault.run(scene)
    if (fault.lasting !== true) await running
    else {
      lasting.push(running)
      // Waited for at the end; until then a failure of it is nobody's.
      running.catch(() => undefined)
    }
  }
  for (const [n, fault] of faults.entries()) {
    if (performance.now() > until) break
    // Beside the fault: a submission whose coordinator or store is killed is sent again.
    await Promise.all([submitNext(batches[n]), strike(fault)])
  }
  for (const batch of batches.slice(faults.length)) await submitNext(batch)
  await Promise.all(lasting)
  say('no more faults')
  // The rest is to be finished by itself, with providers that still fail now and then.
  const inTime = await allEnded(scene, until)
  await watch.end()
  return {
    faults: faults.map(({ name }) => name),
    submitted: plan.letters,
    resent,
    inTime,
    seconds: (performance.now() - startedAt) / 1000,
  }
}
