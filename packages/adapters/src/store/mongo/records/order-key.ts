import { randomBytes } from 'node:crypto'

const PROCESS = randomBytes(4).toString('hex')
const TIME_DIGITS = 9
const COUNTER_DIGITS = 6
const BASE = 36

let last = 0
let counter = 0

/**
 * Sorts in the order of calls: exactly within a process, to the millisecond over all of them. There is no counter of the
 * server that could be had without a second write.
 */
export function orderKey(): string {
  const now = Math.max(Date.now(), last)
  counter = now === last ? counter + 1 : 0
  last = now
  const time = now.toString(BASE).padStart(TIME_DIGITS, '0')
  return `${time}${counter.toString(BASE).padStart(COUNTER_DIGITS, '0')}${PROCESS}`
}

const INDEX_DIGITS = 6

/** Keys within a key, in their order. */
export const nth = (order: string, index: number): string =>
  `${order}.${String(index).padStart(INDEX_DIGITS, '0')}`
