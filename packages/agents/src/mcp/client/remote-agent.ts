import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import {
  AgentCallError,
  EnrichResponse,
  isEnrichResponse,
  unlessAborted,
  type AgentDescription,
  type Course,
  type EnrichRequest,
} from '@colophon/domain'
import type { Agent as HttpAgent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { callEnrich, CLIENT, describeAgent, toCallError, type CallLimits } from './call.ts'
import { createHealthGate } from './health-gate.ts'
import { createHttpTransport } from './http-transport.ts'
import { jsonSchemaValidator } from '../wire/json-schema.ts'
import { TransportFault } from './transport-fault.ts'

export interface RemoteAgentOptions {
  name: string
  url: URL
  sockets: HttpAgent
  token: () => string
  limits: CallLimits
  /** How long a description is believed. */
  describeEveryMs: number
  connectTimeoutMs: number
}

/** One agent behind an address, which may be away, come back, or come back as another version. */
export interface RemoteAgent {
  describe(): Promise<AgentDescription>
  enrich(request: EnrichRequest, course: Course): Promise<EnrichResponse>
  close(): Promise<void>
}

const DESCRIBE_TIMEOUT_MS = 5_000
/** Waits before a refused connection is tried again: an agent that is being restarted is often back by then. */
const REFUSED_RETRY_MS = [100, 400]

export function createRemoteAgent(options: RemoteAgentOptions): RemoteAgent {
  const { name, limits } = options
  const timeoutMs = Math.min(DESCRIBE_TIMEOUT_MS, limits.idleMs)
  const gate = createHealthGate()
  const connect = createConnection(options, timeoutMs)

  /** Every exchange goes through here: not while the agent is known to be away, and what it ends with is remembered. */
  async function guarded<T>(
    work: (client: Client) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const waitMs = gate.enter()
    if (waitMs > 0)
      throw new AgentCallError('agent.unavailable', `${name} is away`, [], { retryAfterMs: waitMs })
    try {
      const result = await unlessRefused(async () => {
        const connecting = connect.client()
        return work(await (signal ? unlessAborted(connecting, signal) : connecting))
      }, signal)
      gate.succeeded()
      return result
    } catch (thrown) {
      if (signal?.aborted) throw signal.reason
      const error = toCallError(name, thrown)
      if (!AWAY.has(error.code)) gate.succeeded()
      else {
        gate.failed()
        // It may come back as another version.
        description.doubt()
      }
      throw error
    }
  }

  const description = createDescription(options.describeEveryMs, () =>
    guarded((client) => withoutCost(name, describeAgent(client, name, { timeoutMs }))),
  )
  return {
    describe: () => description.read(),
    async enrich(request, course) {
      const { signal, onWait } = course
      signal.throwIfAborted()
      // Word of its turn takes a moment: whether a model has been asked elsewhere is never certain.
      onWait?.(false)
      const answer = await guarded(
        (client) => callEnrich(client, { agent: name, request, course, limits }),
        signal,
      )
      const response = checkedResponse(name, answer)
      description.compare(response.definition_hash)
      return response
    },
    close: () => connect.close(),
  }
}

/** Codes of an agent that is not there, as opposed to one that answers with a failure. */
const AWAY: ReadonlySet<string> = new Set(['agent.unavailable', 'agent.lost', 'agent.timeout'])

/** Waits for what is asked before a call, or without one: it has cost nothing, however it fails. */
async function withoutCost<T>(agent: string, asking: Promise<T>): Promise<T> {
  try {
    return await asking
  } catch (thrown) {
    const { code, message, cause, retryAfterMs } = toCallError(agent, thrown)
    throw new AgentCallError(AWAY.has(code) ? 'agent.unavailable' : code, message, [], {
      cause,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }
}

/** One client for all calls; the handshake is made at the first, and again when it failed. */
function createConnection(options: RemoteAgentOptions, timeoutMs: number) {
  let current: Promise<Client> | undefined
  let closed = false
  const open = async (): Promise<Client> => {
    const client = new Client(CLIENT, { jsonSchemaValidator })
    await client.connect(createHttpTransport(options), { timeout: timeoutMs })
    const who = client.getServerVersion()?.name
    if (who === options.name) return client
    await client.close()
    throw new TransportFault('status', 'its address is that of another agent')
  }
  return {
    client(): Promise<Client> {
      if (closed) throw new AgentCallError('agent.unavailable', `${options.name}: closed`, [])
      current ??= withoutCost(options.name, open()).catch((thrown: unknown) => {
        current = undefined
        throw thrown
      })
      return current
    },
    async close(): Promise<void> {
      closed = true
      await current?.then(
        (client) => client.close(),
        () => undefined,
      )
    },
  }
}

/** The description as it was last heard: asked for again when it is old, or when something speaks against it. */
function createDescription(everyMs: number, ask: () => Promise<AgentDescription>) {
  let known: AgentDescription | undefined
  let goodUntil = -Infinity
  let asking: Promise<AgentDescription> | undefined
  const renew = async (): Promise<AgentDescription> => {
    try {
      known = await ask()
      goodUntil = performance.now() + everyMs
      return known
    } catch (thrown) {
      // The old description still finds stored answers while the agent is away.
      if (known !== undefined) return known
      throw thrown
    } finally {
      asking = undefined
    }
  }
  return {
    read(): Promise<AgentDescription> {
      if (known !== undefined && performance.now() < goodUntil) return Promise.resolve(known)
      return (asking ??= renew())
    },
    doubt(): void {
      goodUntil = -Infinity
    },
    compare(definitionHash: string): void {
      if (known?.definition_hash !== definitionHash) goodUntil = -Infinity
    },
  }
}

const isRefused = (thrown: unknown): boolean =>
  thrown instanceof AgentCallError &&
  thrown.cause instanceof TransportFault &&
  thrown.cause.kind === 'refused'

/** A refused connection has sent nothing, so the call may be made again; any other failure may have been paid for. */
async function unlessRefused<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (const waitMs of REFUSED_RETRY_MS) {
    try {
      return await work()
    } catch (thrown) {
      if (!isRefused(thrown)) throw thrown
      const jittered = waitMs * (0.5 + Math.random())
      await delay(jittered, undefined, signal === undefined ? {} : { signal })
    }
  }
  return await work()
}

/** It comes from another process, perhaps of another version. */
function checkedResponse(agent: string, answer: unknown): EnrichResponse {
  if (isEnrichResponse(answer)) return answer
  const checked = EnrichResponse.safeParse(answer)
  if (checked.success) return checked.data
  // The answer is paid for all the same.
  const { usage } = (answer ?? {}) as { usage?: unknown }
  const paid = EnrichResponse.shape.usage.safeParse(usage).data ?? []
  throw new AgentCallError('agent.invalid_answer', agent, paid, { cause: checked.error })
}
