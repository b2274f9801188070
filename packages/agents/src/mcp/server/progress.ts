import type { JSONRPCNotification } from '@modelcontextprotocol/sdk/types.js'
import { WAITING_MESSAGE, WAITING_META } from '../wire/waiting.ts'
import type { CallContext } from './call-handler.ts'

export type ProgressParams = NonNullable<JSONRPCNotification['params']> & {
  progressToken: string | number
  progress: number
}

/** Progress for a client that asked for it, by the token it gave. */
export function progressFor(
  progressToken: string | number | undefined,
  tell: (params: ProgressParams) => void,
): CallContext['onProgress'] {
  if (progressToken === undefined) return undefined
  return (progress, waiting) => {
    tell({
      progressToken,
      progress,
      ...(waiting.now && { message: WAITING_MESSAGE }),
      _meta: { [WAITING_META]: waiting },
    })
  }
}
