/** A thread that runs rules. It is ended from outside when one of them does not end. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import type { Agent } from '../agent.ts'
import { PartLeftOut, type PartWatch } from '../parts.ts'
import { runRules } from '../run-rules.ts'
import type { AgentsModule, Answer, Call, Failure, FromThread, ThreadInput } from './protocol.ts'

const { modules, running } = workerData as ThreadInput
const loaded = new Map<string, ReadonlyMap<string, Agent>>()
const parts: string[] = []
const numbers = new Map<string, number>()
let leftOut: readonly string[] = []

/** Loads the agents of a profile, once. */
async function load(module: string): Promise<ReadonlyMap<string, Agent>> {
  const { agents } = (await import(module)) as AgentsModule
  const byName = new Map(agents.map((agent) => [agent.name, agent]))
  for (const { readings, tools } of agents)
    for (const part of [...readings, ...tools.map(({ name }) => name)])
      if (!numbers.has(part)) numbers.set(part, parts.push(part))
  loaded.set(module, byName)
  return byName
}

/** The parts that run, the one that began last at the end: one document is run at a time, to its end. */
const begun: number[] = []

function begin(part: string): number {
  const number = numbers.get(part) ?? 0
  begun.push(number)
  Atomics.store(running, 0, number)
  return number
}

function end(number: number): void {
  begun.splice(begun.lastIndexOf(number), 1)
  Atomics.store(running, 0, begun.at(-1) ?? 0)
}

const watch: PartWatch = {
  run<T>(part: string, work: () => T): T {
    if (leftOut.length > 0 && leftOut.includes(part)) throw new PartLeftOut(part)
    const number = begin(part)
    let result: T
    try {
      result = work()
    } catch (thrown) {
      end(number)
      throw thrown
    }
    if (result instanceof Promise)
      return result.finally(() => {
        end(number)
      }) as T
    end(number)
    return result
  },
}

async function answer(call: Call, told: () => void): Promise<Answer> {
  let agents = loaded.get(call.module)
  if (agents === undefined) {
    agents = await load(call.module)
    told()
  }
  const agent = agents.get(call.agent)
  if (agent === undefined) throw new Error(`No agent is called ${call.agent}`)
  leftOut = call.leftOut
  const startedAt = performance.now()
  const found = await runRules(agent, call.request, call.wanted, watch)
  return { ...found, ms: performance.now() - startedAt }
}

const rulesFailure = (thrown: unknown): Failure =>
  thrown instanceof Error
    ? { message: thrown.message, stack: thrown.stack }
    : { message: 'A rule threw what is no error', stack: undefined }

function serve(port: MessagePort): void {
  const send = (message: FromThread): void => {
    port.postMessage(message)
  }
  const ready = (): void => {
    send({ ready: { parts } })
  }
  const serveCall = async (call: Call): Promise<void> => {
    try {
      send({ answer: await answer(call, ready) })
    } catch (thrown) {
      send({ failure: rulesFailure(thrown) })
    }
  }
  // A rule that waits holds up the next document: so that it can be told which one does not end.
  let last = Promise.resolve()
  port.on('message', (call: Call) => {
    last = last.then(() => serveCall(call))
  })
  ready()
}

for (const module of modules) await load(module)
if (parentPort !== null) serve(parentPort)
