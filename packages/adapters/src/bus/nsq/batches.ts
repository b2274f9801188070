import { ColophonError } from '@colophon/domain'

export interface BatchLimits {
  maxMessageBytes: number
  maxBodyBytes: number
}

const NAME = /^(?=.{1,64}$)[\w.-]+(?:#ephemeral)?$/

/** nsqd answers a bad name by closing the connection, with everybody else's unconfirmed messages on it. */
export function checkName(what: 'topic' | 'channel', name: string): void {
  if (!NAME.test(name)) {
    throw new ColophonError(
      'bus.rejected',
      `A ${what} name has 1 to 64 of a-z, A-Z, digits, dots, dashes or underscores`,
    )
  }
}

/** Cuts messages into commands within nsqd's limits. Throws `bus.rejected` for one that fits into none. */
export function toBatches(bodies: readonly string[], limits: BatchLimits): Buffer[][] {
  const batches: Buffer[][] = []
  let batch: Buffer[] = []
  // The body of MPUB: a count, then each message after its length, four bytes each.
  let batchBytes = 4
  for (const body of bodies) {
    const message = Buffer.from(body)
    if (message.length === 0 || message.length > limits.maxMessageBytes) {
      throw new ColophonError(
        'bus.rejected',
        `A message has 1 to ${limits.maxMessageBytes} bytes; this one has ${message.length}`,
      )
    }
    if (batch.length > 0 && batchBytes + 4 + message.length > limits.maxBodyBytes) {
      batches.push(batch)
      batch = []
      batchBytes = 4
    }
    batch.push(message)
    batchBytes += 4 + message.length
  }
  if (batch.length > 0) batches.push(batch)
  return batches
}
