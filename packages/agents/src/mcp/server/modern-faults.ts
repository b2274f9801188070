import { ErrorCode as McpErrorCode, type JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js'
import type { IncomingHttpHeaders } from 'node:http'
import {
  CLIENT_CAPABILITIES_META,
  metaOf,
  MODERN_VERSIONS,
  PROTOCOL_VERSION_META,
} from '../wire/modern.ts'

const HEADER_MISMATCH = -32_020
const UNSUPPORTED_VERSION = -32_022

/** Why a request of the newer protocol is not worked on. */
export interface ModernFault {
  /** Over HTTP. */
  status: number
  /** Of JSON-RPC. */
  code: number
  message: string
  data?: unknown
}

export interface Judged {
  request: JSONRPCRequest
  /** Over HTTP: they repeat what the body says, for what stands in between. */
  headers?: IncomingHttpHeaders | undefined
  knows: (method: string) => boolean
}

/**
 * Null: it may be worked on. Whether its version is served comes before all that a version may rule differently, so that a
 * client of a later one learns which there are.
 */
export function modernFaultOf({ request, headers, knows }: Judged): ModernFault | null {
  const meta = metaOf(request) ?? {}
  return (
    incomplete(meta) ??
    (headers && differs('MCP-Protocol-Version', headers, meta[PROTOCOL_VERSION_META])) ??
    unsupported(meta[PROTOCOL_VERSION_META]) ??
    (headers && differs('Mcp-Method', headers, request.method)) ??
    (headers && nameDiffers(headers, request)) ??
    (knows(request.method) ? null : unknownMethod(request.method))
  )
}

const invalid = (message: string): ModernFault => ({
  status: 400,
  code: McpErrorCode.InvalidParams,
  message,
})

function incomplete(meta: Record<string, unknown>): ModernFault | null {
  const { [PROTOCOL_VERSION_META]: version, [CLIENT_CAPABILITIES_META]: capabilities } = meta
  if (typeof version !== 'string')
    return invalid(`Invalid params: _meta must have ${PROTOCOL_VERSION_META}, a string`)
  if (typeof capabilities !== 'object' || capabilities === null)
    return invalid(`Invalid params: _meta must have ${CLIENT_CAPABILITIES_META}, an object`)
  return null
}

const unsupported = (requested: unknown): ModernFault | null =>
  MODERN_VERSIONS.includes(requested as string)
    ? null
    : {
        status: 400,
        code: UNSUPPORTED_VERSION,
        message: `Unsupported protocol version: this agent serves ${MODERN_VERSIONS.join(', ')}`,
        data: { supported: MODERN_VERSIONS, requested },
      }

const mismatch = (message: string): ModernFault => ({
  status: 400,
  code: HEADER_MISMATCH,
  message: `Header mismatch: ${message}`,
})

/** Neither value is quoted: a name may be anything, and as long as a body. */
function differs(name: string, headers: IncomingHttpHeaders, body: unknown): ModernFault | null {
  const header = headers[name.toLowerCase()]
  if (header === undefined) return mismatch(`${name} is missing`)
  return header === body ? null : mismatch(`${name} is not what the body says`)
}

function nameDiffers(headers: IncomingHttpHeaders, request: JSONRPCRequest): ModernFault | null {
  if (request.method !== 'tools/call') return null
  const name: unknown = request.params?.['name']
  // A call without a name is refused for that.
  if (typeof name !== 'string') return null
  // What is no plain header value comes encoded. There is one way to, so the body's is encoded rather than the header's
  // decoded, which would forgive what no encoder writes.
  const encoded = `=?base64?${Buffer.from(name).toString('base64')}?=`
  if (headers['mcp-name'] === encoded) return null
  return differs('Mcp-Name', headers, name)
}

const unknownMethod = (method: string): ModernFault => ({
  status: 404,
  code: McpErrorCode.MethodNotFound,
  message: `Method not found: ${method.slice(0, MAX_METHOD_CHARS)}`,
})
const MAX_METHOD_CHARS = 80
