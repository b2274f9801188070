import {
  Client as ClientOf2,
  StreamableHTTPClientTransport as HttpOf2,
} from '@modelcontextprotocol/client'
import { StdioClientTransport as StdioOf2 } from '@modelcontextprotocol/client/stdio'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CLIENT } from './connect.ts'
import type { AnyClient } from './contract.ts'

/** How clients in the field begin: SDK 1 and SDK 2 as it comes shake hands, the others ask by themselves. */
const MODES = {
  'SDK 1': undefined,
  'SDK 2, legacy': 'legacy',
  'SDK 2, auto': 'auto',
  'SDK 2, pinned to 2026-07-28': { pin: '2026-07-28' },
} as const
export type ClientKind = keyof typeof MODES
export const CLIENT_KINDS = Object.keys(MODES) as ClientKind[]

export interface Connected {
  client: AnyClient
  /** The revision that both agreed on, as the client sees it. */
  version: string | undefined
  /** Calls a tool and lets the test end it, or hear of its progress. */
  callTool: (params: Params, options: CallOptions) => Promise<unknown>
}

interface Params {
  name: string
  arguments: Record<string, unknown>
}
interface CallOptions {
  signal?: AbortSignal
  onprogress?: (told: { progress: number }) => void
}

const newClientOf2 = (mode: Exclude<(typeof MODES)[ClientKind], undefined>) =>
  new ClientOf2(CLIENT, { versionNegotiation: { mode } })

const ofSdk2 = (client: ClientOf2): Connected => ({
  client,
  version: client.getNegotiatedProtocolVersion(),
  callTool: (params, options) => client.callTool(params, options),
})

const ofSdk1 = (client: Client, version: string | undefined): Connected => ({
  client,
  version,
  callTool: (params, options) => client.callTool(params, undefined, options),
})

/** A client of this kind at an agent's address. */
export async function connectByHttp(
  kind: ClientKind,
  url: string,
  token: string,
): Promise<Connected> {
  const mode = MODES[kind]
  const address = new URL(`${url}/mcp`)
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  if (mode === undefined) {
    const client = new Client(CLIENT)
    const transport = new StreamableHTTPClientTransport(address, { requestInit })
    await client.connect(transport)
    return ofSdk1(client, transport.protocolVersion)
  }
  const client = newClientOf2(mode)
  await client.connect(new HttpOf2(address, { requestInit }))
  return ofSdk2(client)
}

export interface Child {
  command: string
  args: string[]
  env: Record<string, string>
}

/** A client of this kind that starts an agent as its child. */
export async function connectByStdio(kind: ClientKind, child: Child): Promise<Connected> {
  const mode = MODES[kind]
  if (mode === undefined) {
    const client = new Client(CLIENT)
    let version: string | undefined
    const transport = new StdioClientTransport(child)
    Object.assign(transport, { setProtocolVersion: (agreed: string) => (version = agreed) })
    await client.connect(transport)
    return ofSdk1(client, version)
  }
  const client = newClientOf2(mode)
  await client.connect(new StdioOf2(child))
  return ofSdk2(client)
}
