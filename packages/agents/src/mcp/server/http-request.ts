import {
  ErrorCode as McpErrorCode,
  JSONRPCMessageSchema,
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCMessage,
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js'
import type { IncomingMessage } from 'node:http'
import { isModernVersion, MODERN_VERSIONS } from '../wire/modern.ts'

export interface RequestLimits {
  /** @default MAX_BODY_BYTES */
  maxBodyBytes: number
  /** Host names, without ports, that requests may be addressed to. @default those of this machine */
  allowedHosts?: readonly string[] | 'any' | undefined
}

/** Why a request gets no server. */
export interface HttpFault {
  status: number
  message: string
  /** Of JSON-RPC. */
  code?: number
  data?: unknown
  /** Of the request that it answers; null: of none. */
  id?: RequestId
  headers?: Record<string, string>
}

const VERSION_HEADER = 'mcp-protocol-version'
const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]']
const MAX_BATCH = 50

/** The fault that the head of a request already shows. Null: nothing speaks against it. */
export function faultOf(
  { method, headers }: IncomingMessage,
  { maxBodyBytes, allowedHosts = LOCAL_NAMES }: RequestLimits,
): HttpFault | null {
  // A web page may point a name of its own at this address, or send what a browser sends without asking.
  if (allowedHosts !== 'any' && !allowedHosts.includes(hostOf(`http://${headers.host ?? ''}`)))
    return { status: 403, message: 'Forbidden: this agent does not answer to that host name' }
  if (headers.origin !== undefined && !LOCAL_NAMES.includes(hostOf(headers.origin)))
    return { status: 403, message: 'Forbidden: this agent does not answer to web pages' }
  if (method !== 'POST')
    return {
      status: 405,
      message: 'Method Not Allowed: this agent keeps no sessions, POST is all it takes',
      headers: { allow: 'POST' },
    }
  if (Number(headers['content-length'] ?? 0) > maxBodyBytes) return tooLarge(maxBodyBytes)
  const { accept = '', 'content-type': type = '' } = headers
  if (!accept.includes('application/json') || !accept.includes('text/event-stream'))
    return {
      status: 406,
      message: 'Not Acceptable: accept must have application/json and text/event-stream',
    }
  if (type.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json')
    return { status: 415, message: 'Unsupported Media Type: the body must be application/json' }
  return null
}

const VERSIONS = [...MODERN_VERSIONS, ...SUPPORTED_PROTOCOL_VERSIONS].join(', ')

/** The version of a client that begins with a handshake and says it again with each request. */
export function legacyVersionFault({ headers }: IncomingMessage): HttpFault | null {
  const version = headers[VERSION_HEADER]
  if (version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(String(version))) return null
  return { status: 400, message: `Bad Request: supported protocol versions are ${VERSIONS}` }
}

/** Whether the head already says that the request is of the newer protocol. */
export const saysModern = ({ headers }: IncomingMessage): boolean =>
  isModernVersion(headers[VERSION_HEADER])

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : '')

const tooLarge = (maxBodyBytes: number): HttpFault => ({
  status: 413,
  message: `Payload Too Large: a request may have ${maxBodyBytes} bytes`,
})

/** The messages of a request: one, or several from clients of the older protocol that sends them together. */
export async function readMessages(
  request: IncomingMessage,
  maxBodyBytes: number,
): Promise<JSONRPCMessage[] | HttpFault> {
  const body = await readBody(request, maxBodyBytes)
  if (body === null) return tooLarge(maxBodyBytes)
  let given: unknown
  try {
    given = JSON.parse(body)
  } catch {
    return { status: 400, message: 'Parse error: invalid JSON', code: McpErrorCode.ParseError }
  }
  const all: unknown[] = Array.isArray(given) ? given : [given]
  const messages = all.slice(0, MAX_BATCH).map((each) => JSONRPCMessageSchema.safeParse(each).data)
  const valid = messages.filter((message) => message !== undefined)
  if (valid.length === 0 || valid.length < all.length)
    return {
      status: 400,
      message: `Invalid Request: a body is one JSON-RPC message, or up to ${MAX_BATCH}`,
      code: McpErrorCode.InvalidRequest,
    }
  return valid
}

/** Null: it is too large. What is left of it is read and dropped, or the client would meet a closed socket. */
function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let size = 0
    request.on('data', (piece: Buffer) => {
      size += piece.length
      if (size <= maxBytes) pieces.push(piece)
      else {
        pieces.length = 0
        resolve(null)
      }
    })
    request.once('end', () => {
      resolve(Buffer.concat(pieces).toString('utf8'))
    })
    // Cut before its end: there is nobody to answer.
    request.once('close', () => {
      resolve('')
    })
  })
}
