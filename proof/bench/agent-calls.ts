/**
 * HTTP's cost in one agent call: the same question to an agent in this process and to one that runs as a service on
 * this machine, with its token, both with a scripted model that takes no time. Bounded; prints one JSON object.
 *
 *   node proof/bench/agent-calls.ts [calls=2000]
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openModels } from '@colophon/adapters/models'
import { openAgentsInMemory, openAgentsOverHttp } from '@colophon/agents'
import { pathsOf, type AgentCaller, type EnrichRequest } from '@colophon/domain'
import { lettersProfile } from '@colophon/profiles/letters'
import { LETTER_AGENTS } from '@colophon/profiles/letters/agents'
import { createServiceTokens, createTokenSigner } from '@colophon/runtime/auth'

const AGENT = 'metadata-agent'
const MAIN = fileURLToPath(new URL('../../services/agent-host/src/main.ts', import.meta.url))
const SAMPLE = new URL('../../samples/letters/04-personal-emigrant.txt', import.meta.url)
const MODEL = 'scripted:?latency_ms=0'
const LETTER_CHARS = 2_400
const WARM_UP = 300
const PACED_PER_S = 50

interface Figures {
  p50Ms: number
  p95Ms: number
  callsPerS: number
}

const round = (value: number): number => Math.round(value * 100) / 100

function requestOf(n: number): EnrichRequest {
  const text = readFileSync(SAMPLE, 'utf8').repeat(3).slice(0, LETTER_CHARS)
  return {
    run_id: `run_${n}`,
    document_id: `doc_${n}`,
    profile: lettersProfile.name,
    text,
    pages: [{ number: 1, start: 0, end: text.length }],
    facts: {},
    found: {},
    wanted: pathsOf(lettersProfile, AGENT),
    // Rules would take longer than the transport.
    tiers: ['local'],
    last_attempt: false,
    today: '2026-01-15',
  }
}

const request = requestOf(0)
const { signal } = new AbortController()

async function timed(caller: AgentCaller, times: number[]): Promise<void> {
  const startedAt = performance.now()
  const { status, why } = await caller.enrich(AGENT, request, { signal })
  if (status !== 'ok') throw new Error(`An answer was ${status}: ${why ?? ''}`)
  times.push(performance.now() - startedAt)
}

function figuresOf(times: number[], startedAt: number): Figures {
  const seconds = (performance.now() - startedAt) / 1000
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number): number => round(sorted[Math.floor(sorted.length * share)] ?? 0)
  return { p50Ms: at(0.5), p95Ms: at(0.95), callsPerS: Math.round(times.length / seconds) }
}

/** Makes the calls, `concurrency` at once, one after the other in each place. */
async function atOnce(caller: AgentCaller, calls: number, concurrency: number): Promise<Figures> {
  const times: number[] = []
  let left = calls
  const startedAt = performance.now()
  const place = async (): Promise<void> => {
    while (left-- > 0) await timed(caller, times)
  }
  await Promise.all(Array.from({ length: concurrency }, place))
  return figuresOf(times, startedAt)
}

/** So many a second, whether or not those before have ended. */
async function paced(caller: AgentCaller, calls: number): Promise<Figures> {
  const times: number[] = []
  const running: Promise<void>[] = []
  const startedAt = performance.now()
  for (let n = 0; n < calls; n++) {
    const due = startedAt + (n * 1000) / PACED_PER_S
    await delay(Math.max(0, due - performance.now()))
    running.push(timed(caller, times))
  }
  await Promise.all(running)
  return figuresOf(times, startedAt)
}

async function measure(caller: AgentCaller, calls: number) {
  await atOnce(caller, WARM_UP, 16)
  return {
    one: await atOnce(caller, calls, 1),
    sixteen: await atOnce(caller, calls, 16),
    fiftyASecond: await paced(caller, Math.min(calls, 500)),
  }
}

/** The agent as a process of its own, and the address its line `ready` names. */
async function startService(secret: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [MAIN, AGENT], {
    env: { ...process.env, PORT: '0', JWT_SECRET: secret, MODEL_LOCAL: MODEL, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  for await (const line of createInterface(child.stderr)) {
    if (!line.includes('"msg":"ready"')) continue
    child.stderr.resume()
    return { child, url: (JSON.parse(line) as { url: string }).url }
  }
  throw new Error('The agent ended before it was ready')
}

async function inMemory(calls: number) {
  await using models = await openModels({ local: MODEL })
  await using caller = await openAgentsInMemory(LETTER_AGENTS, { models })
  return await measure(caller, calls)
}

async function overHttp(calls: number) {
  const secret = randomBytes(48).toString('base64url')
  const { child, url } = await startService(secret)
  try {
    const signer = createTokenSigner({ secret }, { issuer: 'colophon' })
    const token = createServiceTokens(signer, { sub: 'bench', tenant: 'default' })
    await using caller = openAgentsOverHttp({ [AGENT]: url }, { token })
    return await measure(caller, calls)
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

const calls = Number(process.argv[2] ?? 2_000)
const memory = await inMemory(calls)
const http = await overHttp(calls)
const added = (of: keyof typeof http) => ({
  p50Ms: round(http[of].p50Ms - memory[of].p50Ms),
  p95Ms: round(http[of].p95Ms - memory[of].p95Ms),
})
const result = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`,
  letterChars: LETTER_CHARS,
  calls,
  added: { one: added('one'), sixteen: added('sixteen'), fiftyASecond: added('fiftyASecond') },
  http,
  memory,
}
process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
