import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js'

/**
 * Revisions of the protocol without a handshake: each request says which it is of and what its client can do. The
 * specification calls them modern, and those that begin with `initialize` legacy.
 */
export const MODERN_VERSIONS: readonly string[] = ['2026-07-28']
const FIRST_MODERN = '2026-07-28'

export const PROTOCOL_VERSION_META = 'io.modelcontextprotocol/protocolVersion'
export const CLIENT_CAPABILITIES_META = 'io.modelcontextprotocol/clientCapabilities'
export const SERVER_INFO_META = 'io.modelcontextprotocol/serverInfo'

export const DISCOVER = 'server/discover'

/** Whether it names a revision without a handshake, known here or of the future. */
export const isModernVersion = (version: unknown): boolean =>
  typeof version === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(version) && version >= FIRST_MODERN

/** The `_meta` in which a request speaks of itself; undefined: it has none. */
export function metaOf({ params }: JSONRPCRequest): Record<string, unknown> | undefined {
  const meta: unknown = params?._meta
  return typeof meta === 'object' && meta !== null ? (meta as Record<string, unknown>) : undefined
}

/** Whether a message that has been read is a request: the SDK's own test would read it again, whole. */
export const isRequest = (message: JSONRPCMessage): message is JSONRPCRequest =>
  'method' in message && 'id' in message

/** Whether a message is a request that says its revision, or that only the newer protocol has. */
export function isModernRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  if (!isRequest(message)) return false
  const meta = metaOf(message)
  return (
    message.method === DISCOVER ||
    (meta !== undefined && Object.hasOwn(meta, PROTOCOL_VERSION_META))
  )
}
