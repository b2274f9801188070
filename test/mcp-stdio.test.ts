import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@colophon/testkit'
import { CLIENT_KINDS, connectByStdio } from '../packages/agents/test/mcp/clients.ts'
import { CLIENT } from '../packages/agents/test/mcp/connect.ts'
import { agentContract, AGENT_NAMES, call } from '../packages/agents/test/mcp/contract.ts'
import { plainEnvironment } from './e2e/command.ts'

const COLOPHON = fileURLToPath(new URL('../packages/cli/bin/colophon.js', import.meta.url))

interface Child {
  client: Client
  transport: StdioClientTransport
  stderr: () => string
}

/** `colophon mcp AGENT`, as an MCP host starts it: a child process, spoken to over its standard streams. */
async function start(agent: string, env: Record<string, string> = {}): Promise<Child> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [COLOPHON, 'mcp', agent],
    env: { ...plainEnvironment(), ...env },
    stderr: 'pipe',
  })
  let said = ''
  transport.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const client = new Client(CLIENT)
  await client.connect(transport)
  return { client, transport, stderr: () => said }
}

for (const agent of AGENT_NAMES)
  suite(`${agent} over stdio`, () => {
    // One process for the whole suite: starting one costs more than all its answers.
    let child: Promise<Child> | undefined
    const open = (): Promise<Child> => (child ??= start(agent.replace('-agent', '')))
    after(async () => {
      await (await open()).client.close()
    })

    agentContract(agent, async () => (await open()).client)

    test('it ends when its host goes', async () => {
      const { client, transport } = await open()
      const { pid } = transport
      assert.ok(pid)
      await client.close()
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
    })
  })

suite('an agent over stdio, for hosts of both eras', () => {
  test('each agrees on the newest revision that it speaks, and all see the same', async (t) => {
    const child = {
      command: process.execPath,
      args: [COLOPHON, 'mcp', 'metadata'],
      env: plainEnvironment(),
    }
    const seen = CLIENT_KINDS.map(async (kind) => {
      const { client, version } = await connectByStdio(kind, child)
      t.after(() => client.close())
      const { tools } = await client.listTools()
      const results = await Promise.all(
        [{ text: 'Boston, 3 May 1862. Dear Sir' }, {}].map(async (args) => {
          const { isError, structuredContent } = await call(client, 'extract_document_type', args)
          return [isError ?? false, structuredContent]
        }),
      )
      return { version, rest: { server: client.getServerVersion(), tools, results } }
    })
    const [first, ...others] = await Promise.all(seen)
    assert.ok(first)
    assert.deepEqual(
      [first, ...others].map(({ version }) => version),
      ['2025-11-25', '2025-11-25', '2026-07-28', '2026-07-28'],
    )
    for (const { rest } of others) assert.deepEqual(rest, first.rest)
  })
})

suite('colophon mcp', () => {
  test('a configured model answers over stdio too', async (t) => {
    const { client } = await start('context', { MODEL_DEEP: 'scripted:?model=oracle' })
    t.after(() => client.close())
    const { structuredContent } = await call(client, 'assess_significance', {
      text: 'Dear Sir, all is well.',
    })
    // No quote can show what is not in a letter: it is for a person to look at.
    assert.equal(structuredContent?.['assessment'], null)
    const [rival] = structuredContent['rivals'] as { value: unknown; source: string }[]
    assert.equal(typeof rival?.value, 'string')
    assert.equal(rival?.source, 'scripted:oracle')
  })

  test('what was measured of another question is told', async (t) => {
    const file = join(temporaryFolder(t), 'models.json')
    const counted = { question: 'another', fields: {} }
    const models = { 'scripted:oracle': { agents: { 'metadata-agent': counted } } }
    writeFileSync(file, JSON.stringify({ version: 1, made_at: '', documents: 1, models }))
    const { client, stderr } = await start('metadata', { MODEL_CALIBRATION: file })
    t.after(() => client.close())
    await client.ping()
    // The two streams of a child come in no order.
    while (!stderr().includes('scripted:oracle: metadata-agent')) await delay(20)
  })

  test('standard output carries the protocol alone', async (t) => {
    const { client, stderr } = await start('metadata-agent')
    t.after(() => client.close())
    await client.ping()
    assert.doesNotMatch(stderr(), /jsonrpc/)
  })

  test('an agent that is not there is named with those that are', () => {
    const { status, stderr } = spawnSync(process.execPath, [COLOPHON, 'mcp', 'poetry'], {
      encoding: 'utf8',
      env: plainEnvironment(),
    })
    assert.equal(status, 1)
    assert.match(stderr, /metadata, entity, structure, content, context/)
  })
})
