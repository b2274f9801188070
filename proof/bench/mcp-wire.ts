/**
 * Costs of an MCP server beside its tool: the same call, over HTTP, to an agent's endpoint and to the handler of SDK 2
 * with the same agent behind it, by clients that begin with a handshake and by those that do not. CPU is that of the
 * server's process alone. Bounded; prints one JSON object.
 *
 *   node proof/bench/mcp-wire.ts [calls=3000] [rounds=5]
 */
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  Agent as Sockets,
  createServer,
  request as httpRequest,
  type RequestListener,
} from 'node:http'
import { cpus } from 'node:os'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Agent, Tool } from '@colophon/agents'
import { createCallHandler } from '@colophon/agents/call-handler'
import { createAgentEndpoint } from '@colophon/agents/endpoint'
import { noModels } from '@colophon/domain'

const SELF = fileURLToPath(import.meta.url)
const SAMPLE = new URL('../../samples/letters/04-personal-emigrant.txt', import.meta.url)
const LETTER_CHARS = 2_400
const AT_ONCE = 4
const WARM_UP = 1_000

/** Reads nothing: what is left is the protocol, and what an agent does around each call. */
const TOOL: Tool = {
  name: 'read_it',
  title: 'Read it',
  description: 'Says that it has read a text.',
  input: z.object({ text: z.string() }),
  output: z.object({ read: z.boolean() }).loose(),
  fields: [],
  rules: () => [],
  present: () => ({ read: true }),
}
const AGENT: Agent = {
  version: { answers: '1', questions: '1' },
  readings: [],
  read: () => null,
  name: 'bench-agent',
  profile: 'bench',
  unit: 'text',
  title: 'Bench',
  description: 'An agent with nothing to read.',
  instructions: '',
  tiers: ['rules'],
  standIn: {},
  maxAnswerTokens: 1,
  decisive: [],
  tools: [TOOL],
}

function ours(): RequestListener {
  const endpoint = createAgentEndpoint(AGENT, { models: noModels })
  return (request, response) => void endpoint(request, response)
}

function sdk2(): RequestListener {
  const calls = createCallHandler(AGENT, { models: noModels })
  const [tool] = calls.tools
  if (tool === undefined) throw new Error('The agent has no tool')
  const factory = (): McpServer => {
    const mcp = new McpServer({ name: AGENT.name, version: '1' }, { capabilities: { tools: {} } })
    mcp.server.setRequestHandler('tools/call', async ({ params }, { mcpReq: { signal } }) =>
      calls.call(tool, params.arguments, { signal }),
    )
    return mcp
  }
  return toNodeHandler(createMcpHandler(factory, { responseMode: 'sse' })) as RequestListener
}

const SERVERS = { ours, sdk2 }
type ServerName = keyof typeof SERVERS

interface Cpu {
  ms: number
}

/** The server's process: says where it listens, and what it has used when it is asked. */
async function serve(name: ServerName): Promise<void> {
  const server = createServer(SERVERS[name]())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send?.({ ms: (user + system) / 1000 } satisfies Cpu)
  })
  process.once('disconnect', () => process.exit(0))
  process.send?.({ port: (server.address() as AddressInfo).port })
}

const TEXT = readFileSync(SAMPLE, 'utf8').repeat(3).slice(0, LETTER_CHARS)
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}
const ERAS = {
  legacy: { headers: { 'mcp-protocol-version': '2025-11-25' }, params: {} },
  modern: {
    headers: {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': TOOL.name,
    },
    params: { _meta: META },
  },
}
type Era = keyof typeof ERAS

async function call(port: number, era: Era, sockets: Sockets): Promise<void> {
  const { headers, params } = ERAS[era]
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: TOOL.name, arguments: { text: TEXT }, ...params },
  })
  const sent = httpRequest({
    host: '127.0.0.1',
    port,
    path: '/mcp',
    method: 'POST',
    agent: sockets,
    headers: {
      ...headers,
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [AsyncIterable<Buffer>]
  let answer = ''
  for await (const piece of response) answer += piece.toString()
  if (!/"structuredContent":\{"read":true/.test(answer)) throw new Error(`No answer: ${answer}`)
}

async function calls(count: number, one: () => Promise<void>): Promise<void> {
  let left = count
  const place = async (): Promise<void> => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, place))
}

interface Started {
  child: ChildProcess
  port: number
}

async function start(name: ServerName): Promise<Started> {
  const child = fork(SELF, ['serve', name])
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return { child, port }
}

async function cpuOf(child: ChildProcess): Promise<number> {
  child.send('cpu')
  const [{ ms }] = (await once(child, 'message')) as [Cpu]
  return ms
}

const round = (value: number): number => Math.round(value * 1000) / 1000

function figuresOf(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => round(sorted[Math.floor((sorted.length - 1) * share)] ?? 0)
  return { median: at(0.5), least: at(0), most: at(1) }
}

/** Rounds of the four in turn, so that what else the machine does meets each of them. */
async function measure(count: number, rounds: number) {
  const names = Object.keys(SERVERS) as ServerName[]
  const started = await Promise.all(names.map(start))
  const sockets = new Sockets({ keepAlive: true, maxSockets: AT_ONCE })
  const perCall = new Map<string, number[]>()
  try {
    for (let n = -1; n < rounds; n++)
      for (const [i, { child, port }] of started.entries())
        for (const era of Object.keys(ERAS) as Era[]) {
          const size = n < 0 ? WARM_UP : count
          const before = await cpuOf(child)
          await calls(size, () => call(port, era, sockets))
          const used = ((await cpuOf(child)) - before) / size
          const key = `${names[i] ?? ''} ${era}`
          if (n >= 0) perCall.set(key, [...(perCall.get(key) ?? []), used])
        }
  } finally {
    sockets.destroy()
    for (const { child } of started) child.disconnect()
  }
  return Object.fromEntries([...perCall].map(([key, values]) => [key, figuresOf(values)]))
}

if (process.argv[2] === 'serve') await serve(process.argv[3] as ServerName)
else {
  const [count, rounds] = [Number(process.argv[2] ?? 3_000), Number(process.argv[3] ?? 5)]
  const result = {
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node ${process.versions.node}`,
    letterChars: LETTER_CHARS,
    calls: count,
    rounds,
    cpuMsPerCall: await measure(count, rounds),
  }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
}
