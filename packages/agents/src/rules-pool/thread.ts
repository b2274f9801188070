/** A thread that runs rules. It is ended from outside when one of them does not end. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { PartLeftOut } from '../parts.ts'
import { runRules } from '../run-rules.ts'
import type { AgentsModule, Answer, Call, Failure, FromThread, ThreadInput } from './protocol.ts'

const { agents: agentsUrl, running } = workerData as ThreadInput
const { agents } = (await import(agentsUrl)) as AgentsModule
const parts = [
  ...new Set(
    agents.flatMap(({ readings, tools }) => [...readings, ...tools.map(({ name }) => name)]),
  ),
]
const numbers = new Map(parts.map((name, index) => [name, index + 1]))
const byName = new Map(agents.map((agent) => [agent.name, agent]))
let leftOut: readonly string[] = []

const watch = {
  run<T>(part: string, work: () => T): T {
    if (leftOut.length > 0 && leftOut.includes(part)) throw new PartLeftOut(part)
    const outer = Atomics.exchange(running, 0, numbers.get(part) ?? 0)
    try {
      return work()
    } finally {
      Atomics.store(running, 0, outer)
    }
  },
}

function answer(call: Call): Answer {
  const agent = byName.get(call.agent)
  if (agent === undefined) throw new Error(`No agent is called ${call.agent}`)
  leftOut = call.leftOut
  const startedAt = performance.now()
  const found = runRules(agent, call.request, call.wanted, watch)
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
  port.on('message', (call: Call) => {
    try {
      send({ answer: answer(call) })
    } catch (thrown) {
      send({ failure: rulesFailure(thrown) })
    }
  })
  send({ ready: { parts } })
}

if (parentPort !== null) serve(parentPort)
