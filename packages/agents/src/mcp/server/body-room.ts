import type { IncomingMessage, ServerResponse } from 'node:http'

/** The memory there is for the bodies of requests: what one holds stays held until it is answered. */
export interface BodyRoom {
  /** False: there is no room for this one now. */
  take(request: IncomingMessage, response: ServerResponse): boolean
}

export interface BodyRoomOptions {
  totalBytes: number
  /** The size that a body counts as that does not say how long it is. */
  maxBodyBytes: number
}

/** Counts what the heads of requests announce, so that nothing is read that there is no room for. */
export function createBodyRoom({ totalBytes, maxBodyBytes }: BodyRoomOptions): BodyRoom {
  let free = totalBytes
  return {
    take({ headers }, response) {
      const bytes = Number(headers['content-length'] ?? maxBodyBytes)
      if (bytes > free) return false
      free -= bytes
      // Comes after an answer as well as after a client that has gone.
      response.once('close', () => {
        free += bytes
      })
      return true
    },
  }
}
