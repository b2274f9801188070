import {
  ErrorCode as McpErrorCode,
  type Implementation,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type Tool as Listed,
} from '@modelcontextprotocol/sdk/types.js'
import type { IncomingHttpHeaders } from 'node:http'
import { DISCOVER, metaOf, MODERN_VERSIONS, SERVER_INFO_META } from '../wire/modern.ts'
import { traceparentIn } from '../wire/trace.ts'
import type { CallHandler } from './call-handler.ts'
import { modernFaultOf, type ModernFault } from './modern-faults.ts'
import { progressFor } from './progress.ts'

export interface ModernContext {
  /** Aborts when the client has gone, or has cancelled the request. */
  signal: AbortSignal
  notify: (notification: JSONRPCNotification) => void
}

/** Answers requests of the newer protocol, each by itself: there is no connection to know anything of. */
export interface ModernServer {
  /** Null: it can be answered. */
  faultOf(request: JSONRPCRequest, headers?: IncomingHttpHeaders): ModernFault | null
  /** Rejects only when the client has gone. */
  answer(request: JSONRPCRequest, context: ModernContext): Promise<JSONRPCMessage>
}

export interface ModernServerOptions {
  identity: Implementation
  handler: CallHandler
  tools: () => Listed[]
}

/** As long as a worker believes an agent's description; private, as it stands behind a token. */
const CACHE = { ttlMs: 30_000, cacheScope: 'private' }

type Fields = Record<string, unknown>
type Answer = { result: Fields } | { error: { code: number; message: string } }
type Method = (request: JSONRPCRequest, context: ModernContext) => Promise<Answer> | Answer

/** What it tells is told whole and in the form of the newer protocol; what its tools do is the business of the handler. */
export function createModernServer(options: ModernServerOptions): ModernServer {
  const { identity, handler, tools } = options
  const signed = (result: Fields): Answer => ({
    result: {
      resultType: 'complete',
      ...result,
      _meta: { ...(result['_meta'] as Fields | undefined), [SERVER_INFO_META]: identity },
    },
  })
  const methods = new Map<string, Method>([
    [
      DISCOVER,
      () => signed({ supportedVersions: MODERN_VERSIONS, capabilities: { tools: {} }, ...CACHE }),
    ],
    ['tools/list', () => signed({ tools: tools(), ...CACHE })],
    [
      'tools/call',
      async (request, { signal, notify }) => {
        const { name, arguments: args = {} } = request.params ?? {}
        const tool = handler.toolNamed(name)
        if (tool === undefined) return unknownTool(name)
        const traceparent = traceparentIn(metaOf(request))
        const onProgress = progressFor(tokenOf(request), (params) => {
          notify({ jsonrpc: '2.0', method: 'notifications/progress', params })
        })
        return signed(await handler.call(tool, args, { signal, onProgress, traceparent }))
      },
    ],
  ])
  return {
    faultOf: (request, headers) =>
      modernFaultOf({ request, headers, knows: (method) => methods.has(method) }),
    async answer(request, context) {
      const answer = await methods.get(request.method)?.(request, context)
      if (answer === undefined) throw new Error('The request has not been judged')
      return { jsonrpc: '2.0', id: request.id, ...answer }
    },
  }
}

function tokenOf(request: JSONRPCRequest): string | number | undefined {
  const token = metaOf(request)?.['progressToken']
  return typeof token === 'string' || typeof token === 'number' ? token : undefined
}

const unknownTool = (name: unknown): Answer => ({
  error: {
    code: McpErrorCode.InvalidParams,
    message: typeof name === 'string' ? `Unknown tool: ${name}` : 'Invalid params: name a tool',
  },
})
